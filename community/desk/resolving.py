"""Saying that it is done."""

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, lock
from community.core.errors import Invalid, require
from community.core.text import tidy_body
from community.desk.answering import check_text, store_public
from community.desk.changing import check_unchanged, may_work_tickets, write_entry
from community.desk.facts import TicketNoted, TicketResolved
from community.desk.models import Ticket
from community.events import record


def resolve_ticket(
    ticket: Ticket, sentence: str, *, by: Member, note: str = "", read_revision: int | None = None
) -> None:
    """Resolve a ticket with a sentence that the askers read, and a note for the desk if there is one.

    Raises Invalid without a sentence (field "sentence") or when it is resolved already, Conflict on a stale page.
    """
    require(may_work_tickets(by))
    sentence, note = check_text(sentence, "sentence"), tidy_body(note)
    if note:
        note = check_text(note, "note")
    with atomic():
        lock(ticket)
        check_unchanged(ticket, read_revision)
        if not ticket.is_open:
            raise Invalid(f"{ticket.ref} is {ticket.state_word.lower()} already.")
        if note:
            record(TicketNoted(ticket.id, write_entry(ticket, "internal", note, by=by).id), by=by)
        store_public(ticket, sentence, by=by)
        store_resolution(ticket, by=by)


def store_resolution(ticket: Ticket, *, by: Member | None) -> None:
    """Mark a held ticket as resolved and record TicketResolved; imports use it."""
    with atomic():
        ticket.state, ticket.waiting_for, ticket.resolved_at = "resolved", "", clock.now()
        ticket.next_update_due = ticket.promised_at = None
        write_entry(ticket, "event", "Resolved.", by=by)
        record(TicketResolved(ticket.id, ticket.requester_id, ticket.assignee_id), by=by)
