"""Archiving a topic: it is kept as it is, so nothing in it is written, voted on or changed any more."""

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, lock
from community.core.errors import require
from community.events import record
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
            topic.archived_at, topic.archived_reason = clock.now(), reason
            record(TopicArchived(topic.id, True), by=by)


def unarchive_topic(topic: Topic, *, by: Member) -> None:
    """Let a topic go on; nothing happens when it does."""
    require(may_arrange_topic(by, topic))
    with atomic():
        lock(topic)
        if topic.archived_at:
            topic.archived_at = topic.archived_reason = None
            record(TopicArchived(topic.id, False), by=by)
