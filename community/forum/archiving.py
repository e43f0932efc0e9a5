"""Archiving a topic: it is kept as it is, so nothing in it is written, voted on or changed any more."""

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, lock
from community.core.errors import require
from community.forum.changes import change_state
from community.forum.facts import TopicArchived
from community.forum.models import Topic
from community.forum.steering import may_arrange_topic, said_why


def archive_topic(topic: Topic, reason: str, *, by: Member) -> None:
    """Keep a topic as it is, with a reason. Nothing happens when it is. Raises Invalid without a reason."""
    require(may_arrange_topic(by, topic))
    reason = said_why(reason)
    with atomic():
        lock(topic)
        if topic.archived_at is None:
            archived = {"archived_at": clock.now(), "archived_reason": reason}
            change_state(topic, TopicArchived(topic.id, True), by=by, **archived)


def unarchive_topic(topic: Topic, *, by: Member) -> None:
    """Let a topic go on; nothing happens when it does."""
    require(may_arrange_topic(by, topic))
    with atomic():
        lock(topic)
        if topic.archived_at:
            change_state(topic, TopicArchived(topic.id, False), by=by, archived_at=None, archived_reason=None)
