"""Facts: what happened, in the past tense, with ids and numbers, never objects or text."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import db

T = TypeVar("T")
KINDS: dict[str, type] = {}


def fact(cls: type[T]) -> type[T]:
    """Make a class a kind of fact: frozen, and known by its name in the log."""
    frozen = dataclass(frozen=True)(cls)
    KINDS[cls.__name__] = frozen
    return frozen


@dataclass(frozen=True)
class Event:
    """A recorded fact: what, when, by whom; `origin` is set when it was brought in from elsewhere."""

    id: int
    at: datetime
    by_id: int | None
    origin: str | None
    fact: Any


class FactRow(db.Model):
    """The log: written once and never changed. Audit trail, activity stream and ledger source in one."""

    __tablename__ = "facts"
    __table_args__ = (Index("ix_facts_kind_id", "kind", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None]
    origin: Mapped[str | None]
    payload: Mapped[dict] = mapped_column(JSON)

    def event(self) -> Event:
        """The fact as its reactions know it. Fields that a newer version added take their defaults."""
        return event_of(self.id, self.kind, self.at, self.by_id, self.origin, self.payload)


def event_of(ident: int, kind: str, at: datetime, by_id: int | None, origin: str | None, payload: dict) -> Event:
    """The fact that a row of the log tells of."""
    known = _names(kind)
    if not payload.keys() <= known:
        payload = {key: value for key, value in payload.items() if key in known}
    return Event(ident, at, by_id, origin, KINDS[kind](**payload))


@cache
def _names(kind: str) -> frozenset[str]:
    """The fields of a kind of fact: asked once, since a rebuild reads facts by the million."""
    return frozenset(field.name for field in fields(KINDS[kind]))


class Owed(db.Model):
    """A reaction that is owed for a fact; gone when it was delivered."""

    __tablename__ = "owed_reactions"
    __table_args__ = (
        UniqueConstraint("fact_id", "reaction"),
        Index("ix_owed_reactions_failed_at_due_at", "failed_at", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fact_id: Mapped[int] = mapped_column(db.ForeignKey("facts.id"))
    reaction: Mapped[str]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    failed_at: Mapped[datetime | None]


def payload_of(happened: Any) -> dict:
    """What is kept of a fact."""
    return asdict(happened)
