"""Asking the asker for more: nobody can help yet, and the question closes itself when nothing comes."""

from datetime import timedelta

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, require
from community.core.text import tidy
from community.events import Event, record
from community.events.table import due
from community.forum.facts import (
    AskedBack,
    AskingBackWithdrawn,
    InformationGiven,
    InformationStillNeeded,
    QuestionLapsed,
)
from community.forum.models import Topic
from community.forum.rights import may_help

WAIT = timedelta(days=14)  # then it closes itself
REMINDER = timedelta(days=7)  # before that
NOTE_LENGTH = (8, 300)
LAPSED = "Nobody could help without a little more, so this rests. One word from the asker opens it again"


def may_ask_back(by: Member | None, topic: Topic) -> bool | str:
    """Helpers ask for more while a question is open and unsolved, one of them at a time."""
    if (allowed := may_help(by, topic.category)) is not True:
        return allowed
    if topic.kind != "question" or topic.author_id is None:
        return "Only a question whose asker can read this may wait for more."
    if topic.author_id == by.id:
        return "This is your own question; edit it to say more."
    if not topic.is_open or topic.accepted_id:
        return "This is solved or closed, so nothing more is needed."
    if topic.waiting_since and topic.waiting_by_id != by.id:
        return "Somebody asked for more already. If something else is missing, say so in a comment."
    return True


def ask_back(topic: Topic, note: str, *, by: Member) -> None:
    """Say what is missing; the asker is told. Saying the same again changes nothing. Raises Invalid."""
    require(may_ask_back(by, topic))
    note = tidy(note)
    low, high = NOTE_LENGTH
    if not low <= len(note) <= high:
        raise Invalid(f"Say in {low} to {high} characters what is missing; this has {len(note)}.", "note")
    with atomic():
        lock(topic)
        require(may_ask_back(by, topic))  # somebody may have asked, answered or closed it meanwhile
        if topic.waiting_note == note:
            return
        now = clock.now()
        until = (now + WAIT).replace(microsecond=0)
        topic.waiting_since, topic.waiting_until, topic.waiting_reminded_at = now, until, None
        topic.waiting_by_id, topic.waiting_note = by.id, note
        record(AskedBack(topic.id, topic.author_id, int(until.timestamp())), by=by)


def may_withdraw_asking_back(by: Member | None, topic: Topic) -> bool | str:
    """Any helper sees when enough was said elsewhere."""
    return may_help(by, topic.category)


def withdraw_asking_back(topic: Topic, *, by: Member) -> None:
    """Wait no longer; nothing happens when it does not wait."""
    require(may_withdraw_asking_back(by, topic))
    with atomic():
        lock(topic)
        if topic.is_waiting:
            _forget(topic)
            record(AskingBackWithdrawn(topic.id), by=by)


def hear_asker(event: Event) -> None:
    """An answer, comment, edit or choice of the asker: what was needed is there, and what had lapsed is open again."""
    topic = db.session.get(Topic, event.fact.topic_id)
    if topic is None or event.by_id is None or event.by_id != topic.author_id:
        return
    if lock(topic).waiting_since is None:
        return
    helper_id, reopened = topic.waiting_by_id, topic.has_lapsed
    if reopened:
        topic.closed_at = topic.closed_reason = None
        topic.reopened_at = event.at
    _forget(topic)
    record(InformationGiven(topic.id, helper_id, reopened), by=db.session.get(Member, event.by_id))


def end_waiting(event: Event) -> None:
    """Closed or reopened by somebody, or another kind of topic now: then it no longer waits for the asker."""
    _forget(db.session.get(Topic, event.fact.topic_id))


def note_reopening(event: Event) -> None:
    """Closed no more, or no longer solved: helpers should look at it again."""
    db.session.get(Topic, event.fact.topic_id).reopened_at = event.at


@due(lambda event: clock.from_seconds(event.fact.until) - REMINDER)
def remind_asker(event: Event) -> None:
    """AskedBack: half of the time has gone."""
    with atomic():
        topic = _still_waiting(event)
        if topic is not None and topic.waiting_reminded_at is None:
            topic.waiting_reminded_at = clock.now()
            record(InformationStillNeeded(topic.id, topic.author_id, event.fact.until))


@due(lambda event: clock.from_seconds(event.fact.until))
def lapse_question(event: Event) -> None:
    """AskedBack: nothing came, so the question closes until the asker has a moment to say more."""
    with atomic():
        topic = _still_waiting(event)
        if topic is not None:
            topic.closed_at, topic.closed_reason = clock.now(), LAPSED
            record(QuestionLapsed(topic.id, topic.author_id))


def _still_waiting(event: Event) -> Topic | None:
    """The topic, held, if it still waits for what this fact asked; it may have been asked for other things since."""
    topic = db.session.get(Topic, event.fact.topic_id)
    if topic is None or not lock(topic).is_waiting:
        return None
    return topic if int(topic.waiting_until.timestamp()) == event.fact.until else None


def _forget(topic: Topic | None) -> None:
    if topic is not None:
        topic.waiting_since = topic.waiting_until = topic.waiting_reminded_at = None
        topic.waiting_by_id = topic.waiting_note = None
