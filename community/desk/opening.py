"""Opening a ticket: a reference, a queue, and the first promise."""

from sqlalchemy import update

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, insert_once
from community.core.errors import Invalid, require
from community.core.text import render, tidy, tidy_body
from community.desk.changing import may_work_tickets, write_entry
from community.desk.facts import TicketOpened
from community.desk.kinds import KINDS, PRIORITIES
from community.desk.models import Ticket, TicketNumber
from community.desk.queues import queue_for
from community.events import record
from community.services.models import Service

FIRST_NUMBER = 1001
TITLE_LENGTH = (4, 150)


def open_ticket(
    *,
    kind: str,
    title: str,
    description: str = "",
    service: Service | None = None,
    priority: int | None = None,
    major: bool = False,
    requester: Member | None = None,
    by: Member,
) -> Ticket:
    """Put a matter into its queue. Raises Invalid with the field, or NotAllowed unless `by` is provider staff."""
    require(may_work_tickets(by))
    title, description = tidy(title), tidy_body(description)
    low, high = TITLE_LENGTH
    if not low <= len(title) <= high:
        raise Invalid(f"A title has {low} to {high} characters; this one has {len(title)}.", "title")
    return store_ticket(
        kind=kind, title=title, description=description, service=service, priority=priority, major=major,
        requester=requester, by=by,
    )  # fmt: skip


def store_ticket(
    *,
    kind: str,
    title: str,
    description: str,
    service: Service | None = None,
    priority: int | None = None,
    major: bool = False,
    requester: Member | None = None,
    direct: bool = False,
    by: Member | None,
) -> Ticket:
    """Write a ticket down as it is given and record TicketOpened; bridges and imports use it.

    `direct`: it came over the direct line of super-users, so it is triaged first. The first update is promised by the
    priority. Raises Invalid for an unknown kind or priority.
    """
    if kind not in KINDS:
        raise Invalid(f"The kind must be one of: {', '.join(KINDS)}.", "kind")
    priority = priority or KINDS[kind].priority
    if priority not in PRIORITIES:
        raise Invalid("The priority is a number from 1 to 4.", "priority")
    now = clock.now()
    with atomic():
        queue = queue_for(kind, service.id if service else None)
        ticket = Ticket(
            ref=next_ref(kind),
            kind=kind,
            queue_id=queue.id,
            service_id=service.id if service else None,
            title=title,
            description=description,
            description_html=render(description),
            priority=priority,
            major=major,
            direct=direct,
            requester_id=requester.id if requester else None,
            affected=1 if requester else 0,
            next_update_due=now + PRIORITIES[priority].update_within,
            promised_at=now,
            created_at=now,
            updated_at=now,
        )
        db.session.add(ticket)
        db.session.flush()
        write_entry(ticket, "event", f"Opened in {queue.name}.", by=by)
        record(TicketOpened(ticket.id, kind, queue.id, ticket.service_id, ticket.requester_id, priority), by=by)
    return ticket


def next_ref(kind: str) -> str:
    """The next free reference of a kind, inside the caller's transaction: its row is held, so two never get one.

    A transaction that fails gives its number back; a deleted ticket's number is not given again.
    """
    prefix = KINDS[kind].prefix
    insert_once(TicketNumber, prefix=prefix, last=FIRST_NUMBER - 1)
    given = update(TicketNumber).where(TicketNumber.prefix == prefix).values(last=TicketNumber.last + 1)
    number = db.session.scalar(given.returning(TicketNumber.last).execution_options(synchronize_session=False))
    return f"{prefix}-{number}"
