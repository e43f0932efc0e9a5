"""The helpers' queues: for whom, what stands where and why, per service, at a constant number of statements."""

from community.core.db import atomic
from community.forum.accepting import accept_answer, withdraw_acceptance
from community.forum.asking_back import ask_back
from community.forum.closing import close_topic, reopen_topic
from community.forum.queries import find_topic
from community.forum.queues import QUEUES, count_queues, list_queue, reasons_for
from tests import people
from tests.factories import a_category, a_question, a_service, an_answer


def stands_in(topic, viewer) -> list[str]:
    return [key for key in QUEUES if topic.id in {t.id for t in list_queue(key, viewer).items}]


def why(topic, viewer) -> list[str]:
    return reasons_for([find_topic(topic.id, viewer)])[topic.id]


def test_for_helpers_only(app, as_):
    asha, ben, sam, dora = people.asha(), people.ben(), people.sam(), people.dora()
    a_question(by=asha)
    with atomic():
        ben.level = 3
    for member, status in ((asha, 403), (ben, 200), (sam, 200), (dora, 200)):
        assert as_(member).get("/questions/queue/new").status_code == status
        assert ("Helpers’ queues" in as_(member).get("/").text) == (status == 200)
    assert as_(sam).get("/questions/queue/unknown").status_code == 404


def test_a_question_wanders_through_the_queues(app, clock):
    asha, ben, sam = people.asha(), people.ben(), people.sam()
    topic = a_question(by=asha)
    assert stands_in(topic, sam) == ["new", "unanswered"]
    clock.forward(hours=25)
    assert stands_in(topic, sam) == ["unanswered"]
    clock.forward(hours=24)
    assert stands_in(topic, sam) == ["unanswered", "attention"] and why(topic, sam) == ["quiet for two days"]
    ask_back(topic, "Which gateway does it show?", by=sam)
    assert stands_in(topic, sam) == ["waiting"]
    an_answer(topic, by=asha, body="It shows gateway 2.")
    assert stands_in(topic, sam) == ["attention"] and why(topic, sam) == ["the asker came back"]
    answer = an_answer(topic, by=ben)
    assert stands_in(topic, sam) == []
    clock.forward(minutes=1)
    accept_answer(answer, by=asha)
    assert stands_in(topic, sam) == ["solved"]
    clock.forward(minutes=1)
    withdraw_acceptance(find_topic(topic.id, asha), by=asha)
    assert stands_in(topic, sam) == ["attention"] and why(topic, sam) == ["open again"]
    close_topic(topic, "It went to the desk.", by=sam)
    assert stands_in(topic, sam) == []
    reopen_topic(topic, by=sam)
    assert stands_in(topic, sam) == ["attention"]


def test_bad_answers_and_many_with_the_problem_need_attention(app):
    asha, ben, sam, dora = people.asha(), people.ben(), people.sam(), people.dora()
    topic = a_question(by=asha)
    answer = an_answer(topic, by=ben)
    answer.score = -1
    assert why(topic, sam) == ["answers didn’t help"]
    an_answer(topic, by=dora)
    assert why(topic, sam) == []
    find_topic(topic.id, sam).me_too_count = 5
    assert why(topic, sam) == ["many have it"]


def test_counts_agree_with_lists_and_private_places_are_counted_for_their_people_alone(app, as_):
    asha, ben, sam = people.asha(), people.ben(), people.sam()
    with atomic():
        ben.level = 4
    cars = a_category("Campus cars", service=a_service("Campus cars"))
    for number in range(3):
        a_question(by=asha, title=f"Car number {number} won’t open", category=cars)
    a_question(by=asha)
    hidden = a_question(by=sam, category=a_category("Lounge", audience="superusers"), title="The secret plan")
    for viewer, count in ((ben, 4), (sam, 5)):
        counts = count_queues(viewer, "unanswered")
        assert counts.by_queue["unanswered"] == count == len(list_queue("unanswered", viewer).items)
        assert counts.by_queue["new"] == count and counts.by_queue["solved"] == 0
        assert counts.by_service[cars.service_id] == 3
    assert count_queues(sam, "new", cars.service).by_queue["unanswered"] == 3
    assert hidden.title not in as_(ben).get("/questions/queue/unanswered").text
    assert "won’t open" not in as_(ben).get("/questions/queue/solved").text
    only = as_(ben).get("/questions/queue/unanswered?service=campus-cars").text
    assert "Car number 2" in only and "VPN drops" not in only


def test_a_queue_costs_the_same_with_many_rows(app, as_, statements):
    asha, sam, dora = people.asha(), people.sam(), people.dora()
    browser = as_(dora)

    def fill(count):
        for number in range(count):
            topic = a_question(by=asha, title=f"Question number {number} of {count}", tags=["vpn"])
            ask_back(topic, "Which gateway does it show?", by=sam)

    fill(1)
    costs = {}
    for round_ in ("few", "many"):
        for key in QUEUES:
            with statements() as sent:
                assert browser.get(f"/questions/queue/{key}").status_code == 200
            costs.setdefault(key, []).append(len(sent))
        if round_ == "few":
            fill(9)
    assert all(few == many for few, many in costs.values()), costs


def test_one_says_to_be_on_it_from_the_queue(app, as_):
    asha, sam = people.asha(), people.sam()
    topic = a_question(by=asha)
    browser = as_(sam)
    assert "I am on it" in browser.get("/questions/queue/new").text
    back = browser.post(f"/q/{topic.id}/claim?queue=new", data={"value": "1"})
    assert back.status_code == 303 and back.location == "/questions/queue/new"
    assert "You are on it" in browser.get("/questions/queue/new").text
    part = browser.post(f"/q/{topic.id}/claim?queue=new", data={"value": "0"}, headers={"HX-Request": "true"}).text
    assert "I am on it" in part and f'id="claim-{topic.id}"' in part
