"""“This solves it”: counted once, thanked, taken back within a day with everything typed; known incidents count in."""

from datetime import timedelta

import pytest

from community.accounts.models import Member
from community.bridges.escalating import escalate_question
from community.bridges.incidents import known_incidents
from community.bridges.sparing import Deflection, forget_typed, spare_question
from community.core import clock as community_clock
from community.core.errors import NotFound
from community.events.facts import FactRow
from community.forum.queries import find_topic
from community.insights.counting import spared_between
from community.notifications.models import Notification
from tests import people
from tests.factories import a_category, a_question, an_answer, an_article

TYPED = {
    "title": "My VPN drops all the time",
    "kind": "question",
    "category": "",
    "body": "Since **Monday**.",
    "tags": "",
}


def thanked(member) -> int:
    return Notification.query.filter_by(member_id=member.id, kind="spared").count()


def counted() -> int:
    now = community_clock.now()
    reader = Member.query.order_by(Member.id).first()
    return spared_between(now - timedelta(days=1), now + timedelta(days=1), reader)


def test_it_is_counted_once_and_who_answered_is_thanked_without_a_name(app, as_, deliver):
    asha, ben, vera = people.asha(), people.ben(), people.vera()
    topic = a_question(by=asha)
    an_answer(topic, by=ben)
    browser = as_(vera)
    for _ in range(2):
        chosen = TYPED | {"thing": f"topic:{topic.id}"}
        page = browser.post("/questions/ask/solved", data=chosen, follow_redirects=True)
        assert "that’s settled" in page.text and topic.title in page.text
    deliver()
    assert counted() == 1 and thanked(ben) == 1 and thanked(asha) == 0
    assert FactRow.query.filter_by(kind="QuestionSpared").count() == 1
    notes = as_(ben).get("/notifications").text
    assert "had no need to ask" in notes and "Vera" not in notes


def test_it_did_not_after_all_brings_everything_back(app, as_, deliver):
    asha, ben, vera = people.asha(), people.ben(), people.vera()
    topic = a_question(by=asha)
    an_answer(topic, by=ben)
    row = spare_question("topic", topic.id, TYPED, by=vera)
    assert as_(ben).post(f"/questions/ask/solved/{row.id}/withdrawal").status_code == 404
    browser = as_(vera)
    for _ in range(2):
        page = browser.post(f"/questions/ask/solved/{row.id}/withdrawal", follow_redirects=True)
    assert TYPED["title"] in page.text and "Since **Monday**." in page.text
    assert TYPED["title"] not in as_(ben).get(f"/questions/ask?again={row.id}").text
    deliver()
    assert counted() == 0 and thanked(ben) == 0
    row = spare_question("topic", topic.id, TYPED, by=vera)
    deliver()
    assert counted() == 1 and thanked(ben) == 1
    browser.post(f"/questions/ask/solved/{row.id}/withdrawal")
    assert "had no need to ask" not in as_(ben).get("/notifications").text


def test_after_a_day_it_stands_and_what_was_typed_is_forgotten(app, as_, clock, deliver):
    asha, vera = people.asha(), people.vera()
    topic = a_question(by=asha)
    an_answer(topic, by=people.ben())
    row = spare_question("topic", topic.id, TYPED, by=vera)
    event = FactRow.query.filter_by(kind="QuestionSpared").one().event()
    forget_typed(event)
    assert row.typed == TYPED
    clock.forward(hours=24, seconds=1)
    deliver()
    forget_typed(event)
    assert Deflection.query.one().typed is None
    assert as_(vera).post(f"/questions/ask/solved/{row.id}/withdrawal").status_code == 403
    assert Deflection.query.one().withdrawn_at is None


def test_an_article_solves_it_and_its_author_is_thanked(app, deliver):
    sam, vera = people.sam(), people.vera()
    spare_question("article", an_article(by=sam).id, TYPED, by=vera)
    deliver()
    assert thanked(sam) == 1


def test_what_they_may_not_see_solves_nothing(app, as_):
    sam, vera = people.sam(), people.vera()
    hidden = a_question(by=sam, category=a_category("Lounge", audience="superusers"))
    with pytest.raises(NotFound):
        spare_question("topic", hidden.id, TYPED, by=vera)
    assert as_(vera).post("/questions/ask/solved", data=TYPED | {"thing": f"topic:{hidden.id}"}).status_code == 404
    assert as_(vera).post("/questions/ask/solved", data=TYPED | {"thing": "member:1"}).status_code == 422
    assert Deflection.query.count() == 0


def test_a_known_incident_is_offered_and_counts_who_has_it(app, story, as_, deliver):
    vera = people.vera()
    ticket = story.hand_over()
    place = f"?title=&category={story.topic.category.slug}"
    part = as_(vera).get(f"/questions/ask/fits{place}").text
    assert ticket.ref in part and story.topic.title in part and f"incident:{story.topic.id}" in part
    page = as_(vera).post(
        "/questions/ask/solved", data=TYPED | {"thing": f"incident:{story.topic.id}"}, follow_redirects=True
    )
    assert "counted among the people" in page.text
    deliver()
    assert find_topic(story.topic.id, vera).me_too_count == 1 and ticket.affected == 2


def test_a_question_that_nobody_answered_solves_nothing_but_one_may_have_it_too(app, as_, deliver):
    asha, vera = people.asha(), people.vera()
    topic, browser = a_question(by=asha), as_(vera)
    assert browser.post("/questions/ask/solved", data=TYPED | {"thing": f"topic:{topic.id}"}).status_code == 422
    page = browser.post("/questions/ask/solved", data=TYPED | {"thing": f"incident:{topic.id}"}, follow_redirects=True)
    assert "counted among the people" in page.text and find_topic(topic.id, vera).me_too_count == 1
    deliver()
    assert thanked(asha) == 0
    browser.post(f"/questions/ask/solved/{Deflection.query.one().id}/withdrawal")
    assert find_topic(topic.id, vera).me_too_count == 0


def test_an_incident_in_a_private_place_is_known_to_its_people_alone(app, as_):
    asha, sam, dora = people.asha(), people.sam(), people.dora()
    lounge = a_category("Lounge", audience="superusers")
    topic = a_question(by=sam, category=lounge, title="The secret gateway is down")
    ticket = escalate_question(topic, "incident", "", by=sam)
    ticket.major = True
    assert known_incidents(asha, service_id=None, topic_ids=[topic.id]) == []
    assert [i.ref for i in known_incidents(dora, service_id=None, topic_ids=[])] == [ticket.ref]
    page = as_(asha).get("/questions/ask/fits?title=secret+gateway").text
    assert "secret gateway is down" not in page and ticket.ref not in page
