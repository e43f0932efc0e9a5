"""Saying something for everyone to read."""

from datetime import datetime

from community.accounts.models import Member
from community.core.db import atomic, lock
from community.core.errors import Invalid, require
from community.core.text import tidy_body
from community.desk.changing import check_unchanged, may_work_tickets, touch, write_entry
from community.desk.facts import TicketAnswered
from community.desk.models import Ticket, TicketEntry
from community.desk.promising import check_due, set_promise
from community.events import record

LENGTH = (3, 10_000)


def answer_ticket(
    ticket: Ticket,
    source: str,
    *,
    by: Member,
    next_update: datetime | None = None,
    read_revision: int | None = None,
) -> TicketEntry:
    """Answer publicly: it appears in every linked question. The promise is kept by it; `next_update` makes the next.

    Raises Invalid (field "text" or "next_update"), Conflict when the ticket changed since `read_revision`.
    """
    require(may_work_tickets(by))
    source = check_text(source)
    check_due(next_update)
    with atomic():
        lock(ticket)
        check_unchanged(ticket, read_revision)
        return store_public(ticket, source, by=by, next_update=next_update)


def store_public(ticket: Ticket, source: str, *, by: Member | None, next_update: datetime | None = None) -> TicketEntry:
    """Write down what the provider said to everyone on a held ticket and record TicketAnswered."""
    with atomic():
        entry = write_entry(ticket, "public", source, by=by)
        touch(ticket)
        set_promise(ticket, next_update)
        record(TicketAnswered(ticket.id, entry.id, ticket.requester_id), by=by)
    return entry


def check_text(source: str, field: str = "text") -> str:
    """The text as it is stored. Raises Invalid unless it has a sensible length."""
    source = tidy_body(source)
    low, high = LENGTH
    if len(source) < low:
        raise Invalid("Please write a few words.", field)
    if len(source) > high:
        raise Invalid(f"This is {len(source):,} characters long; {high:,} fit here.", field)
    return source
