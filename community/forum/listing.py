"""Lists of topics: which ones, in which order, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Label, Select, case, func, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.core import clock
from community.core.db import db
from community.core.paging import SIZE, Page, page_of
from community.forum.freshness import in_motion, is_new, is_unread, moved_lately, with_reads
from community.forum.models import Category, Post, Tag, Topic, TopicTag
from community.forum.queries import AS_ROW, visible_topics
from community.services.models import Service

TABS = {"active": "Active", "new": "Newest", "unanswered": "Unanswered", "top": "Top"}
OWN_TABS = {"foryou": "For you", "unread": "Unread", "following": "Following", "mine": "Mine"}  # of who is signed in
PERIODS = {"week": "This week", "month": "This month", "year": "This year", "all": "All time"}
STATES = {"open": "Open", "solved": "Solved", "waiting": "Waiting for the asker", "closed": "Closed"}
FRESH = {"new": "New", "unread": "Unread since"}
DAYS = {"week": 7, "month": 30, "year": 365}
AS_LINE = (*AS_ROW, joinedload(Topic.accepted).joinedload(Post.author), joinedload(Topic.claimed_by))


@dataclass(frozen=True)
class Filter:
    """What narrows a list; empty fields narrow nothing."""

    tab: str = "active"
    kind: str | None = None
    state: str | None = None
    service: Service | None = None
    category: Category | None = None
    below: tuple[int, ...] = ()  # the places below that one, whose topics stand in its list as well
    tags: tuple[Tag, ...] = ()  # all of them
    period: str = "month"  # of the tab "top"
    fresh: str | None = None  # of the tab "unread": only what is new, or only what moved on since it was read
    within: ColumnElement | None = field(default=None, compare=False)  # whose they are, or without what is muted
    unpinned: bool = False  # without what stands on top anyway


def list_topics(
    wanted: Filter, viewer: Member | None, *, after: str | None = None, before: str | None = None, size: int = SIZE
) -> Page:
    """One page of topics: at most three statements, however many topics there are.

    Which ones they are is found on narrow rows; what is shown of them is read for these alone.
    """
    page = pick_topics(wanted, viewer, after=after, before=before, size=size)
    return replace(page, items=_lines(page.items, viewer))


def pick_topics(
    wanted: Filter, viewer: Member | None, *, after: str | None = None, before: str | None = None, size: int = SIZE
) -> Page:
    """Which topics stand on a page of a list: their ids, in its order, in one statement."""
    by = _order(wanted, viewer)
    plain = [column for column in by if not isinstance(column, Label)]
    query = narrowed(visible_topics(viewer), wanted, viewer).with_only_columns(Topic.id.label("ident"), *plain)
    page = page_of(query, by=by, after=after, before=before, size=size)
    return replace(page, items=[row.ident for row in page.items])


def _lines(idents: Sequence[int], viewer: Member | None) -> list[Topic]:
    if not idents:
        return []
    query = visible_topics(viewer).options(*AS_LINE).where(Topic.id.in_(idents))
    found = {topic.id: topic for topic in db.session.scalars(query).unique()}
    return [found[ident] for ident in idents if ident in found]


def pinned_topics(wanted: Filter, viewer: Member | None) -> list[Topic]:
    """What stands first in the wanted place itself, the lately pinned ones first."""
    query = narrowed(visible_topics(viewer).options(*AS_LINE), wanted, viewer).where(
        Topic.pinned_at.is_not(None), _own(wanted)
    )
    return list(db.session.scalars(query.order_by(Topic.pinned_at.desc(), Topic.id.desc())).unique())


def narrowed(query: Select, wanted: Filter, viewer: Member | None) -> Select:
    """The query with the filter's conditions."""
    if wanted.tab in ("foryou", "unread") and viewer:
        query = with_reads(query, viewer)
    return query.where(*_of_tab(wanted, viewer), *_of_filters(wanted))


def _of_tab(wanted: Filter, viewer: Member | None) -> Sequence[ColumnElement[bool]]:
    """The conditions of a tab. One of a member's own lists is empty for everybody else."""
    tab, mine = wanted.tab, Topic.author_id == (viewer.id if viewer else None)
    listed = Topic.unlisted_at.is_(None)
    if tab == "mine":
        return (mine,)
    if tab == "unanswered":
        return listed, Topic.kind == "question", Topic.answer_count == 0, Topic.closed_at.is_(None)
    if tab == "top" and wanted.period in DAYS:
        return listed, Topic.created_at > clock.now() - timedelta(days=DAYS[wanted.period])
    if tab == "unread" and viewer:
        rules = {"new": is_new(viewer), "unread": is_unread()}
        return listed, in_motion(viewer), rules.get(wanted.fresh, is_new(viewer) | is_unread()), *_within(wanted)
    if tab == "foryou" and viewer:
        return listed, moved_lately(), *_within(wanted)
    return (listed, *_within(wanted)) if tab != "following" else _within(wanted)


def _within(wanted: Filter) -> Sequence[ColumnElement[bool]]:
    return () if wanted.within is None else (wanted.within,)


def _of_filters(wanted: Filter) -> Sequence[ColumnElement[bool]]:
    rules = {
        "open": (Topic.accepted_id.is_(None), Topic.closed_at.is_(None)),
        "solved": (Topic.accepted_id.is_not(None),),
        "waiting": (Topic.waiting_since.is_not(None), Topic.closed_at.is_(None)),
        "closed": (Topic.closed_at.is_not(None),),
    }
    found = [*rules.get(wanted.state, ())]
    if wanted.kind:
        found.append(Topic.kind == wanted.kind)
    if wanted.service:
        found.append(Topic.category_id.in_(select(Category.id).where(Category.service_id == wanted.service.id)))
    if wanted.category:
        found.append(Topic.category_id.in_((wanted.category.id, *wanted.below)) if wanted.below else _own(wanted))
    if wanted.unpinned:
        found.append(Topic.pinned_at.is_(None) | ~_own(wanted) if wanted.below else Topic.pinned_at.is_(None))
    for tag in wanted.tags:
        found.append(Topic.id.in_(select(TopicTag.topic_id).where(TopicTag.tag_id == tag.id)))
    return found


def _own(wanted: Filter) -> ColumnElement[bool]:
    """Whether a topic stands in the place itself: one column of an index, as nearly every place has none below it."""
    return Topic.category_id == wanted.category.id


def _order(wanted: Filter, viewer: Member | None) -> tuple:
    if wanted.tab == "new":
        return Topic.created_at, Topic.id
    if wanted.tab == "top":
        return Topic.worth.label("worth"), Topic.id
    if wanted.tab == "foryou" and viewer:
        fresh = case((is_new(viewer) | is_unread(), 1), else_=0).label("fresh")
        return fresh, Topic.active_key, Topic.id
    return Topic.active_key, Topic.id


def count_topics(wanted: Filter, viewer: Member | None, *conditions: ColumnElement[bool]) -> int:
    """How many topics are in a list; further conditions narrow it."""
    query = narrowed(visible_topics(viewer), wanted, viewer).where(*conditions)
    return db.session.scalar(query.with_only_columns(func.count(Topic.id)).order_by(None))


def count_moved(wanted: Filter, viewer: Member | None, since: datetime) -> tuple[int, int]:
    """How many topics of a list others moved since then, and how many of these are new: one statement."""
    recent = Topic.created_at >= since + timedelta(milliseconds=1)  # `since` lost what is less than that
    moved = recent if wanted.tab == "new" else Topic.active_key > clock.milliseconds(since)
    query = narrowed(visible_topics(viewer), wanted, viewer).where(moved)
    if viewer is not None:
        query = query.where(Topic.last_by_id.is_distinct_from(viewer.id))
    counted = query.with_only_columns(func.count(Topic.id), func.count(Topic.id).filter(recent)).order_by(None)
    return tuple(db.session.execute(counted).one())


def open_questions_by_service(viewer: Member | None) -> dict[int, int]:
    """How many questions without an accepted answer each service has, among those the viewer may see."""
    open_ones = (
        visible_topics(viewer)
        .with_only_columns(Category.service_id, func.count())
        .where(Topic.kind == "question", Topic.accepted_id.is_(None), Topic.closed_at.is_(None), Topic.is_listed)
        .group_by(Category.service_id)
    )
    return {service: count for service, count in db.session.execute(open_ones) if service}
