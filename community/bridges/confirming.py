"""The asker has the last word: it works, or it came back."""

from sqlalchemy import select

from community.accounts.models import Member
from community.bridges.escalating import tickets_of
from community.bridges.links import CONFIRMED, ESCALATED, Link, link, linked_to, unlink
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, NotFound, require
from community.desk.confirming import store_confirmation
from community.desk.models import Ticket
from community.desk.reopening import store_reopening
from community.events import Event
from community.forum.gathering import gathered, read_at
from community.forum.models import Topic


def may_confirm(by: Member | None, topic: Topic) -> bool | str:
    """Whoever asked knows whether it works."""
    if by is None:
        return "Please sign in first."
    return topic.author_id == by.id or "Only the person who asked says whether it works."


def confirm(topic: Topic, ticket: Ticket, *, by: Member) -> None:
    """Say that it works. The ticket closes when every linked question's asker said so; saying it twice changes nothing.

    Raises NotAllowed unless `by` asked, Invalid while the ticket is not resolved.
    """
    require(may_confirm(by, topic))
    with atomic():
        lock(ticket)
        if ticket.is_open:
            raise Invalid(f"{ticket.ref} isn’t resolved yet.")
        if link("topic", topic.id, "ticket", ticket.id, CONFIRMED):
            store_confirmation(ticket, by=by, last=not _waited_for(ticket))


def reopen(topic: Topic, ticket: Ticket, words: str = "", *, by: Member) -> None:
    """Say that it came back, with what happens now if one likes. Nothing changes while the ticket is open.

    Raises NotAllowed unless `by` asked.
    """
    require(may_confirm(by, topic))
    with atomic():
        lock(ticket)
        store_reopening(ticket, words, by=by)


def forget_confirmations(event: Event) -> None:
    """TicketReopened: whoever said that it works is asked again."""
    unlink("topic", None, "ticket", event.fact.ticket_id, CONFIRMED)


def ticket_on(topic: Topic, ref: str) -> Ticket:
    """The ticket of this reference on which the question hangs. Raises NotFound."""
    query = select(Ticket).where(Ticket.ref == ref.upper(), Ticket.id.in_(tickets_of([topic.id])))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("This question hangs on no such ticket.")
    return found


def confirmed_tickets(topic_id: int) -> set[int]:
    """Ids of the tickets of which this question's asker says that they are done."""
    said = select(Link.to_id).where(
        Link.from_kind == "topic", Link.from_id.in_(gathered([topic_id])), Link.to_kind == "ticket"
    )
    return set(db.session.scalars(said.where(Link.kind == CONFIRMED)))


def _waited_for(ticket: Ticket) -> set[int]:
    """The questions whose askers have not said yet that it works; those that were taken down are not waited for."""
    said = [each.from_id for each in linked_to("ticket", ticket.id, CONFIRMED)]
    hanging = [each.from_id for each in linked_to("ticket", ticket.id, ESCALATED)]
    query = select(Topic.id).where(Topic.id.in_(read_at(hanging)), Topic.is_shown)
    return set(db.session.scalars(query)) - set(db.session.scalars(read_at(said)))
