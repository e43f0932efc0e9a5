"""What every action at the desk begins and ends with: who may, holding the ticket, and noting that it changed."""

from community.accounts.models import Member
from community.core import clock
from community.core.db import db
from community.core.errors import Conflict
from community.core.text import render
from community.desk.models import Ticket, TicketEntry


def may_work_tickets(by: Member | None) -> bool | str:
    """The desk belongs to the provider's staff."""
    return (by is not None and by.is_staff) or (
        "The desk is for provider staff. What they say about your ticket stands under your question."
    )


def check_unchanged(ticket: Ticket, read_revision: int | None) -> None:
    """Raises Conflict when the ticket changed since revision `read_revision` was read; None skips the check."""
    if read_revision is not None and ticket.revision != read_revision:
        raise Conflict(f"{ticket.ref} changed while you had it open. Look at how it stands now, then decide.")


def touch(ticket: Ticket) -> None:
    """The held ticket says something else now: pages that were read before are stale."""
    ticket.revision += 1
    ticket.updated_at = clock.now()


def write_entry(
    ticket: Ticket, kind: str, source: str, *, by: Member | None, html: str | None = None, cause_id: int | None = None
) -> TicketEntry:
    """Add a line to the conversation; `html` is given when the text was rendered before."""
    entry = TicketEntry(
        ticket_id=ticket.id,
        kind=kind,
        author_id=by.id if by else None,
        source=source,
        html=render(source) if html is None else html,
        at=clock.now(),
        cause_id=cause_id,
    )
    db.session.add(entry)
    db.session.flush()
    return entry
