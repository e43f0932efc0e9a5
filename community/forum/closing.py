"""Closing and reopening topics, and saying that one asks what another asked before."""

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, insert_once, lock
from community.core.errors import Invalid, require
from community.core.text import tidy
from community.events import record
from community.forum.changes import change_state
from community.forum.facts import TopicClosed, TopicReopened, TopicsLinked
from community.forum.holding import lock_topics
from community.forum.models import Topic, TopicLink
from community.forum.rights import may_moderate


def may_close(by: Member | None, topic: Topic) -> bool | str:
    """Those who look after the place close and reopen."""
    return may_moderate(by, topic.category)


def close_topic(topic: Topic, reason: str, *, by: Member, duplicate_of: Topic | None = None) -> None:
    """Take no more answers, with a reason; `duplicate_of` is the topic that has the answers. Raises Invalid."""
    require(may_close(by, topic))
    reason = tidy(reason)[:200]
    if not reason and duplicate_of is None:
        raise Invalid("Please say why, so that the asker understands.", "reason")
    if duplicate_of is not None and duplicate_of.id == topic.id:
        raise Invalid("A question can’t be a duplicate of itself.", "duplicate_of")
    store_closing(topic, reason or "it was asked before", by=by, duplicate_of=duplicate_of)


def store_closing(topic: Topic, reason: str, *, by: Member | None, duplicate_of: Topic | None = None) -> None:
    """Close a topic and record TopicClosed; nothing happens when it is closed already for the same reason."""
    with atomic():
        lock_topics(topic, *([duplicate_of] if duplicate_of else []))  # it refers to that one from now on
        target = duplicate_of.id if duplicate_of else None
        if topic.closed_at and topic.duplicate_of_id == target:
            return
        closed = {"closed_at": clock.now(), "closed_reason": reason, "duplicate_of_id": target}
        change_state(topic, TopicClosed(topic.id, target), by=by, **closed)


def reopen_topic(topic: Topic, *, by: Member) -> None:
    """Take answers again; nothing happens when it is open."""
    require(may_close(by, topic))
    store_reopening(topic, by=by)


def store_reopening(topic: Topic, *, by: Member | None) -> None:
    """Open a topic again and record TopicReopened; imports use it."""
    with atomic():
        lock(topic)
        if topic.closed_at:
            opened = dict.fromkeys(("closed_at", "closed_reason", "duplicate_of_id", "close_at"))
            change_state(topic, TopicReopened(topic.id), by=by, **opened)


def link_topics(source: Topic, target: Topic, *, by: Member | None) -> bool:
    """Remember that one topic refers to another; True when it was not known yet."""
    if source.id == target.id:
        return False
    with atomic():
        new = insert_once(TopicLink, from_id=source.id, to_id=target.id)
        if new:
            record(TopicsLinked(source.id, target.id), by=by)
    return new
