"""Slow mode: between two posts of one member in a topic some time passes, so that others get a word in."""

from datetime import timedelta

from sqlalchemy import func, select

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, TooFast, require
from community.forum.changes import change_state
from community.forum.facts import TopicSlowed
from community.forum.models import Comment, Post, Topic
from community.forum.rights import may_moderate
from community.forum.steering import may_arrange_topic

PACES = {
    0: "As fast as they like",
    60: "One minute",
    300: "Five minutes",
    900: "A quarter of an hour",
    3_600: "One hour",
    14_400: "Four hours",
    86_400: "One day",
}


def slow_topic(topic: Topic, seconds: int, *, by: Member) -> None:
    """Say how many seconds lie between two posts of one member; 0 ends it. Raises Invalid for another pace."""
    require(may_arrange_topic(by, topic))
    if seconds not in PACES:
        raise Invalid("Please choose one of the paces.", "seconds")
    with atomic():
        lock(topic)
        if topic.slow_seconds != seconds:
            slowed = TopicSlowed(topic.id, seconds, topic.slow_seconds)
            change_state(topic, slowed, by=by, slow_seconds=seconds)


def wait_for_turn(topic: Topic, by: Member) -> None:
    """Raises TooFast while slow mode has a member wait; those who look after the place don’t. Topic locked."""
    if not topic.slow_seconds or may_moderate(by, topic.category) is True:
        return
    said = (
        select(Post.created_at.label("at")).where(Post.topic_id == topic.id, Post.author_id == by.id)
        .union_all(
            select(Comment.created_at).join(Post, Post.id == Comment.post_id)
            .where(Post.topic_id == topic.id, Comment.author_id == by.id)
        ).subquery()
    )  # fmt: skip
    last = db.session.scalar(select(func.max(said.c.at)))
    left = last + timedelta(seconds=topic.slow_seconds) - clock.now() if last else timedelta(0)
    if left > timedelta(0):
        seconds = int(left.total_seconds()) + 1
        raise TooFast(f"This topic goes slowly, so that everyone gets a word in: you can post again in "
                      f"{_words(seconds)}.", seconds)  # fmt: skip


def _words(seconds: int) -> str:
    if seconds < 120:
        return f"{seconds} second{'' if seconds == 1 else 's'}"
    minutes = -(-seconds // 60)
    return f"{minutes} minutes" if minutes < 120 else f"{-(-minutes // 60)} hours"
