"""What is new to a member, and what has moved on since they read it.

A topic is *new* when it was asked after the member joined (or last chose to begin afresh) and they have not opened it;
*unread* when they have, and there are newer posts. What nobody touched for `DAYS` days is neither, unless the member
marked it as unread: so the work stays bounded by what moves, not by how much there is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, union, union_all

from community.accounts.models import Member
from community.core import clock
from community.core.db import db
from community.forum.models import Post, Topic
from community.forum.reads import TopicRead

DAYS = 30


@dataclass(frozen=True)
class Mark:
    """What a list says of one topic: new, unread (with how many posts, and the first of them) or read."""

    state: str
    count: int = 0
    first_id: int | None = None


def window() -> datetime:
    """Since when something must have moved to be new or unread."""
    return clock.now() - timedelta(days=DAYS)


def new_since(viewer: Member) -> datetime:
    """Topics older than this are not new to a member."""
    return max(viewer.new_since or viewer.joined_at, window())


def with_reads(query: Select, viewer: Member) -> Select:
    """A query of topics, each with how far this member has read it."""
    return query.outerjoin(TopicRead, and_(TopicRead.topic_id == Topic.id, TopicRead.member_id == viewer.id))


def is_new(viewer: Member) -> ColumnElement[bool]:
    """Whether a topic is new to a member; the query is one `with_reads`."""
    unopened = TopicRead.topic_id.is_(None) & Topic.author_id.is_distinct_from(viewer.id)
    return unopened & (Topic.created_at > new_since(viewer))


def is_unread() -> ColumnElement[bool]:
    """Whether others wrote something after what the member read; the query is one `with_reads`."""
    newer = (Post.topic_id == Topic.id) & (Post.id > TopicRead.post_id) & Post.is_shown
    anothers = exists().where(newer, Post.author_id.is_distinct_from(TopicRead.member_id))
    return (TopicRead.post_id < Topic.last_post_id) & or_(moved_lately(), TopicRead.kept) & anothers


def moved_lately() -> ColumnElement[bool]:
    """Whether a topic moved within the time in which that is news."""
    return Topic.active_key > clock.milliseconds(window())


def in_motion(viewer: Member) -> ColumnElement[bool]:
    """Whether a topic can be new or unread at all: two ranges of indexes, however many topics there are."""
    kept = select(TopicRead.topic_id).where(TopicRead.member_id == viewer.id, TopicRead.kept)
    return Topic.id.in_(union(select(Topic.id).where(moved_lately()), kept))


def count_fresh(topics: Select, viewer: Member) -> tuple[int, int]:
    """How many of these topics are new to a member, and how many unread: one statement."""
    topics = with_reads(topics, viewer).order_by(None)
    flags = case((is_new(viewer), 1), else_=0).label("new"), case((is_unread(), 1), else_=0).label("unread")
    lately = topics.where(moved_lately()).with_only_columns(*flags)
    kept = topics.where(TopicRead.kept, ~moved_lately()).with_only_columns(*flags)
    both = union_all(lately, kept).subquery()
    sums = [func.coalesce(func.sum(column), 0) for column in (both.c.new, both.c.unread)]
    return tuple(db.session.execute(select(*sums)).one())


def marks_of(topics: list[Topic], viewer: Member | None) -> dict[int, Mark]:
    """What a list says of each of its topics to this viewer: one statement, however many there are."""
    if viewer is None or not topics:
        return {}
    newer = (Post.topic_id == TopicRead.topic_id) & (Post.id > TopicRead.post_id) & Post.is_shown
    query = (
        select(TopicRead.topic_id, TopicRead.kept, func.count(Post.id), func.min(Post.id))
        .outerjoin(Post, newer & Post.author_id.is_distinct_from(viewer.id))
        .where(TopicRead.member_id == viewer.id, TopicRead.topic_id.in_([topic.id for topic in topics]))
        .group_by(TopicRead.topic_id, TopicRead.kept)
    )
    opened = {ident: (kept, count, first) for ident, kept, count, first in db.session.execute(query)}
    return {topic.id: mark for topic in topics if (mark := _mark(topic, opened.get(topic.id), viewer))}


def _mark(topic: Topic, opened: tuple | None, viewer: Member) -> Mark | None:
    if opened is None:
        new = topic.author_id != viewer.id and topic.created_at > new_since(viewer)
        return Mark("new") if new else None
    kept, count, first = opened
    return Mark("unread", count, first) if count and (kept or topic.active_at > window()) else Mark("read")


def read_until(topic: Topic, viewer: Member | None) -> int | None:
    """The newest post of a topic that this viewer knows; None when they have not opened it."""
    if viewer is None:
        return None
    mine = TopicRead.member_id == viewer.id, TopicRead.topic_id == topic.id
    return db.session.scalar(select(TopicRead.post_id).where(*mine))
