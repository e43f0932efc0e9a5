"""Answering and commenting."""

import pytest

from community.core.errors import NotAllowed
from community.forum.closing import close_topic
from community.forum.queries import find_topic
from tests import people
from tests.factories import a_category, a_question, an_answer


def test_a_member_answers_and_the_count_follows(app, as_):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha)
    page = as_(ben).post(f"/q/{topic.id}/answers/new", data={"body": "Use *gateway 3* today."}, follow_redirects=True)
    assert "<em>gateway 3</em>" in page.text
    assert "1 answer" in page.text
    assert find_topic(topic.id, None).state == "answered"


def test_an_empty_answer_is_refused_beside_the_field(app, as_):
    topic = a_question(by=people.asha())
    page = as_(people.ben()).post(f"/q/{topic.id}/answers/new", data={"body": "  "})
    assert page.status_code == 422
    assert "nothing to post" in page.text


def test_a_closed_question_takes_no_answers_and_says_why(app, as_):
    asha, ben, sam = people.asha(), people.ben(), people.sam()
    topic = a_question(by=asha)
    close_topic(topic, "Solved by the new client.", by=sam)
    page = as_(ben).post(f"/q/{topic.id}/answers/new", data={"body": "I kept this text safe."})
    assert page.status_code == 403
    assert "Solved by the new client." in page.text
    assert "I kept this text safe." in page.text


def test_only_staff_answer_officially(app):
    asha, ben, dora = people.asha(), people.ben(), people.dora()
    topic = a_question(by=asha)
    from community.forum.answering import post_answer

    with pytest.raises(NotAllowed, match="officially"):
        post_answer(topic, "This speaks for nobody else.", by=ben, official=True)
    assert post_answer(topic, "We renew the certificate tonight.", by=dora, official=True).official
    assert find_topic(topic.id, None).state == "official"


def test_a_comment_stands_under_its_post(app, as_):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha)
    post = an_answer(topic, by=ben)
    page = as_(asha).post(f"/posts/{post.id}/comments", data={"body": "Works, **thank you**."}, follow_redirects=True)
    assert "<strong>thank you</strong>" in page.text


def test_the_question_page_costs_the_same_with_many_answers(app, client, statements):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha)
    an_answer(topic, by=ben)
    client().get(topic.path)
    with statements() as few:
        client().get(topic.path)
    for number in range(12):
        an_answer(topic, by=ben, body=f"Another way to do it, number {number}.")
    with statements() as many:
        client().get(topic.path)
    assert len(many) == len(few)


def test_a_private_place_shows_nothing_to_a_stranger(app, client, as_):
    sam = people.sam()
    lounge = a_category("Lounge", audience="superusers")
    topic = a_question(by=sam, category=lounge, title="Whispers about the roof garden", tags=["roof-secret"])
    post = an_answer(topic, by=sam, body="Whispered details of the plan.")
    for visitor in (client(), as_(people.asha())):
        for address in (
            topic.path,
            f"/q/{topic.id}/answers",
            f"/posts/{post.id}",
            f"/posts/{post.id}/history",
            "/c/lounge",
        ):
            assert visitor.get(address).status_code == 404
        for address in ("/", "/questions", "/questions?tab=unanswered", "/questions?tag=roof-secret"):
            text = visitor.get(address).text
            assert "roof garden" not in text and "Lounge" not in text
