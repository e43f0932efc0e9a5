"""Merged topics are read as one: which of them belong together, and where they are read."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased

from community.core.db import db
from community.forum.models import Post, Topic


def read_at(ids: Iterable[int] | Select) -> Select:
    """Ids of the topics where these are read now: themselves, or what they were merged into."""
    return select(func.coalesce(Topic.merged_into_id, Topic.id)).where(Topic.id.in_(ids))


def gathered(ids: Iterable[int] | Select) -> Select:
    """Ids of these topics and of all that are read together with them."""
    return select(Topic.id).where(func.coalesce(Topic.merged_into_id, Topic.id).in_(read_at(ids)))


def openings_of(topic_id: int | Select) -> Select:
    """Ids of the posts that a topic, and those merged into it, begin with: none of them is an answer."""
    return select(Topic.opening_id).where(Topic.id.in_(gathered([topic_id])), Topic.opening_id.is_not(None))


def begins_a_topic() -> ColumnElement[bool]:
    """Whether a post is what some topic begins with, also when that was merged into another: SQL about Post."""
    some = aliased(Topic)
    return exists().where(some.opening_id == Post.id)


def begins_some(post: Post) -> bool:
    """Whether some topic begins with this post."""
    return db.session.scalar(select(Topic.id).where(Topic.opening_id == post.id).limit(1)) is not None
