"""Queues, tickets, and what was said on them."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Member
from community.core import clock
from community.core.db import db, related
from community.desk.kinds import KINDS, OPEN, PRIORITIES, STATES, WAITING_FOR
from community.services.models import Service


class Queue(db.Model):
    """Where tickets of one kind wait: those of one service or, without a service, of all that have no queue."""

    __tablename__ = "queues"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    service_id: Mapped[int | None] = mapped_column(db.ForeignKey("services.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)

    service: Mapped[Service | None] = related()


class TicketNumber(db.Model):
    """The last number given to a kind of reference; its row is held while one is given, so no two are alike."""

    __tablename__ = "ticket_numbers"

    prefix: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class Ticket(db.Model):
    """One matter that the provider looks after. Everything but the public entries stays at the desk."""

    __tablename__ = "tickets"
    __table_args__ = (
        CheckConstraint("state IN ('new', 'in_progress', 'waiting', 'resolved', 'closed')", name="state"),
        CheckConstraint("priority BETWEEN 1 AND 4", name="priority"),
        Index("ix_tickets_state_queue_id", "state", "queue_id"),
        Index("ix_tickets_assignee_id_state", "assignee_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    queue_id: Mapped[int] = mapped_column(db.ForeignKey("queues.id"))
    service_id: Mapped[int | None] = mapped_column(db.ForeignKey("services.id"), index=True)
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    description_html: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="new")
    waiting_for: Mapped[str] = mapped_column(default="")  # set only while the state is "waiting"
    priority: Mapped[int] = mapped_column(default=3)
    major: Mapped[bool] = mapped_column(default=False)
    direct: Mapped[bool] = mapped_column(default=False)  # a super-user handed it over: it is triaged first
    assignee_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    requester_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"), index=True)
    affected: Mapped[int] = mapped_column(default=0)  # people; kept by the bridge to the forum, as is the next
    question_count: Mapped[int] = mapped_column(default=0)
    next_update_due: Mapped[datetime | None]
    promised_at: Mapped[datetime | None]  # when that promise was made: the clock burns down from there
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)  # a page says which one was read; an older one is refused

    queue: Mapped[Queue] = related()
    service: Mapped[Service | None] = related()
    assignee: Mapped[Member | None] = related(foreign_keys=[assignee_id])
    requester: Mapped[Member | None] = related(foreign_keys=[requester_id])

    @property
    def path(self) -> str:
        """Address on the desk; only provider staff may open it."""
        return f"/desk/tickets/{self.ref}"

    @property
    def is_open(self) -> bool:
        """Whether the desk still has to do something."""
        return self.state in OPEN

    @property
    def kind_word(self) -> str:
        """The kind as people read it."""
        return KINDS[self.kind].word

    @property
    def priority_word(self) -> str:
        """The priority as the desk reads it, such as P2."""
        return PRIORITIES[self.priority].word

    @property
    def state_word(self) -> str:
        """The state as the desk reads it, with what is waited for."""
        if self.state == "waiting" and self.waiting_for:
            return f"Waiting for {WAITING_FOR[self.waiting_for]}"
        return STATES[self.state]

    @property
    def is_paused(self) -> bool:
        """Whether somebody else has to move first."""
        return self.state == "waiting"

    def is_late(self, at: datetime) -> bool:
        """Whether the promised update is overdue at that time."""
        return self.is_open and self.next_update_due is not None and self.next_update_due < at

    def share(self, at: datetime) -> float:
        """How much of the time until the promised update has passed, 0 to 1; 0 without a promise."""
        if self.next_update_due is None:
            return 0.0
        whole = self.next_update_due - (self.promised_at or self.created_at)
        left = self.next_update_due - at
        return min(1.0, max(0.0, 1 - left / whole)) if whole > timedelta(0) else 1.0


class TicketEntry(db.Model):
    """One line of a ticket's conversation: said to everyone, noted for the desk, heard in the forum, or done."""

    __tablename__ = "ticket_entries"
    __table_args__ = (
        CheckConstraint("kind IN ('public', 'internal', 'community', 'event')", name="kind"),
        UniqueConstraint("ticket_id", "cause_id"),
        Index("ix_ticket_entries_ticket_id_id", "ticket_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(db.ForeignKey("tickets.id"))
    kind: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    source: Mapped[str]
    html: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    cause_id: Mapped[int | None]  # the fact that brought it here from elsewhere, once

    author: Mapped[Member | None] = related()
