"""Incidents that everybody may know of: open tickets on questions that the viewer may see."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.bridges.links import ESCALATED, Link
from community.core.db import db
from community.desk.kinds import OPEN, STATES
from community.desk.models import Ticket
from community.forum.models import Category, Topic


@dataclass(frozen=True)
class Incident:
    """An incident in the words of the question it hangs on, never in the desk's own."""

    topic_id: int
    ref: str
    title: str
    url: str
    state_word: str
    next_update: datetime | None
    affected: int
    major: bool


def known_incidents(
    viewer: Member | None, *, service_id: int | None, topic_ids: list[int], limit: int = 3
) -> list[Incident]:
    """Open incidents of a service or on some questions, and every major one; the gravest first, in one statement."""
    near = [Ticket.major, Topic.id.in_(topic_ids)]
    if service_id is not None:
        near.append(Category.service_id == service_id)
    rows = db.session.execute(
        select(Ticket, Topic)
        .join(Link, (Link.to_kind == "ticket") & (Link.to_id == Ticket.id) & (Link.from_kind == "topic"))
        .join(Topic, Topic.id == Link.from_id)
        .join(Category, Category.id == Topic.category_id)
        .where(Link.kind == ESCALATED, Ticket.kind == "incident", Ticket.state.in_(OPEN))
        .where(Topic.is_listed, Category.audience.in_(audiences_of(viewer)), or_(*near))
        .order_by(Ticket.major.desc(), Ticket.affected.desc(), Ticket.id.desc(), Topic.id)
        .limit(limit * 4)  # several questions may hang on one ticket
    )
    found: dict[int, Incident] = {}
    for ticket, topic in rows:
        found.setdefault(ticket.id, _incident(ticket, topic))
    return list(found.values())[:limit]


def _incident(ticket: Ticket, topic: Topic) -> Incident:
    return Incident(
        topic.id, ticket.ref, topic.title, topic.path, STATES[ticket.state].lower(), ticket.next_update_due,
        ticket.affected, ticket.major,
    )  # fmt: skip
