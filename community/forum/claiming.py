"""“I am on it”: for some minutes others need not begin the same answer. It ends by itself."""

from datetime import timedelta

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Conflict, require
from community.events import Event, record
from community.forum.facts import ClaimReleased, TopicClaimed
from community.forum.models import Topic
from community.forum.rights import may_help

HELD = timedelta(minutes=10)
JUST_NOW = timedelta(minutes=1)  # a second press within it prolongs nothing


def may_claim(by: Member | None, topic: Topic) -> bool | str:
    """Helpers, while a question is open and unsolved."""
    if (allowed := may_help(by, topic.category)) is not True:
        return allowed
    if topic.author_id == by.id:
        return "This is your own question; others are on it."
    if topic.kind != "question" or not topic.is_open or topic.accepted_id:
        return "Nobody needs to be on it: it is solved, closed, or no question."
    return True


def claim_topic(topic: Topic, *, by: Member, over: int | None = None) -> None:
    """Be on it for ten minutes, or ten more. `over` is whom the page showed to be on it: they are relieved.

    Raises Conflict when somebody else has begun meanwhile.
    """
    with atomic():
        lock(topic)
        require(may_claim(by, topic))
        now, holder = clock.now(), topic.claimed_by_id if topic.is_claimed else None
        if holder == by.id and topic.claimed_until > now + HELD - JUST_NOW:
            return
        other = holder if holder != by.id else None
        if other is not None and other != over:
            name = db.session.get(Member, other).display_name
            raise Conflict(f"{name} has just begun with this. Look again; you can still take it over.")
        topic.claimed_by_id, topic.claimed_until = by.id, now + HELD
        record(TopicClaimed(topic.id, other), by=by)


def release_claim(topic: Topic, *, by: Member) -> None:
    """Give it back; nothing happens when somebody else, or nobody, is on it."""
    require(may_help(by, topic.category))
    with atomic():
        lock(topic)
        if topic.is_claimed and topic.claimed_by_id == by.id:
            _end(topic)
            record(ClaimReleased(topic.id), by=by)


def end_claim(event: Event) -> None:
    """AnswerPosted: who was on it has answered."""
    topic = db.session.get(Topic, event.fact.topic_id)
    if topic.claimed_by_id is not None and topic.claimed_by_id == event.by_id:
        _end(topic)


def _end(topic: Topic) -> None:
    topic.claimed_by_id = topic.claimed_until = None
