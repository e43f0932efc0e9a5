"""Counting over a span of days, as far as the viewer sees the places of it.

Everything is read from the domains' own rows, in a constant number of statements.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import case, func, or_, select

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.bridges.sparing import Deflection
from community.core import clock
from community.core.db import db
from community.desk.kinds import OPEN as OPEN_TICKETS
from community.desk.models import Ticket
from community.forum.gathering import begins_a_topic
from community.forum.models import Category, Post, Topic
from community.improvement.models import Proposal
from community.improvement.queries import visible_proposals
from community.improvement.stages import CLOSED, STAGES
from community.knowledge.models import Article
from community.services.models import Service

DAYS = 28


@dataclass(frozen=True)
class Span:
    """What happened with the questions asked in a span of time."""

    asked: int
    answered: int
    first_answer: timedelta | None  # median time to the first answer, of those answered
    solved: int
    solved_by_peers: int

    @property
    def peers_share(self) -> float | None:
        """Share of the solved ones whose accepted answer came from somebody outside the provider."""
        return self.solved_by_peers / self.solved if self.solved else None


def questions_between(start: datetime, end: datetime, viewer: Member) -> Span:
    """The questions asked from `start` (included) to `end` (not included)."""
    open_to = Topic.category_id.in_(select(Category.id).where(Category.audience.in_(audiences_of(viewer))))
    asked = (Topic.kind == "question", Topic.is_shown, Topic.created_at >= start, Topic.created_at < end, open_to)
    first = (
        select(Topic.created_at, func.min(Post.created_at))
        .join(Post, (Post.topic_id == Topic.id) & ~begins_a_topic() & Post.is_shown)
        .where(*asked, Post.author_id.is_distinct_from(Topic.author_id))
        .group_by(Topic.id)
    )
    waits = [answered - asked_at for asked_at, answered in db.session.execute(first)]
    peers = case((Member.role.in_(("member", "superuser")), 1), else_=0)
    solved, by_peers = db.session.execute(
        select(func.count(), func.coalesce(func.sum(peers), 0))
        .select_from(Topic)
        .join(Post, Post.id == Topic.accepted_id)
        .join(Member, Member.id == Post.author_id)
        .where(*asked)
    ).one()
    count = db.session.scalar(select(func.count()).where(*asked))
    return Span(count, len(waits), median(waits) if waits else None, solved, by_peers)


def spared_between(start: datetime, end: datetime, viewer: Member) -> int:
    """How often something solved it for somebody before they asked, from `start` to before `end`."""
    mine = audiences_of(viewer)
    articles = select(Article.id).where(Article.audience.in_(mine))
    topics = select(Topic.id).join(Category, Category.id == Topic.category_id).where(Category.audience.in_(mine))
    by_article = Deflection.subject_kind == "article"
    open_to = or_(by_article & Deflection.subject_id.in_(articles), ~by_article & Deflection.subject_id.in_(topics))
    counted = Deflection.withdrawn_at.is_(None), Deflection.at >= start, Deflection.at < end, open_to
    return db.session.scalar(select(func.count()).select_from(Deflection).where(*counted))


def questions_by_service(start: datetime, viewer: Member) -> list[tuple[str, str, int, int]]:
    """Name and slug of each service with the questions asked since `start` and how many are still unsolved."""
    unsolved = case((Topic.accepted_id.is_(None), 1), else_=0)
    query = (
        select(Service.name, Service.slug, func.count(), func.sum(unsolved))
        .join(Category, Category.service_id == Service.id)
        .join(Topic, Topic.category_id == Category.id)
        .where(Topic.kind == "question", Topic.is_shown, Topic.created_at >= start)
        .where(Category.audience.in_(audiences_of(viewer)))
        .group_by(Service.id)
        .order_by(func.count().desc(), Service.name)
    )
    return [tuple(row) for row in db.session.execute(query)]


def open_proposals(viewer: Member) -> list[tuple[str, str, int, int]]:
    """Key and word of each open stage with its proposals and how many wait for a word that is overdue."""
    late = case((Proposal.next_word_due < clock.now(), 1), else_=0)
    query = (
        select(Proposal.stage, func.count(), func.sum(late))
        .where(Proposal.stage.not_in(CLOSED), Proposal.id.in_(visible_proposals(viewer).with_only_columns(Proposal.id)))
        .group_by(Proposal.stage)
    )
    counts = {stage: (count, overdue) for stage, count, overdue in db.session.execute(query)}
    return [(stage, word, *counts[stage]) for stage, word in STAGES.items() if stage in counts]


def open_tickets() -> tuple[int, int]:
    """How many tickets are open, and how many of them are past the update that was promised."""
    late = case((Ticket.next_update_due < clock.now(), 1), else_=0)
    count, overdue = db.session.execute(
        select(func.count(), func.coalesce(func.sum(late), 0)).where(Ticket.state.in_(OPEN_TICKETS))
    ).one()
    return count, overdue


def in_words(span: timedelta | None) -> tuple[str, str]:
    """A span as a figure and its unit, such as ("14", "min")."""
    if span is None:
        return "–", ""
    minutes = span.total_seconds() / 60
    if minutes < 90:
        return f"{minutes:.0f}", "min"
    return (f"{minutes / 60:.1f}", "h") if minutes < 48 * 60 else (f"{minutes / 1440:.1f}", "days")


def shares(rows: Iterable[tuple], at: int) -> list[float]:
    """Each row's number as a share of the largest, for drawing bars."""
    rows = list(rows)
    top = max((row[at] for row in rows), default=0)
    return [row[at] / top if top else 0.0 for row in rows]
