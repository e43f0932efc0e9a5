"""What helpers look through: the questions of each queue, in a constant number of statements."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import joinedload

from community.accounts.audiences import MEMBERS, PUBLIC, audiences_of
from community.accounts.models import Member
from community.core import clock
from community.core.db import db
from community.core.errors import require
from community.core.paging import Page, page_of
from community.forum.models import Category, Post, Topic
from community.forum.queries import AS_ROW, listed_topics
from community.forum.rights import helps_out
from community.services.models import Service

NEW = timedelta(days=1)
QUIET = timedelta(days=2)  # without a word, an open question needs somebody
REACH = timedelta(days=30)  # what has been quiet for longer is left to the lists
MANY = 5  # me toos
SOLVED = timedelta(days=7)
QUEUES = {  # key: the name of the queue, and what is in it
    "new": ("New", "Asked within the last day, without an answer."),
    "unanswered": ("Unanswered", "Open, without an answer, whenever it was asked."),
    "attention": ("Needs attention", "Open again, quiet for two days, answered badly, or many have it."),
    "waiting": ("Waiting for the asker", "Nobody can help until the asker says more; it closes itself."),
    "solved": ("Solved this week", "Does the answer hold? Is it worth an article?"),
}


@dataclass(frozen=True)
class Counts:
    """How many questions stand in each queue, and in one queue by service (None: without one)."""

    by_queue: dict[str, int]
    by_service: dict[int | None, int]


def may_see_queues(by: Member | None) -> bool | str:
    """The queues are for those who help; every question in them is seen through its reader."""
    return helps_out(by) or "The helpers’ queues open with level 3, or when you look after a place."


def list_queue(key: str, viewer: Member, *, service: Service | None = None, after: str | None = None) -> Page[Topic]:
    """One page of a queue, the lately active ones first. Raises NotAllowed for those who don't help."""
    require(may_see_queues(viewer))
    people = (
        joinedload(Topic.waiting_by),
        joinedload(Topic.claimed_by),
        joinedload(Topic.accepted).joinedload(Post.author),
    )
    query = listed_topics(viewer).options(*AS_ROW, *people).where(conditions()[key])
    if service is not None:
        query = query.where(Category.service_id == service.id)
    return page_of(query, by=(Topic.active_key, Topic.id), after=after)


def count_queues(viewer: Member, key: str, service: Service | None = None) -> Counts:
    """The questions in each queue of a service (or of all), and in queue `key` by service: one statement."""
    require(may_see_queues(viewer))
    wanted = conditions()
    sums = [func.sum(case((wanted[each], 1), else_=0)).label(each) for each in QUEUES]
    near = or_(Topic.accepted_id.is_(None), Topic.active_at > clock.now() - SOLVED)
    rows = db.session.execute(
        listed_topics(viewer)
        .with_only_columns(Category.service_id, *sums)
        .where(Topic.kind == "question", Topic.closed_at.is_(None), near)
        .group_by(Category.service_id)
    ).all()
    counted = [row for row in rows if service is None or row.service_id == service.id]
    by_queue = {each: sum(getattr(row, each) for row in counted) for each in QUEUES}
    return Counts(by_queue, {row.service_id: getattr(row, key) for row in rows})


def conditions() -> dict[str, ColumnElement[bool]]:
    """What puts a topic into each queue."""
    now = clock.now()
    question = and_(Topic.kind == "question", Topic.closed_at.is_(None), Topic.archived_at.is_(None))
    unsolved = and_(question, Topic.accepted_id.is_(None))
    begun = and_(unsolved, Topic.waiting_since.is_(None))
    return {
        "new": and_(begun, Topic.answer_count == 0, Topic.created_at > now - NEW),
        "unanswered": and_(begun, Topic.answer_count == 0),
        "attention": and_(begun, or_(*_reasons(now).values())),
        "waiting": and_(unsolved, Topic.waiting_since.is_not(None)),
        "solved": and_(question, Topic.accepted_id.is_not(None), Topic.active_at > now - SOLVED),
    }


def reasons_for(topics: list[Topic]) -> dict[int, list[str]]:
    """Why each of these topics needs attention, in words; one statement."""
    reasons = _reasons(clock.now())
    columns = [case((condition, 1), else_=0) for condition in reasons.values()]
    rows = db.session.execute(select(Topic.id, *columns).where(Topic.id.in_([topic.id for topic in topics])))
    return {ident: [words for words, holds in zip(reasons, found, strict=True) if holds] for ident, *found in rows}


def rooms_of(viewer: Member) -> list[str]:
    """The rooms where a helper hears that queues moved: one for what every member sees, one per narrower audience."""
    return [audience for audience in audiences_of(viewer) if audience != PUBLIC]


def room_of(audience: str) -> str:
    """The room that hears of a place with this audience; those who may not see the place are not in it."""
    return MEMBERS if audience == PUBLIC else audience


def _reasons(now) -> dict[str, ColumnElement[bool]]:
    """Each reason in words, with the condition for it."""
    answer = (Post.topic_id == Topic.id) & Post.is_shown & Post.id.is_distinct_from(Topic.opening_id)
    poorly = and_(Topic.answer_count > 0, ~exists().where(answer, Post.score >= 0).correlate(Topic))
    return {
        "open again": Topic.reopened_at > Topic.active_at,
        "the asker came back": and_(Topic.answer_count > 0, Topic.last_by_id == Topic.author_id),
        "answers didn’t help": poorly,
        "many have it": and_(Topic.me_too_count >= MANY, ~Topic.official),
        "quiet for two days": and_(~Topic.official, Topic.active_at < now - QUIET, Topic.active_at > now - REACH),
    }
