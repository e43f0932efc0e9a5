"""Writing an internal note. It stays at the desk: no fact, push, mail or page for others carries its text."""

from community.accounts.models import Member
from community.core.db import atomic
from community.core.errors import require
from community.desk.answering import check_text
from community.desk.changing import may_work_tickets, write_entry
from community.desk.facts import TicketNoted
from community.desk.models import Ticket, TicketEntry
from community.events import record


def note_on_ticket(ticket: Ticket, source: str, *, by: Member) -> TicketEntry:
    """Add a note for the desk. It only adds, so a page read earlier may still send it.

    Raises Invalid without words, NotAllowed unless `by` is provider staff.
    """
    require(may_work_tickets(by))
    source = check_text(source)
    with atomic():
        entry = write_entry(ticket, "internal", source, by=by)
        record(TicketNoted(ticket.id, entry.id), by=by)
    return entry
