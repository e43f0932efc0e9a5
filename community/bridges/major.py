"""The major incident that runs now, as the line above every page tells it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.bridges.links import Link
from community.core.db import db
from community.desk.kinds import OPEN
from community.desk.models import Ticket
from community.forum.models import Category, Topic


@dataclass(frozen=True)
class Notice:
    """What everybody may know: the question it was asked under, never the desk's own words."""

    ref: str
    title: str
    url: str
    next_update: datetime | None
    affected: int


def running_major(viewer: Member | None) -> Notice | None:
    """The latest major incident that is open and hangs on a question this viewer may see; one statement."""
    linked = aliased(Topic)
    found = db.session.execute(
        select(Ticket.ref, Ticket.next_update_due, Ticket.affected, Topic.id, Topic.slug, Topic.title)
        .join(Link, (Link.to_kind == "ticket") & (Link.to_id == Ticket.id) & (Link.from_kind == "topic"))
        .join(linked, linked.id == Link.from_id)
        .join(Topic, Topic.id == func.coalesce(linked.merged_into_id, linked.id))
        .join(Category, Category.id == Topic.category_id)
        .where(
            Ticket.major,
            Ticket.state.in_(OPEN),
            Topic.is_listed,
            Category.audience.in_(audiences_of(viewer)),
        )
        .order_by(Ticket.id.desc(), Topic.id)
        .limit(1)
    ).first()
    if found is None:
        return None
    return Notice(found.ref, found.title, f"/q/{found.id}/{found.slug}", found.next_update_due, found.affected)
