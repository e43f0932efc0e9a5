"""Saying how urgent a ticket is."""

from community.accounts.models import Member
from community.core.db import atomic, lock
from community.core.errors import Invalid, require
from community.desk.changing import check_unchanged, may_work_tickets, touch, write_entry
from community.desk.facts import TicketPrioritised
from community.desk.kinds import PRIORITIES
from community.desk.models import Ticket
from community.events import record


def prioritise_ticket(
    ticket: Ticket, priority: int, *, by: Member, major: bool | None = None, read_revision: int | None = None
) -> None:
    """Set the priority, and whether it is a major incident (None leaves that). The same again changes nothing.

    Raises Invalid for an unknown priority or a major request, Conflict on a stale page.
    """
    require(may_work_tickets(by))
    if priority not in PRIORITIES:
        raise Invalid("The priority is a number from 1 to 4.", "priority")
    with atomic():
        lock(ticket)
        major = ticket.major if major is None else major
        if (ticket.priority, ticket.major) == (priority, major):
            return
        check_unchanged(ticket, read_revision)
        if major and ticket.kind != "incident":
            raise Invalid("Only an incident can be a major one.", "major")
        old, ticket.priority, ticket.major = ticket.priority, priority, major
        touch(ticket)
        words = f"Priority {ticket.priority_word}{', major incident' if major else ''}."
        write_entry(ticket, "event", words, by=by)
        record(TicketPrioritised(ticket.id, old, priority, major), by=by)
