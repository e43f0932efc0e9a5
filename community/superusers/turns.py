"""The turns of a question that waits: whom it was brought to, when, and how that ended."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.core import clock
from community.core.db import db
from community.events import fact
from community.forum.models import only_where

OPEN = "ended_at IS NULL"


class Routing(db.Model):
    """One turn: an unanswered question was brought to one helper, or (without a helper) put off for a while.

    A question has one open turn at most, comes to a helper once, and a fact leads to one turn: each is a unique key.
    """

    __tablename__ = "routings"
    __table_args__ = (
        UniqueConstraint("topic_id", "helper_id"),
        UniqueConstraint("cause_id"),
        Index("uq_routings_open", "topic_id", unique=True, **only_where(OPEN)),
        Index("ix_routings_helper_id_at", "helper_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(db.ForeignKey("topics.id"))
    helper_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    stands_for_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))  # who is away meanwhile
    cause_id: Mapped[int] = mapped_column(db.ForeignKey("facts.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    lapses_at: Mapped[datetime]  # then it goes on to the next
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]  # answered, passed, lapsed, away, waited


@fact
class QuestionRouted:
    """A question without an answer was brought to somebody who knows the area, until a time in seconds since 1970."""

    topic_id: int
    routing_id: int
    helper_id: int
    until: int
    stands_for_id: int | None = None


@fact
class RoutingPutOff:
    """Nobody who knows the area can be asked at the moment; it is looked at again then."""

    topic_id: int
    routing_id: int
    until: int


@fact
class RoutingAccepted:
    """A helper says that they will answer, and has time for it until then."""

    topic_id: int
    routing_id: int
    helper_id: int
    until: int


@fact
class RoutingEnded:
    """A turn is over without an answer: passed on, lapsed, its helper went away, or the waiting is over."""

    topic_id: int
    routing_id: int
    helper_id: int | None
    outcome: str
