"""What happened, and what is owed for it, a page at a time."""

from sqlalchemy import select

from community.core.db import db
from community.core.paging import Page, page_of
from community.events.facts import FactRow, Owed


def facts(after: str | None = None, kind: str | None = None) -> Page:
    """The newest facts, of one kind when it is given."""
    query = select(FactRow)
    if kind:
        query = query.where(FactRow.kind == kind)
    return page_of(query, by=(FactRow.id,), after=after, size=50)


def set_aside() -> list[tuple[Owed, FactRow]]:
    """Reactions that failed ten times, with their facts."""
    query = select(Owed, FactRow).join(FactRow, FactRow.id == Owed.fact_id).where(Owed.failed_at.is_not(None))
    return [(owed, fact) for owed, fact in db.session.execute(query.order_by(Owed.id.desc()).limit(100))]
