"""Handing a question to the provider."""

import pytest
from sqlalchemy import select

from community.bridges.escalating import attach_question, escalate_question, may_escalate
from community.core.db import db
from community.core.errors import Conflict, Invalid, NotAllowed
from community.desk.models import Queue, Ticket
from community.events.facts import FactRow
from community.forum.commenting import comment_on
from community.forum.deleting import delete_topic
from community.forum.metoo import say_me_too
from community.forum.models import Topic
from community.forum.queries import opening_of
from tests import people
from tests.factories import a_category, a_question, an_answer


def test_a_super_user_hands_a_question_over_in_the_browser(story, as_):
    visitor = as_(story.sam)
    form = visitor.get(f"/q/{story.topic.id}/escalation").text
    assert "broken, slow or wrong" in form
    assert "Goes to “Remote access”, with a first update within a day" in form
    done = visitor.post(f"/q/{story.topic.id}/escalation", data={"kind": "incident", "note": "Field team is stuck."})
    assert (done.status_code, done.location) == (303, story.topic.path)
    ticket = db.session.scalars(select(Ticket)).one()
    assert (ticket.ref, ticket.title, ticket.requester_id) == ("INC-1001", story.topic.title, story.asha.id)
    assert db.session.get(Queue, ticket.queue_id).slug == "remote-access"


def test_the_thread_goes_along(story):
    answer = an_answer(story.topic, by=people.ben())
    comment_on(answer, "That helped me, but not for long.", by=story.asha)
    ticket = story.hand_over(note="Please look at gateway 1.")
    for words in (
        story.topic.path,
        "Please look at gateway 1.",
        "**campus** Wi-Fi",
        "Switch to gateway 3",
        "not for long",
    ):
        assert words in ticket.description
    assert "<strong>campus</strong>" in ticket.description_html


def test_everyone_with_the_problem_counts_once(story, deliver):
    ben, vera = people.ben(), people.vera()
    say_me_too(story.topic, True, by=ben)
    ticket = story.hand_over()
    assert (ticket.affected, ticket.question_count) == (2, 1)
    say_me_too(story.topic, True, by=vera)
    other = a_question(by=ben, title="Session lost on campus")
    attach_question(other, ticket, by=story.dora)
    deliver()
    db.session.refresh(ticket)
    assert (ticket.affected, ticket.question_count) == (3, 2)  # ben asked one and has the other too
    say_me_too(story.topic, False, by=vera)
    deliver()
    db.session.refresh(ticket)
    assert ticket.affected == 2


def test_a_question_has_one_open_ticket(story, as_):
    ticket = story.hand_over()
    with pytest.raises(Conflict, match="INC-1001"):
        story.hand_over("request")
    page = as_(story.dora).post(f"/q/{story.topic.id}/escalation", data={"kind": "incident", "note": "Again"})
    assert page.status_code == 409
    assert ticket.ref in page.text
    assert db.session.scalars(select(Ticket.ref)).all() == ["INC-1001"]


def test_two_who_hand_it_over_at_once_make_one_ticket(story, app):
    import threading

    from community.accounts.models import Member
    from community.forum.queries import find_topic

    gate, results, ident = threading.Barrier(2), [], story.topic.id

    def hand_over(member_id):
        with app.app_context():
            by = db.session.get(Member, member_id)
            topic = find_topic(ident, by)
            gate.wait()
            try:
                results.append(escalate_question(topic, "incident", "", by=by).ref)
            except Conflict:
                results.append("conflict")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=hand_over, args=(who.id,)) for who in (story.sam, story.dora)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["INC-1001", "conflict"]


def test_members_are_told_whom_to_ask(story, as_):
    page = as_(people.ben()).get(f"/q/{story.topic.id}/escalation")
    assert page.status_code == 403
    assert "Super-users and provider staff" in page.text
    with pytest.raises(NotAllowed):
        escalate_question(story.topic, "incident", "", by=story.asha)


def test_only_questions_that_stand(story):
    talk = a_question(by=story.asha, kind="discussion", title="Which gateway do you use?")
    assert may_escalate(story.sam, talk) == "Only questions become tickets."
    delete_topic(story.topic, "It was a test.", by=story.sam)
    assert may_escalate(story.sam, story.topic) == "This was taken down."


def test_a_choice_is_needed_and_the_note_is_kept(story, as_):
    page = as_(story.sam).post(f"/q/{story.topic.id}/escalation", data={"note": "Do not lose this."})
    assert page.status_code == 422
    assert "Please choose what it is" in page.text
    assert "Do not lose this." in page.text
    with pytest.raises(Invalid):
        story.hand_over(note="x" * 3000)


def test_a_question_without_a_service_or_an_asker(story):
    place = a_category("Newcomers")
    topic = a_question(by=story.asha, category=place, title="Where is the canteen?")
    db.session.get(Topic, topic.id).author_id = None
    db.session.commit()
    ticket = escalate_question(topic, "request", "", by=story.sam)
    assert (ticket.requester_id, ticket.service_id, ticket.affected) == (None, None, 0)
    assert opening_of(topic).source in ticket.description


def test_putting_a_question_on_a_ticket_twice_changes_nothing(story):
    ticket = story.hand_over()
    other = a_question(by=people.ben(), title="Session lost on campus")
    for _ in range(2):
        attach_question(other, ticket, by=story.dora)
    kinds = db.session.scalars(select(FactRow.kind).where(FactRow.kind == "QuestionEscalated")).all()
    assert len(kinds) == 2
    with pytest.raises(NotAllowed):
        attach_question(other, ticket, by=story.sam)
