"""Canned answers: words that helpers keep for questions that come again and again."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Member
from community.core import clock
from community.core.db import db, related
from community.services.models import Service


class CannedAnswer(db.Model):
    """A prepared answer with places to fill in (`{asker}`); for one service or, without one, for all."""

    __tablename__ = "canned_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    source: Mapped[str]
    service_id: Mapped[int | None] = mapped_column(db.ForeignKey("services.id"), index=True)
    use_count: Mapped[int] = mapped_column(default=0)  # kept from its uses
    changed_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    revision: Mapped[int] = mapped_column(default=1)  # who changes it says which one was read
    dropped_at: Mapped[datetime | None]

    service: Mapped[Service | None] = related()
    changed_by: Mapped[Member | None] = related()


class CannedUse(db.Model):
    """A helper used a canned answer in a topic: once each."""

    __tablename__ = "canned_uses"

    canned_id: Mapped[int] = mapped_column(db.ForeignKey("canned_answers.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(db.ForeignKey("topics.id"), primary_key=True, index=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
