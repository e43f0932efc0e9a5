"""Lists: narrowed, paged by key, at a constant number of statements."""

from community.forum.listing import Filter, list_topics
from tests import people
from tests.factories import a_question, an_answer


def test_pages_hold_every_topic_once(app, clock):
    asha = people.asha()
    ids = []
    for number in range(65):
        clock.forward(minutes=1)
        ids.append(a_question(by=asha, title=f"Question number {number}").id)
    seen, after = [], None
    while True:
        page = list_topics(Filter(), None, after=after)
        seen += [topic.id for topic in page.items]
        after = page.after
        if after is None:
            break
    assert seen == ids[::-1]


def test_a_foreign_page_marker_is_refused_kindly(app, client):
    a_question(by=people.asha())
    for marker in ("zzz", "1", "1_2_3", "9" * 40 + "_1"):
        page = client().get(f"/questions?after={marker}")
        assert page.status_code == 422 and "top of the list" in page.text


def test_the_list_costs_the_same_with_many_rows(app, client, statements):
    asha = people.asha()
    a_question(by=asha, tags=["vpn"])
    client().get("/questions")
    with statements() as few:
        client().get("/questions")
    for number in range(20):
        an_answer(a_question(by=asha, title=f"Question number {number}", tags=["vpn", f"t{number}"]), by=asha)
    with statements() as many:
        client().get("/questions")
    assert len(many) == len(few)


def test_tabs_and_tags_narrow(app, client):
    asha, ben = people.asha(), people.ben()
    a_question(by=asha, title="Nobody knows this one", tags=["vpn"])
    an_answer(a_question(by=asha, title="Somebody knew this one"), by=ben)
    assert "Somebody knew" not in client().get("/questions?tab=unanswered").text
    assert "Somebody knew" not in client().get("/questions?tag=vpn").text
    assert client().get("/questions?tag=unknown").status_code == 404
    assert client().get("/questions?service=unknown").status_code == 404
