"""Pinning a topic: it stands first in its place until it is unpinned."""

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, lock
from community.core.errors import require
from community.forum.changes import change_state
from community.forum.facts import TopicPinned
from community.forum.models import Topic
from community.forum.steering import may_arrange_topic


def pin_topic(topic: Topic, on: bool, *, by: Member) -> None:
    """Let a topic stand first in its place, or no longer. Saying it twice changes nothing."""
    require(may_arrange_topic(by, topic))
    with atomic():
        lock(topic)
        if on is not (topic.pinned_at is not None):
            change_state(topic, TopicPinned(topic.id, on), by=by, pinned_at=clock.now() if on else None)
