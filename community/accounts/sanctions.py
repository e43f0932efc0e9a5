"""What was said and decided about a member's conduct, and reading that record."""

from datetime import UTC, datetime

from sqlalchemy import CheckConstraint, Select, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column

from community.accounts.models import Member
from community.core import clock
from community.core.db import db, related
from community.core.errors import NotFound

KINDS = {"warn": "Warning", "silence": "Silence", "suspend": "Suspension"}
FOREVER = datetime(9000, 1, 1, tzinfo=UTC)  # until it is lifted


class Sanction(db.Model):
    """A warning, or a time in which a member may not write (silence) or not sign in (suspend)."""

    __tablename__ = "sanctions"
    __table_args__ = (
        CheckConstraint("kind IN ('warn', 'silence', 'suspend')", name="kind"),
        CheckConstraint("(kind = 'warn') = (until IS NULL)", name="until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), index=True)
    kind: Mapped[str]
    reason: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # when it ran out and the member was told
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))

    member: Mapped[Member] = related(foreign_keys=[member_id])
    by: Mapped[Member | None] = related(foreign_keys=[by_id])
    lifted_by: Mapped[Member | None] = related(foreign_keys=[lifted_by_id])

    @property
    def runs(self) -> bool:
        """Whether it keeps the member from something now."""
        return self.until is not None and self.lifted_at is None and self.until > clock.now()

    @property
    def word(self) -> str:
        """What it is called."""
        return KINDS[self.kind]

    @property
    def until_words(self) -> str:
        """Until when, as a sentence has it."""
        return until_words(self.until)


def until_words(until: datetime | None) -> str:
    """A time as a sentence has it; empty for a warning, which lasts for no time."""
    if until is None:
        return ""
    return "it is lifted" if until >= FOREVER else f"{until.day} {until:%B %Y, %H:%M} UTC"


def running(kind: str) -> Select[tuple[Sanction]]:
    """The sanctions of a kind that hold now."""
    return select(Sanction).where(Sanction.kind == kind, Sanction.lifted_at.is_(None), Sanction.until > clock.now())


def suspension_of(member: Member) -> Sanction | None:
    """The suspension that keeps a member out the longest; None when there is none."""
    query = running("suspend").where(Sanction.member_id == member.id)
    return db.session.scalar(query.order_by(Sanction.until.desc(), Sanction.id.desc()).limit(1))


def may_read_record(by: Member | None, member: Member) -> bool | str:
    """The member, super-users and provider staff."""
    fine = by is not None and (by.id == member.id or by.may_moderate)
    return fine or "What was decided about somebody is between them and those who look after the hall."


def record_of(member: Member, viewer: Member | None) -> list[Sanction]:
    """Everything that was decided about a member, newest first. Raises NotFound for those it does not concern."""
    if may_read_record(viewer, member) is not True:
        raise NotFound("There is nothing to read here.")
    query = select(Sanction).where(Sanction.member_id == member.id)
    with_people = (joinedload(Sanction.by), joinedload(Sanction.lifted_by))
    return list(db.session.scalars(query.options(*with_people).order_by(Sanction.id.desc())))


def find_sanction(ident: int, viewer: Member | None) -> Sanction:
    """A sanction with its member, for those who look after the hall and whoever decided it. Raises NotFound."""
    query = select(Sanction).where(Sanction.id == ident).options(joinedload(Sanction.member))
    found = db.session.scalar(query) if viewer is not None else None
    if found is None or not (viewer.may_moderate or viewer.id == found.by_id):
        raise NotFound("There is nothing to read here.")
    return found
