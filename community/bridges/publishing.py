"""What the desk says in public appears in every question on the ticket; what changes there is seen there."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.bridges.confirming import confirmed_tickets, may_confirm
from community.bridges.escalating import tickets_of, topics_of
from community.bridges.links import ESCALATED, Link
from community.core import clock
from community.core.db import db
from community.core.realtime import refresh
from community.core.text import plain
from community.desk.kinds import OPEN, STATES, WAITING_FOR
from community.desk.models import Ticket, TicketEntry
from community.events import Event
from community.forum.answering import store_answer
from community.forum.gathering import read_at
from community.forum.models import Post, Topic

DISC = {"new": 0.1, "in_progress": 0.5, "waiting": 0.5, "resolved": 1, "closed": 1}


def publish_ticket(event: Event) -> None:
    """TicketAnswered: the provider's official answer in each linked question, exactly once."""
    entry = db.session.scalar(
        select(TicketEntry).where(TicketEntry.id == event.fact.entry_id, TicketEntry.kind == "public")
        .options(joinedload(TicketEntry.author))
    )  # fmt: skip
    if entry is None:
        return
    topics = select(Topic).where(Topic.id.in_(read_at(topics_of(event.fact.ticket_id))), Topic.is_shown)
    there = set(db.session.scalars(select(Post.cause_in_id).where(Post.cause_id == event.id)))
    with clock.pretend(event.at):
        for topic in db.session.scalars(topics.order_by(Topic.id).with_for_update()).all():  # all, before any changes
            if topic.id not in there:
                store_answer(topic, entry.source, by=entry.author, official=True, cause_id=event.id)


def refresh_strips(event: Event) -> None:
    """Something public about a ticket (or a question on it) changed: the strips under its questions are stale."""
    topic_id = getattr(event.fact, "topic_id", None)
    topic_ids = topics_of(event.fact.ticket_id) if topic_id is None else [topic_id]
    for topic_id in db.session.scalars(read_at(topic_ids).distinct()):
        refresh(f"topic:{topic_id}", "ticket")


def marks_of(topics: list[Topic]) -> dict[int, dict]:
    """What a list says of each question's open ticket: reference and state; one statement for the whole list."""
    read_in = func.coalesce(Topic.merged_into_id, Topic.id)
    rows = db.session.execute(
        select(read_in.label("topic_id"), Ticket.ref, Ticket.state)
        .join(Link, (Link.from_kind == "topic") & (Link.from_id == Topic.id))
        .join(Ticket, Ticket.id == Link.to_id)
        .where(
            read_in.in_([topic.id for topic in topics]),
            Link.to_kind == "ticket",
            Link.kind == ESCALATED,
            Ticket.state.in_(OPEN),
        )
        .order_by(Ticket.id)
    )
    return {row.topic_id: {"ref": row.ref, "word": STATES[row.state].lower()} for row in rows}


def strips_of(topic: Topic, viewer: Member | None) -> list[dict]:
    """What stands under a question about its tickets, for the `desk_strip` macro; public facts only.

    The one that runs, or the last one that was closed. A constant number of statements.
    """
    tickets = db.session.scalars(
        select(Ticket).where(Ticket.id.in_(tickets_of([topic.id]))).order_by(Ticket.id.desc())
    ).all()
    shown = [ticket for ticket in tickets if ticket.state != "closed"] or tickets[:1]
    if not shown:
        return []
    last = _last_public([ticket.id for ticket in shown])
    confirmed = confirmed_tickets(topic.id)
    now = clock.now()
    return [_strip(ticket, topic, viewer, last.get(ticket.id), ticket.id in confirmed, now) for ticket in shown]


def _strip(
    ticket: Ticket, topic: Topic, viewer: Member | None, said: TicketEntry | None, confirmed: bool, now: datetime
) -> dict:
    asks = ticket.state == "resolved" and not confirmed and may_confirm(viewer, topic) is True
    address = f"/q/{topic.id}/tickets/{ticket.ref}"
    return {
        "ref": ticket.ref,
        "url": ticket.path if viewer is not None and viewer.is_staff else None,
        "kind": ticket.kind_word,
        "state": _look(ticket, now),
        "state_word": _state_word(ticket, topic, viewer, confirmed),
        "next_update": ticket.next_update_due if ticket.is_open else None,
        "next_words": _next_words(ticket, topic, viewer, confirmed, asks),
        "share": ticket.share(now),
        "affected": ticket.affected,
        "disc": DISC[ticket.state],
        "last_text": plain(said.html, 220) if said else None,
        "last_by": said.author.display_name if said and said.author else None,
        "last_at": said.at if said else None,
        "resolved_at": ticket.resolved_at,
        "confirm_url": f"{address}/confirmation" if asks else None,
        "reopen_url": f"{address}/reopening" if asks else None,
    }


def _look(ticket: Ticket, now: datetime) -> str:
    """How the strip is drawn: going, waiting (for the asker), late or resolved."""
    if not ticket.is_open:
        return "resolved"
    if ticket.state == "waiting" and ticket.waiting_for == "user":
        return "waiting"
    return "late" if ticket.is_late(now) else "going"


def _state_word(ticket: Ticket, topic: Topic, viewer: Member | None, confirmed: bool) -> str:
    if ticket.state == "new":
        return "Received"
    if not ticket.is_open and confirmed:
        return "Works again"
    if ticket.state == "waiting" and ticket.waiting_for == "user":
        return "Waiting for you" if _is_asker(topic, viewer) else "Waiting for the asker"
    if ticket.state == "waiting":
        return f"Waiting for {WAITING_FOR[ticket.waiting_for]}" if ticket.waiting_for else "Waiting"
    return STATES[ticket.state]


def _next_words(ticket: Ticket, topic: Topic, viewer: Member | None, confirmed: bool, asks: bool) -> str | None:
    """What is said in place of the promise, where there is none to show."""
    if ticket.state == "closed":
        return "This is done."
    if ticket.state == "resolved" and not asks:
        return "The asker says that it works." if confirmed else "The asker says whether it stayed fixed."
    if _look(ticket, clock.now()) == "waiting" and not (_is_asker(topic, viewer) and ticket.next_update_due):
        return "A reply under this question goes on to the desk."
    return None


def _is_asker(topic: Topic, viewer: Member | None) -> bool:
    return viewer is not None and topic.author_id == viewer.id


def _last_public(ticket_ids: list[int]) -> dict[int, TicketEntry]:
    newest = (
        select(func.max(TicketEntry.id))
        .where(TicketEntry.ticket_id.in_(ticket_ids), TicketEntry.kind == "public")
        .group_by(TicketEntry.ticket_id)
    )
    query = select(TicketEntry).where(TicketEntry.id.in_(newest)).options(joinedload(TicketEntry.author))
    return {entry.ticket_id: entry for entry in db.session.scalars(query)}
