"""Promising when people hear about it next."""

from datetime import datetime, timedelta

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, lock
from community.core.errors import Invalid, require
from community.desk.changing import check_unchanged, may_work_tickets, touch, write_entry
from community.desk.facts import TicketPromised
from community.desk.models import Ticket
from community.events import record

LONGEST = timedelta(days=366)


def promise_update(ticket: Ticket, due: datetime | None, *, by: Member, read_revision: int | None = None) -> None:
    """Promise the next update by `due`, or take the promise back (None). The same again changes nothing.

    Raises Invalid for a time that has passed, Conflict on a stale page.
    """
    require(may_work_tickets(by))
    check_due(due)
    with atomic():
        lock(ticket)
        if ticket.next_update_due == due:
            return
        check_unchanged(ticket, read_revision)
        if not ticket.is_open:
            raise Invalid(f"{ticket.ref} is done; there is nothing left to promise.", "next_update")
        touch(ticket)
        set_promise(ticket, due)
        words = (
            f"Next update promised by {due:%d %b %Y %H:%M} UTC." if due else "The promise of an update was taken back."
        )
        write_entry(ticket, "event", words, by=by)
        record(TicketPromised(ticket.id, int(due.timestamp()) if due else None), by=by)


def set_promise(ticket: Ticket, due: datetime | None) -> None:
    """Start the clock of a held ticket anew, or stop it."""
    ticket.next_update_due = due
    ticket.promised_at = clock.now() if due else None


def check_due(due: datetime | None) -> None:
    """Raises Invalid for a time that has passed, or is too far away to be a promise."""
    if due is None:
        return
    if due <= clock.now():
        raise Invalid("That time has passed. Choose a later one.", "next_update")
    if due > clock.now() + LONGEST:
        raise Invalid("A promise further away than a year is none. Choose an earlier time.", "next_update")
