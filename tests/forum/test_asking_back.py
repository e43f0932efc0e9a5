"""Asking the asker for more: who may, what follows, what ends it, and closing by itself with a kind word."""

import pytest

from community.core.errors import NotAllowed
from community.events import Event
from community.events.facts import FactRow
from community.forum.accepting import accept_answer
from community.forum.asking_back import ask_back, hear_asker, lapse_question, remind_asker
from community.forum.closing import close_topic, reopen_topic
from community.forum.editing import edit_post
from community.forum.queries import find_topic, opening_of
from community.gamification.models import Award
from community.notifications.models import Notification
from tests import people
from tests.factories import a_question, an_answer

NOTE = "Which gateway does the client show?"


def the_event(kind: str) -> Event:
    return FactRow.query.filter_by(kind=kind).order_by(FactRow.id.desc()).first().event()


def told(member) -> list[str]:
    notes = Notification.query.filter_by(member_id=member.id).order_by(Notification.id)
    return [note.kind for note in notes if note.kind != "badge"]


def test_helpers_ask_the_asker_is_told_and_the_page_says_so(app, as_, deliver):
    asha, sam, ben = people.asha(), people.sam(), people.ben()
    topic = a_question(by=asha)
    assert as_(ben).post(f"/q/{topic.id}/asking-back", data={"note": NOTE}).status_code == 403
    short = as_(sam).post(f"/q/{topic.id}/asking-back", data={"note": "hm"})
    assert short.status_code == 422 and "what is missing" in short.text
    page = as_(sam).post(f"/q/{topic.id}/asking-back", data={"note": NOTE}, follow_redirects=True)
    assert "Waiting for Asha Rao" in page.text and NOTE in page.text
    assert "Waiting for you" in as_(asha).get(topic.path).text
    assert "waiting for the asker" in as_(ben).get("/questions").text
    deliver()
    assert told(asha) == ["information_needed"] and told(sam) == []


def test_level_three_helps_as_well_but_not_the_asker(app):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha)
    ben.level = asha.level = 3
    ask_back(topic, NOTE, by=ben)
    with pytest.raises(NotAllowed, match="your own question"):
        ask_back(a_question(by=asha), NOTE, by=asha)


def test_the_same_twice_is_once_and_a_second_helper_comments_instead(app):
    asha, sam, dora = people.asha(), people.sam(), people.dora()
    topic = a_question(by=asha)
    ask_back(topic, NOTE, by=sam)
    ask_back(topic, NOTE, by=sam)
    assert FactRow.query.filter_by(kind="AskedBack").count() == 1
    with pytest.raises(NotAllowed, match="comment"):
        ask_back(topic, "Something else, please.", by=dora)


@pytest.mark.parametrize("word", ["answer", "comment", "edit", "acceptance"])
def test_any_word_of_the_asker_ends_the_waiting_and_nobody_elses(app, as_, deliver, word):
    asha, ben, sam = people.asha(), people.ben(), people.sam()
    topic = a_question(by=asha)
    answer = an_answer(topic, by=ben)
    ask_back(topic, NOTE, by=sam)
    an_answer(topic, by=sam, body="Meanwhile, try the other gateway.")
    assert find_topic(topic.id, sam).is_waiting
    if word == "answer":
        an_answer(topic, by=asha, body="It shows gateway 2.")
    elif word == "comment":
        as_(asha).post(f"/posts/{topic.opening_id}/comments", data={"body": "It shows gateway 2."})
    elif word == "edit":
        edit_post(opening_of(topic), "It shows gateway 2 whenever it drops.", by=asha)
    else:
        accept_answer(answer, by=asha)
    topic = find_topic(topic.id, sam)
    assert not topic.is_waiting and topic.waiting_note is None
    deliver()
    assert "information_given" in told(sam)
    hear_asker(the_event("PostEdited" if word == "edit" else "AnswerPosted"))  # once more: nothing to end
    assert FactRow.query.filter_by(kind="InformationGiven").count() == 1
    assert Award.query.filter_by(member_id=asha.id, badge="told-more").count() == 1


def test_it_reminds_once_then_closes_itself_and_one_word_opens_it(app, as_, clock, deliver):
    asha, sam, ben = people.asha(), people.sam(), people.ben()
    topic = a_question(by=asha)
    ask_back(topic, NOTE, by=sam)
    event = the_event("AskedBack")
    clock.forward(days=6)
    deliver()
    assert told(asha) == ["information_needed"]
    clock.forward(days=1, minutes=1)
    deliver()
    remind_asker(event)
    deliver()
    assert told(asha) == ["information_needed", "information_still_needed"]
    clock.forward(days=7)
    deliver()
    lapse_question(event)
    deliver()
    topic = find_topic(topic.id, sam)
    assert topic.has_lapsed and told(asha)[-1] == "lapsed" and told(asha).count("lapsed") == 1
    assert "Here whenever you are" in as_(asha).get(topic.path).text
    assert as_(ben).post(f"/q/{topic.id}/answers/new", data={"body": "Too late, I think."}).status_code == 403
    page = as_(asha).post(f"/q/{topic.id}/answers/new", data={"body": "Sorry: it shows gateway 2."})
    assert page.status_code == 303
    topic = find_topic(topic.id, sam)
    assert topic.closed_at is None and topic.waiting_since is None and topic.reopened_at is not None


def test_what_is_owed_for_an_earlier_asking_closes_nothing(app, clock, deliver):
    asha, sam = people.asha(), people.sam()
    topic = a_question(by=asha)
    ask_back(topic, NOTE, by=sam)
    clock.forward(days=5)
    an_answer(topic, by=asha, body="It shows gateway 2.")
    clock.forward(days=1)
    ask_back(topic, "And which version of the client?", by=sam)
    clock.forward(days=9)
    deliver()
    assert find_topic(topic.id, sam).is_waiting
    clock.forward(days=6)
    deliver()
    assert find_topic(topic.id, sam).has_lapsed


def test_a_moderators_closing_is_not_undone_by_the_asker(app, as_, deliver):
    asha, sam = people.asha(), people.sam()
    topic = a_question(by=asha)
    ask_back(topic, NOTE, by=sam)
    close_topic(topic, "It was moved to the desk.", by=sam)
    assert as_(asha).post(f"/q/{topic.id}/answers/new", data={"body": "It shows gateway 2."}).status_code == 403
    as_(asha).post(f"/posts/{topic.opening_id}/comments", data={"body": "It shows gateway 2."})
    assert find_topic(topic.id, sam).closed_at is not None
    reopen_topic(topic, by=sam)
    assert not find_topic(topic.id, sam).is_waiting


def test_helpers_take_it_back(app, as_):
    asha, sam, dora = people.asha(), people.sam(), people.dora()
    topic = a_question(by=asha)
    ask_back(topic, NOTE, by=sam)
    assert as_(asha).post(f"/q/{topic.id}/asking-back/withdrawal").status_code == 403
    for _ in range(2):
        assert as_(dora).post(f"/q/{topic.id}/asking-back/withdrawal").status_code == 303
    assert not find_topic(topic.id, sam).is_waiting
    assert FactRow.query.filter_by(kind="AskingBackWithdrawn").count() == 1
