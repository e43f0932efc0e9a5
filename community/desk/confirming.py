"""An asker says that it works."""

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic
from community.core.errors import Invalid
from community.desk.changing import touch, write_entry
from community.desk.facts import TicketConfirmed
from community.desk.models import Ticket
from community.events import record


def store_confirmation(ticket: Ticket, *, by: Member, last: bool = True) -> None:
    """Note on a held ticket that it works for an asker; `last` says that nobody else is waited for: it closes.

    Nothing happens when it is closed. Raises Invalid while it is not resolved.
    """
    with atomic():
        if ticket.state == "closed":
            return
        if ticket.state != "resolved":
            raise Invalid(f"{ticket.ref} isn’t resolved yet.")
        touch(ticket)
        if last:
            ticket.state, ticket.closed_at = "closed", clock.now()
        write_entry(ticket, "community", "It works.", by=by)
        record(TicketConfirmed(ticket.id, by.id, last), by=by)
