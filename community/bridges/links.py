"""What belongs together across domains: a question and its ticket, an article and the answer it was made of."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from community.core import clock
from community.core.db import atomic, db, insert_once

ESCALATED = "escalated"  # a question -> its ticket
CONFIRMED = "confirmed"  # a question -> the ticket of which its asker says that it works
CREATED = "created_from"  # an article or a proposal -> the question (and answer) it was made of
USED = "used_in"  # an article -> an answer that refers to it
THINGS = ("topic", "post", "article", "ticket", "proposal")


class Link(db.Model):
    """One thing has to do with another; `kind` says how."""

    __tablename__ = "links"
    __table_args__ = (
        UniqueConstraint("from_kind", "from_id", "to_kind", "to_id", "kind"),
        Index("ix_links_to_kind_to_id", "to_kind", "to_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    from_kind: Mapped[str]
    from_id: Mapped[int]
    to_kind: Mapped[str]
    to_id: Mapped[int]
    kind: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)


def link(from_kind: str, from_id: int, to_kind: str, to_id: int, kind: str) -> bool:
    """Remember that one thing has to do with another; False when it was known already.

    Raises ValueError for a kind of thing that nobody could look up.
    """
    if from_kind not in THINGS or to_kind not in THINGS:
        raise ValueError(f"links join {', '.join(THINGS)}; not {from_kind} and {to_kind}")
    ends = {"from_kind": from_kind, "from_id": from_id, "to_kind": to_kind, "to_id": to_id}
    with atomic():
        return insert_once(Link, **ends, kind=kind, at=clock.now())


def unlink(from_kind: str, from_id: int | None, to_kind: str, to_id: int, kind: str) -> int:
    """Forget a link, or with `from_id` None all such links to the thing; how many there were."""
    query = delete(Link).where(
        Link.from_kind == from_kind, Link.to_kind == to_kind, Link.to_id == to_id, Link.kind == kind
    )
    if from_id is not None:
        query = query.where(Link.from_id == from_id)
    with atomic():
        return db.session.execute(query.execution_options(synchronize_session=False)).rowcount


def linked_from(kind: str, ident: int, link_kind: str | None = None) -> list[Link]:
    """The links that start at this thing, oldest first."""
    return _links(Link.from_kind == kind, Link.from_id == ident, link_kind)


def linked_to(kind: str, ident: int, link_kind: str | None = None) -> list[Link]:
    """The links that end at this thing, oldest first."""
    return _links(Link.to_kind == kind, Link.to_id == ident, link_kind)


def _links(by_kind, by_id, link_kind: str | None) -> list[Link]:
    query = select(Link).where(by_kind, by_id)
    if link_kind is not None:
        query = query.where(Link.kind == link_kind)
    return list(db.session.scalars(query.order_by(Link.id)))
