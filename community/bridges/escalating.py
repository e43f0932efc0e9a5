"""Handing a question to the provider: a ticket with the whole thread attached, once per question."""

from sqlalchemy import func, select, union

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.accounts.queries import members_by_id
from community.bridges.links import ESCALATED, Link, link, linked_from, linked_to
from community.core.db import atomic, db, lock
from community.core.errors import Conflict, Invalid, require
from community.core.text import plain, tidy_body
from community.desk.changing import may_work_tickets, write_entry
from community.desk.counting import set_affected
from community.desk.kinds import KINDS
from community.desk.models import Ticket
from community.desk.opening import store_ticket
from community.events import Event, fact, record
from community.forum.gathering import gathered
from community.forum.models import MeToo, Post, Topic
from community.forum.queries import posts_of

NOTE_LENGTH = 2_000


@fact
class QuestionEscalated:
    """A question was handed to the provider, or put beside others on a ticket that was open already."""

    topic_id: int
    ticket_id: int


def may_escalate(by: Member | None, topic: Topic) -> bool | str:
    """Super-users and provider staff hand questions over."""
    if by is None:
        return "Please sign in first."
    if not by.may_moderate:
        return "Super-users and provider staff hand questions to the desk. Ask one of them; they see who is affected."
    if topic.category.audience not in audiences_of(by):
        return "This place isn’t open to you."
    if topic.kind != "question":
        return "Only questions become tickets."
    return topic.deleted_at is None or "This was taken down."


def escalate_question(topic: Topic, kind: str, note: str, *, by: Member) -> Ticket:
    """Open a ticket for a question, with the thread as it stands; the asker is its requester.

    `note` is for the desk alone. Raises Invalid for an unknown kind or a long note, Conflict when a ticket is open.
    """
    require(may_escalate(by, topic))
    note = tidy_body(note)
    if kind not in KINDS:
        raise Invalid("Please choose what it is.", "kind")
    if len(note) > NOTE_LENGTH:
        raise Invalid(f"A note has at most {NOTE_LENGTH:,} characters; this one has {len(note):,}.", "note")
    with atomic():
        lock(topic)
        _refuse_second(topic)
        ticket = store_ticket(
            kind=kind,
            title=topic.title,
            description=snapshot(topic, note, by=by),
            service=topic.category.service,
            requester=members_by_id([topic.author_id]).get(topic.author_id),
            direct=by.is_superuser,
            by=by,
        )
        _attach(topic, ticket, by=by)
    return ticket


def attach_question(topic: Topic, ticket: Ticket, *, by: Member) -> None:
    """Put one more question on a ticket: its asker hears of each public update. Doing it again changes nothing.

    Raises Conflict when the question has an open ticket of its own, Invalid when this one is closed.
    """
    require(may_work_tickets(by))
    require(may_escalate(by, topic))
    with atomic():
        lock(topic)
        lock(ticket)
        if any(each.to_id == ticket.id for each in linked_from("topic", topic.id, ESCALATED)):
            return
        _refuse_second(topic)
        if ticket.state == "closed":
            raise Invalid(f"{ticket.ref} is closed; reopen it first.")
        _attach(topic, ticket, by=by)


def _refuse_second(topic: Topic) -> None:
    running = open_ticket_of(topic.id)
    if running is not None:
        raise Conflict(f"The desk has this question already: {running.ref}. Its progress stands under the question.")


def _attach(topic: Topic, ticket: Ticket, *, by: Member) -> None:
    link("topic", topic.id, "ticket", ticket.id, ESCALATED)
    count_people(ticket.id)
    happened = record(QuestionEscalated(topic.id, ticket.id), by=by)
    title = topic.title.translate({ord(sign): f"\\{sign}" for sign in "[]\\"})
    write_entry(ticket, "community", f"Asked in [{title}]({topic.path}).", by=by, cause_id=happened.id)


def open_ticket_of(topic_id: int) -> Ticket | None:
    """The ticket on which this question hangs and that is not closed yet; None when there is none."""
    query = select(Ticket).where(Ticket.id.in_(tickets_of([topic_id])), Ticket.state != "closed")
    return db.session.scalar(query.order_by(Ticket.id.desc()).limit(1))


def tickets_of(topic_ids: list[int]):
    """Ids of the tickets on which these questions, and those merged into them, hang, as a query."""
    return select(Link.to_id).where(
        Link.from_kind == "topic",
        Link.from_id.in_(gathered(topic_ids)),
        Link.to_kind == "ticket",
        Link.kind == ESCALATED,
    )


def topics_of(ticket_id: int) -> list[int]:
    """Ids of the questions on this ticket."""
    return [each.from_id for each in linked_to("ticket", ticket_id, ESCALATED)]


def snapshot(topic: Topic, note: str, *, by: Member) -> str:
    """The thread as Markdown, for a ticket that must still tell the story when the thread has changed."""
    people = topic.me_too_count + 1
    parts = [f"Handed over by {by.display_name} from {topic.path} ({people} affected)."]
    if note:
        parts.append("**Note to the desk**\n\n" + _quoted(note))
    for post in posts_of(topic, by):
        if post.is_shown:
            parts.append(_told(post, topic))
    return "\n\n---\n\n".join(parts)


def _told(post: Post, topic: Topic) -> str:
    verb = "asked" if post.id == topic.opening_id else "answered officially" if post.official else "answered"
    head = f"**{post.author_name} {verb}** {post.created_at:%d %b %Y %H:%M} UTC"
    head += ", accepted by the asker" if post.id == topic.accepted_id else ""
    lines = [head, post.source if post.form == "markdown" else plain(post.html)]
    lines += [f"> **{each.author_name}:** {plain(each.html)}" for each in post.comments if each.is_shown]
    return "\n\n".join(lines)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def count_people(ticket_id: int) -> None:
    """Count who is affected: each asker and everyone with the same problem, once, over all linked questions."""
    topic_ids = topics_of(ticket_id)
    together = gathered(topic_ids)
    people = union(
        select(Topic.author_id.label("id")).where(
            Topic.id.in_(together), Topic.opening_id.is_not(None), Topic.author_id.is_not(None)
        ),
        select(MeToo.member_id.label("id")).where(MeToo.topic_id.in_(together)),
    ).subquery()
    set_affected(ticket_id, db.session.scalar(select(func.count()).select_from(people)), len(topic_ids))


def count_affected(event: Event) -> None:
    """MeTooChanged, a merge or its undoing: the tickets of these questions count anew."""
    concerned = [event.fact.topic_id, getattr(event.fact, "into_id", event.fact.topic_id)]
    for ticket_id in db.session.scalars(tickets_of(concerned).distinct()).all():
        count_people(ticket_id)
