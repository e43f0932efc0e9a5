"""Moving a ticket from state to state, along allowed steps."""

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, lock
from community.core.errors import Invalid, require
from community.desk.changing import check_unchanged, may_work_tickets, touch, write_entry
from community.desk.facts import TicketClosed, TicketStateChanged
from community.desk.kinds import STATES, STEPS, WAITING_FOR
from community.desk.models import Ticket
from community.events import record


def move_ticket(
    ticket: Ticket, state: str, *, by: Member, waiting_for: str = "", read_revision: int | None = None
) -> None:
    """Put a ticket into another state. Moving it to where it is changes nothing.

    Raises Invalid for a step that isn't allowed or waiting without saying for what, Conflict on a stale page.
    """
    require(may_work_tickets(by))
    if state not in STATES:
        raise Invalid(f"The state must be one of: {', '.join(STATES)}.", "state")
    if state == "waiting" and waiting_for not in WAITING_FOR:
        raise Invalid("Please say what it waits for.", "waiting_for")
    waiting_for = waiting_for if state == "waiting" else ""
    with atomic():
        lock(ticket)
        if (ticket.state, ticket.waiting_for) == (state, waiting_for):
            return
        check_unchanged(ticket, read_revision)
        if state != ticket.state and state not in STEPS[ticket.state]:
            raise Invalid(f"From “{STATES[ticket.state]}” it can’t go to “{STATES[state]}” by hand.", "state")
        store_move(ticket, state, by=by, waiting_for=waiting_for)


def store_move(ticket: Ticket, state: str, *, by: Member | None, waiting_for: str = "") -> None:
    """Set a held ticket's state as it is given, note it in the conversation and record it."""
    with atomic():
        touch(ticket)
        set_state(ticket, state, by=by, waiting_for=waiting_for)
        write_entry(ticket, "event", f"{ticket.state_word}.", by=by)


def set_state(ticket: Ticket, state: str, *, by: Member | None, waiting_for: str = "") -> None:
    """Change the state of a held ticket and record it; the part that several verbs share."""
    old, ticket.state, ticket.waiting_for = ticket.state, state, waiting_for
    if state == "closed":
        ticket.closed_at = clock.now()
        ticket.next_update_due = ticket.promised_at = None
        record(TicketClosed(ticket.id), by=by)
    else:
        record(TicketStateChanged(ticket.id, old, state, waiting_for, ticket.requester_id), by=by)
