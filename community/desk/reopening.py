"""It was not done after all."""

from datetime import timedelta

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, lock
from community.core.errors import require
from community.core.text import tidy_body
from community.desk.changing import check_unchanged, may_work_tickets, touch, write_entry
from community.desk.facts import TicketReopened
from community.desk.kinds import PRIORITIES
from community.desk.models import Ticket
from community.desk.promising import set_promise
from community.events import record


def reopen_ticket(ticket: Ticket, *, by: Member, read_revision: int | None = None) -> None:
    """Open a resolved or closed ticket again. Nothing happens when it is open; Conflict on a stale page."""
    require(may_work_tickets(by))
    with atomic():
        lock(ticket)
        if not ticket.is_open:
            check_unchanged(ticket, read_revision)
            store_reopening(ticket, by=by)


def store_reopening(ticket: Ticket, words: str = "", *, by: Member | None) -> None:
    """Open a held ticket again with what its asker says about it; whoever had it has it again.

    An update is promised as for a new ticket of its priority. Nothing happens when it is open.
    """
    with atomic():
        if ticket.is_open:
            return
        ticket.state = "in_progress" if ticket.assignee_id else "new"
        ticket.resolved_at = ticket.closed_at = None
        within: timedelta = PRIORITIES[ticket.priority].update_within
        set_promise(ticket, clock.now() + within)
        touch(ticket)
        words = tidy_body(words)[:1000]
        write_entry(ticket, "event", "Reopened.", by=by)
        if words:
            write_entry(ticket, "community", words, by=by)
        record(TicketReopened(ticket.id, ticket.requester_id, ticket.assignee_id), by=by)
