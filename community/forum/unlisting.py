"""Unlisting a topic: whoever has its address reads it; lists, search, feeds and maps don’t name it."""

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, lock
from community.core.errors import require
from community.forum.changes import change_state
from community.forum.facts import TopicUnlisted
from community.forum.models import Topic
from community.forum.steering import may_arrange_topic, said_why


def unlist_topic(topic: Topic, reason: str, *, by: Member) -> None:
    """Take a topic out of every list, with a reason. Nothing happens when it is. Raises Invalid without a reason."""
    require(may_arrange_topic(by, topic))
    reason = said_why(reason)
    with atomic():
        lock(topic)
        if topic.unlisted_at is None:
            unlisted = {"unlisted_at": clock.now(), "unlisted_reason": reason}
            change_state(topic, TopicUnlisted(topic.id, True), by=by, **unlisted)


def list_again(topic: Topic, *, by: Member) -> None:
    """Let lists and search name a topic again; nothing happens when they do."""
    require(may_arrange_topic(by, topic))
    with atomic():
        lock(topic)
        if topic.unlisted_at:
            change_state(topic, TopicUnlisted(topic.id, False), by=by, unlisted_at=None, unlisted_reason=None)
