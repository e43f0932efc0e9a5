"""Lists of topics: which ones, in which order, a page at a time."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.core.db import db
from community.core.paging import SIZE, Page, page_of
from community.forum.models import Category, Post, Tag, Topic, TopicTag
from community.forum.queries import AS_ROW, listed_topics
from community.services.models import Service

TABS = {"active": "Latest", "unanswered": "Unanswered", "solved": "Solved", "mine": "Mine"}


@dataclass(frozen=True)
class Filter:
    """What narrows a list; empty fields narrow nothing."""

    tab: str = "active"
    kind: str | None = None
    service: Service | None = None
    category: Category | None = None
    tag: Tag | None = None


def list_topics(wanted: Filter, viewer: Member | None, *, after: str | None = None, size: int = SIZE) -> Page:
    """One page of topics, the lately active ones first: at most three statements."""
    with_solver = joinedload(Topic.accepted).joinedload(Post.author)
    query = narrowed(listed_topics(viewer).options(*AS_ROW, with_solver), wanted, viewer)
    return page_of(query, by=(Topic.active_key, Topic.id), after=after, size=size)


def narrowed(query: Select, wanted: Filter, viewer: Member | None) -> Select:
    """The query with the filter's conditions."""
    if wanted.kind:
        query = query.where(Topic.kind == wanted.kind)
    if wanted.service:
        query = query.where(Category.service_id == wanted.service.id)
    if wanted.category:
        query = query.where(Topic.category_id == wanted.category.id)
    if wanted.tag:
        query = query.where(Topic.id.in_(select(TopicTag.topic_id).where(TopicTag.tag_id == wanted.tag.id)))
    if wanted.tab == "unanswered":
        query = query.where(Topic.kind == "question", Topic.answer_count == 0, Topic.closed_at.is_(None))
    elif wanted.tab == "solved":
        query = query.where(Topic.accepted_id.is_not(None))
    elif wanted.tab == "mine":
        query = query.where(Topic.author_id == (viewer.id if viewer else None))
    return query


def count_unanswered(viewer: Member | None) -> int:
    """How many open questions nobody has answered yet, among those the viewer may see."""
    query = narrowed(listed_topics(viewer), Filter(tab="unanswered"), viewer)
    return db.session.scalar(select(func.count()).select_from(query.subquery()))


def open_questions_by_service(viewer: Member | None) -> dict[int, int]:
    """How many questions without an accepted answer each service has, among those the viewer may see."""
    open_ones = (
        listed_topics(viewer)
        .with_only_columns(Category.service_id, func.count())
        .where(Topic.kind == "question", Topic.accepted_id.is_(None), Topic.closed_at.is_(None))
        .group_by(Category.service_id)
    )
    return {service: count for service, count in db.session.execute(open_ones) if service}
