"""What is said in the question reaches the desk."""

from sqlalchemy import select

from community.bridges.hearing import hear_answer
from community.core.db import atomic, db
from community.desk.answering import answer_ticket
from community.desk.moving import move_ticket
from community.desk.taking import take_ticket
from community.events.facts import FactRow
from community.forum.accepting import accept_answer
from community.forum.commenting import comment_on
from community.forum.queries import find_post, opening_of
from tests import people
from tests.factories import an_answer


def test_answers_comments_and_acceptance_stand_on_the_ticket(story, deliver, heard, clock):
    an_answer(story.topic, by=people.ben(), body="Said before anyone escalated.")
    clock.forward(minutes=1)
    ticket = story.hand_over()
    clock.forward(minutes=1)
    answer = an_answer(story.topic, by=people.vera(), body="Choose gateway 3 for now.")
    comment_on(find_post(opening_of(story.topic).id, story.asha), "It also fails by cable.", by=story.asha)
    accept_answer(answer, by=story.asha)
    deliver()
    said = heard(ticket)
    assert said[1:3] == ["Choose gateway 3 for now.", "It also fails by cable."]
    assert said[3].startswith("Accepted the answer of Vera Lind")
    assert len(said) == 4  # what was said before is in the description already


def test_the_desks_own_words_do_not_come_back_to_it(story, deliver, heard):
    ticket = story.hand_over()
    answer_ticket(ticket, "We are looking into it.", by=story.dora)
    deliver()
    assert len(heard(ticket)) == 1


def test_delivered_twice_it_is_heard_once(story, deliver, heard):
    ticket = story.hand_over()
    an_answer(story.topic, by=people.ben())
    deliver()
    row = db.session.scalars(select(FactRow).where(FactRow.kind == "AnswerPosted")).one()
    with atomic():
        hear_answer(row.event())
    assert len(heard(ticket)) == 2


def test_the_askers_reply_ends_waiting_for_it(story, deliver, clock):
    ticket = story.hand_over()
    take_ticket(ticket, by=story.dora)
    move_ticket(ticket, "waiting", by=story.dora, waiting_for="user")
    opening = opening_of(story.topic)
    comment_on(find_post(opening.id, story.sam), "I have seen it too.", by=people.ben())
    deliver()
    db.session.refresh(ticket)
    assert ticket.state == "waiting"
    comment_on(find_post(opening.id, story.asha), "It says error 809.", by=story.asha)
    deliver()
    db.session.refresh(ticket)
    assert ticket.state == "in_progress"
