"""Picking what to deal with, in places that the viewer looks after: by author, place, tag, words, time and state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload

from community.accounts.models import Member
from community.core import clock
from community.core.db import db
from community.forum.models import Category, Post, Tag, Topic, TopicTag
from community.forum.rights import moderates
from community.moderation.items import reviews
from community.services.models import Service

KINDS = {"": "Everything", "topics": "Topics", "answers": "Answers and replies"}
STATES = {"": "In any state", "shown": "That everyone sees", "hidden": "Hidden", "down": "Taken down"}
SPANS = {0: "Whenever", 1: "In the last day", 7: "In the last week", 30: "In the last month"}


@dataclass(frozen=True)
class Pick:
    """What narrows the choice; empty fields narrow nothing."""

    author: Member | None = None
    category: Category | None = None
    service: Service | None = None
    tag: Tag | None = None
    words: str = ""
    kind: str = ""
    state: str = ""
    days: int = 0


def pickable(viewer: Member | None) -> Select[tuple[Post]]:
    """The posts a viewer looks after, each with its topic, place, tags and author; not what is gone for good."""
    open_to = true() if viewer is not None and viewer.is_staff else ~(Post.staff_only | Topic.staff_only)
    topic = contains_eager(Post.topic)
    return (
        select(Post)
        .join(Topic, Topic.id == Post.topic_id)
        .join(Category, Category.id == Topic.category_id)
        .options(topic.contains_eager(Topic.category), topic.selectinload(Topic.tags), joinedload(Post.author))
        .where(moderates(viewer) if viewer else false(), open_to)
        .where(Post.purged_at.is_(None), Topic.purged_at.is_(None))
    )


def picked(pick: Pick, viewer: Member) -> Select[tuple[Post]]:
    """Those of them that a pick narrows them to."""
    query = pickable(viewer)
    if pick.author:
        query = query.where(Post.author_id == pick.author.id)
    if pick.category:
        query = query.where(Topic.category_id == pick.category.id)
    if pick.service:
        query = query.where(Category.service_id == pick.service.id)
    if pick.tag:
        query = query.where(Topic.id.in_(select(TopicTag.topic_id).where(TopicTag.tag_id == pick.tag.id)))
    if pick.words:
        query = query.where(_says(pick.words))
    if pick.kind:
        opening = Post.id == Topic.opening_id
        query = query.where(opening if pick.kind == "topics" else ~opening)
    if pick.days:
        query = query.where(Post.created_at > clock.now() - timedelta(days=pick.days))
    return query.where(_in_state(pick.state))


def _says(words: str) -> ColumnElement[bool]:
    """The words stand together in the text, or in the title of what begins with it."""
    escaped = words.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    pattern = f"%{escaped}%"
    title = (Post.id == Topic.opening_id) & func.lower(Topic.title).like(pattern, escape="\\")
    return or_(func.lower(Post.source).like(pattern, escape="\\"), title)


def _in_state(state: str) -> ColumnElement[bool]:
    opening = Post.id == Topic.opening_id
    down = Post.deleted_at.is_not(None) | (opening & Topic.deleted_at.is_not(None))
    hidden = Post.hidden_at.is_not(None)
    return {"shown": ~down & ~hidden, "hidden": hidden & ~down, "down": down}.get(state, true())


def count_picked(pick: Pick, viewer: Member) -> int:
    """How many there are."""
    return db.session.scalar(
        select(func.count()).select_from(picked(pick, viewer).with_only_columns(Post.id).subquery())
    )


def newest_ids(pick: Pick, viewer: Member, limit: int) -> list[int]:
    """The ids of the newest of them."""
    return list(
        db.session.scalars(picked(pick, viewer).with_only_columns(Post.id).order_by(Post.id.desc()).limit(limit))
    )


def openings_to_pick(topic_ids: Iterable[int], viewer: Member | None) -> dict[int, int]:
    """The opening posts of those of these topics that the viewer looks after, by topic: one statement at most."""
    ids = list(topic_ids)
    if not ids or not reviews(viewer):
        return {}
    query = select(Topic.id, Topic.opening_id).join(Category, Category.id == Topic.category_id)
    return dict(db.session.execute(query.where(Topic.id.in_(ids), moderates(viewer))).all())


def load_posts(ids: Iterable[int], viewer: Member) -> list[Post]:
    """Those of these posts that the viewer looks after, oldest first."""
    query = pickable(viewer).where(Post.id.in_(list(ids))).execution_options(populate_existing=True)
    return list(db.session.scalars(query.order_by(Post.id)))
