"""What a member searched and read in the last half hour, so that helpers need not propose it again.

Nobody but the member sees it until they ask; then they see it first and may leave it out.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, Index, and_, delete, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db
from community.core.errors import Busy
from community.core.text import tidy

KEPT = timedelta(minutes=30)
MOST = 5  # of each kind
PRUNED = 50  # other people's old steps that go with each new one


class TrailStep(db.Model):
    """One search, or one thing read."""

    __tablename__ = "trail_steps"
    __table_args__ = (
        CheckConstraint("kind IN ('searched', 'read')", name="kind"),
        Index("ix_trail_steps_member_id_at", "member_id", "at"),
        Index("ix_trail_steps_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    kind: Mapped[str]
    what: Mapped[str]  # the words, or the thing as "topic:7"
    at: Mapped[datetime]


@dataclass(frozen=True)
class Trail:
    """The words looked for and the things read ("topic:7"), newest first."""

    searched: tuple[str, ...] = ()
    read: tuple[str, ...] = ()


def note_search(words: str, *, by: Member | None) -> None:
    """Remember what somebody looked for."""
    _note("searched", tidy(words)[:150], by)


def note_reading(kind: str, ident: int, *, by: Member | None) -> None:
    """Remember what somebody read."""
    _note("read", f"{kind}:{ident}", by)


def trail_of(member: Member) -> Trail:
    """The last half hour, each thing once."""
    query = select(TrailStep.kind, TrailStep.what).where(
        TrailStep.member_id == member.id, TrailStep.at > clock.now() - KEPT
    )
    steps = db.session.execute(query.order_by(TrailStep.id.desc())).all()
    return Trail(*(tuple(what for kind, what in steps if kind == wanted)[:MOST] for wanted in ("searched", "read")))


def _note(kind: str, what: str, by: Member | None) -> None:
    """A page is never kept from its reader by this: what can't be noted in time is not noted."""
    if by is None or not what:
        return
    now = clock.now()
    same = and_(TrailStep.kind == kind, TrailStep.what == what)
    mine = (TrailStep.member_id == by.id) & or_(same, TrailStep.at <= now - KEPT)
    others = select(TrailStep.id).where(TrailStep.at <= now - KEPT).limit(PRUNED).with_for_update(skip_locked=True)
    with suppress(Busy), atomic():
        db.session.execute(delete(TrailStep).where(or_(mine, TrailStep.id.in_(others))))
        db.session.add(TrailStep(member_id=by.id, kind=kind, what=what, at=now))
