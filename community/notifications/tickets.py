"""Who is told how the ticket of a question comes on: who asked, who works on it, who follows it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from community.accounts.audiences import STAFF
from community.bridges.escalating import QuestionEscalated, topics_of
from community.core.db import db
from community.desk import facts as desk
from community.desk.models import Ticket
from community.events import Event
from community.forum.models import Category, Topic
from community.notifications.tellings import TURNING_POINTS, Telling
from community.notifications.topics import open_topic


def escalated(event: Event) -> Iterator[Telling]:
    """The asker, and who follows the question."""
    if found := open_topic(event.fact.topic_id):
        topic, audience = found
        followed = (("topic", topic.id),)
        yield Telling(
            "escalated", ("ticket", event.fact.ticket_id), audience, (topic.author_id,), followed, TURNING_POINTS
        )


def ticket_moved(event: Event) -> Iterator[Telling]:
    """The askers and who follows the ticket."""
    yield from _about_ticket("ticket_state", event)


def ticket_resolved(event: Event) -> Iterator[Telling]:
    """The askers, who say whether it works, and who follows the ticket."""
    yield from _about_ticket("ticket_resolved", event)


def ticket_reopened(event: Event) -> Iterator[Telling]:
    """Who works on it, the other askers, and who follows the ticket."""
    yield from _about_ticket("ticket_reopened", event, event.fact.assignee_id)


def ticket_confirmed(event: Event) -> Iterator[Telling]:
    """Who worked on it, and who follows the ticket."""
    ticket = db.session.get(Ticket, event.fact.ticket_id)
    if ticket is not None:
        subject = ("ticket", ticket.id)
        for audience in _askers(ticket).audiences:
            yield Telling("ticket_confirmed", subject, audience, (ticket.assignee_id,), (subject,), TURNING_POINTS)


def ticket_answered(event: Event) -> Iterator[Telling]:
    """Who follows the ticket but not its questions: there it appears as an official answer, and is told as one."""
    ticket = db.session.get(Ticket, event.fact.ticket_id)
    if ticket is not None:
        asked = _askers(ticket)
        subject = ("ticket", ticket.id)
        yours = () if asked.topics else (ticket.requester_id,)
        spared = (*(("topic", ident) for ident in asked.topics), *(("member", ident) for ident in asked.people))
        for audience in asked.audiences:
            yield Telling("ticket_answer", subject, audience, yours, (subject,), TURNING_POINTS, spared)


def _about_ticket(kind: str, event: Event, *more: int | None) -> Iterator[Telling]:
    ticket = db.session.get(Ticket, event.fact.ticket_id)
    if ticket is not None:
        asked, subject = _askers(ticket), ("ticket", ticket.id)
        yours = (*asked.people, ticket.requester_id, *more)
        for audience in asked.audiences:
            yield Telling(kind, subject, audience, yours, (subject,), TURNING_POINTS)


class Askers(NamedTuple):
    """Who asked the questions on a ticket, these questions and their audiences; without any, staff alone."""

    people: set[int]
    audiences: list[str]
    topics: list[int]


def _askers(ticket: Ticket) -> Askers:
    asked = aliased(Topic)  # each question is read where it was merged into
    query = (
        select(Topic.id, asked.author_id, Category.audience)
        .join(Topic, Topic.id == func.coalesce(asked.merged_into_id, asked.id))
        .join(Category, Category.id == Topic.category_id)
        .where(asked.id.in_(topics_of(ticket.id)), Topic.is_shown)
    )
    rows = db.session.execute(query).all()
    audiences = sorted({row.audience for row in rows}) or [STAFF]
    return Askers({row.author_id for row in rows if row.author_id}, audiences, list({row.id for row in rows}))


RECEIVERS: dict[type, Callable[[Event], Iterator[Telling]]] = {
    desk.TicketAnswered: ticket_answered,
    desk.TicketConfirmed: ticket_confirmed,
    desk.TicketReopened: ticket_reopened,
    desk.TicketResolved: ticket_resolved,
    desk.TicketStateChanged: ticket_moved,
    QuestionEscalated: escalated,
}
