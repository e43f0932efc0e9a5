"""Taking a ticket, and letting go of it."""

from community.accounts.models import Member
from community.core.db import atomic, find, lock
from community.core.errors import Conflict, Invalid, require
from community.desk.changing import may_work_tickets, touch, write_entry
from community.desk.facts import TicketReleased, TicketTaken
from community.desk.models import Ticket
from community.desk.moving import set_state
from community.events import record


def take_ticket(ticket: Ticket, *, by: Member, over_from: int | None = None) -> None:
    """Answer for a ticket from now on; a new one is in progress then. Taking one's own again changes nothing.

    `over_from` is the id of the owner whom `by` saw and takes over from; None means that nobody had it.
    Raises Conflict when somebody else has it meanwhile, Invalid when it is done.
    """
    require(may_work_tickets(by))
    with atomic():
        lock(ticket)
        owner_id = ticket.assignee_id
        if owner_id == by.id:
            return
        if not ticket.is_open:
            raise Invalid(f"{ticket.ref} is done; reopen it first.")
        if owner_id is not None and owner_id != over_from:
            raise Conflict(f"{find(Member, owner_id).display_name} took {ticket.ref} a moment before you.")
        ticket.assignee_id = by.id
        touch(ticket)
        write_entry(ticket, "event", "Took it." if owner_id is None else "Took it over.", by=by)
        record(TicketTaken(ticket.id, by.id, owner_id), by=by)
        if ticket.state == "new":
            set_state(ticket, "in_progress", by=by)


def release_ticket(ticket: Ticket, *, by: Member) -> None:
    """Let go of a ticket: it is for anyone again, and new when it was in progress. Without an owner nothing happens."""
    require(may_work_tickets(by))
    with atomic():
        lock(ticket)
        owner_id = ticket.assignee_id
        if owner_id is None:
            return
        ticket.assignee_id = None
        touch(ticket)
        write_entry(ticket, "event", "Released it.", by=by)
        record(TicketReleased(ticket.id, owner_id), by=by)
        if ticket.state == "in_progress":
            set_state(ticket, "new", by=by)
