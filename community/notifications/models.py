"""What people follow, and what they were told."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, Index, UniqueConstraint, and_, exists, or_, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from community.core import clock
from community.core.db import db
from community.forum.models import Topic

FOLLOWING = ("watching", "tracking")
LEVELS = {
    "watching": ("Following", "You are told of everything new here."),
    "tracking": ("Turning points", "You are told of official answers, solutions and stages."),
    "normal": ("Not following", "You are told only what concerns you yourself."),
    "muted": ("Muted", "You are told nothing about this."),
}


class Watch(db.Model):
    """How closely somebody follows a thing. `chosen`: they said so themselves, and nothing automatic changes it."""

    __tablename__ = "watches"
    __table_args__ = (
        UniqueConstraint("member_id", "subject_kind", "subject_id"),
        CheckConstraint("level IN ('watching', 'tracking', 'normal', 'muted')", name="level"),
        Index("ix_watches_subject_kind_subject_id_level", "subject_kind", "subject_id", "level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    level: Mapped[str] = mapped_column(default="watching")
    chosen: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(default=clock.now)  # since when; what happened before is not told


def follows(kind: str, ident: int) -> ColumnElement[bool]:
    """Whether a row of Watch is somebody's word on a thing. For a topic, what they said of topics that were merged
    into it counts as well, until they say something of this one.
    """
    here = and_(Watch.subject_kind == kind, Watch.subject_id == ident)
    if kind != "topic":
        return here
    own = aliased(Watch)
    said = exists().where(own.member_id == Watch.member_id, own.subject_kind == kind, own.subject_id == ident)
    merged = Watch.subject_id.in_(select(Topic.id).where(Topic.merged_into_id == ident))
    return or_(here, and_(Watch.subject_kind == kind, merged, ~said))


class Notification(db.Model):
    """One person is told of one fact, once. It names what it is about; titles are looked up when it is read."""

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("member_id", "fact_id"),
        CheckConstraint("why IN ('yours', 'follow')", name="why"),
        Index("ix_notifications_member_id_read_at_id", "member_id", "read_at", "id"),
        Index("ix_notifications_subject_kind_subject_id", "subject_kind", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    fact_id: Mapped[int] = mapped_column(db.ForeignKey("facts.id"))
    kind: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    why: Mapped[str] = mapped_column(default="yours")  # it concerns them, or they follow it
    actor_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]  # when it went out by mail
