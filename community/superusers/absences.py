"""Being away: said beforehand, begins and ends by itself. Nothing is asked of anybody meanwhile."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Index, and_, exists, func, select
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.accounts.zones import meant_by, there
from community.core import clock
from community.core.db import atomic, db, lock, set_columns, take_turn
from community.core.errors import Invalid, NotFound, require
from community.core.text import tidy
from community.events import Event, fact, record
from community.events.table import due
from community.superusers.availability import Availability

LONGEST = timedelta(days=366)
AHEAD = timedelta(days=2 * 366)
NOTE_LENGTH = 200


class Absence(db.Model):
    """One span in which a member is away: whole days of their own calendar, kept as the moments they begin and end."""

    __tablename__ = "absences"
    __table_args__ = (Index("ix_absences_member_id_until", "member_id", "until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    since: Mapped[datetime]
    until: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")  # for themselves
    planned_at: Mapped[datetime] = mapped_column(default=clock.now)
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # over, or taken back

    @property
    def runs(self) -> bool:
        """Whether it is now."""
        return self.ended_at is None and self.since <= clock.now() < self.until


@fact
class AbsencePlanned:
    """A member said that they will be away, in seconds since 1970."""

    absence_id: int
    member_id: int
    since: int
    until: int


@fact
class AbsenceBegan:
    """A member is away from now on."""

    absence_id: int
    member_id: int


@fact
class AbsenceEnded:
    """A member is back, or did not go after all."""

    absence_id: int
    member_id: int


def may_plan_absence(by: Member | None) -> bool | str:
    """Everybody says of themselves when they are away."""
    return by is not None or "Please sign in first."


def plan_absence(first: date | None, last: date | None, note: str = "", *, by: Member) -> Absence:
    """Say which days one is away, the last one included. Raises Invalid with the field first, last or note."""
    require(may_plan_absence(by))
    first, last, note = _checked(first, last, tidy(note), by)
    since, until = max(_moment(first, by), clock.utc(clock.now())), _moment(last + timedelta(days=1), by)
    with atomic():
        take_turn("absence", by.id)
        if db.session.scalar(select(exists().where(_meets(by.id, since, until)))):
            raise Invalid("You are away then already. Take that back first, or choose other days.", "first")
        absence = Absence(member_id=by.id, since=since, until=until, note=note)
        db.session.add(absence)
        db.session.flush()
        settle_away(by.id)
        record(AbsencePlanned(absence.id, by.id, int(since.timestamp()), int(until.timestamp())), by=by)
    return absence


def end_absence(absence: Absence, *, by: Member) -> None:
    """Be back now, or take back what was planned; nothing happens when it is over already."""
    require(absence.member_id == by.id or "Only they say that they are back.")
    with atomic():
        take_turn("absence", by.id)
        if lock(absence).ended_at is None:
            _end(absence, by)


@due(lambda event: clock.from_seconds(event.fact.since))
def begin_absence(event: Event) -> None:
    """AbsencePlanned: the first day has come, unless it was taken back."""
    with atomic():
        absence = _planned(event)
        if absence is not None and absence.began_at is None:
            absence.began_at = clock.now()
            settle_away(absence.member_id)
            record(AbsenceBegan(absence.id, absence.member_id))


@due(lambda event: clock.from_seconds(event.fact.until))
def finish_absence(event: Event) -> None:
    """AbsencePlanned: the last day is over."""
    with atomic():
        absence = _planned(event)
        if absence is not None:
            _end(absence, None)


def is_away(at: datetime) -> ColumnElement[bool]:
    """Whether a member is away at a time: SQL about Member."""
    mine = (Absence.member_id == Member.id, Absence.ended_at.is_(None))
    return exists().where(*mine, Absence.since <= at, Absence.until > at)


def absences_of(member: Member) -> list[Absence]:
    """What is planned or runs, the nearest first."""
    ahead = (Absence.member_id == member.id, Absence.ended_at.is_(None), Absence.until > clock.now())
    return list(db.session.scalars(select(Absence).where(*ahead).order_by(Absence.since, Absence.id)))


def find_absence(ident: int, owner: Member) -> Absence:
    """One of the member's own. Raises NotFound."""
    absence = db.session.scalar(select(Absence).where(Absence.id == ident, Absence.member_id == owner.id))
    if absence is None:
        raise NotFound("You planned no such absence.")
    return absence


def days_of(absence: Absence, member: Member) -> tuple[date, date]:
    """Its first and its last day, on the member's own calendar."""
    return there(member, absence.since).date(), _day_before(absence.until, member)


def away_shown_to(viewer: Member | None, members: Iterable[Member | None]) -> dict[int, date]:
    """Which of these members are away, and their last day of it, as far as each lets the viewer know.

    One statement, none when nobody is away.
    """
    away = [each for each in members if each is not None and each.away_until and each.away_until > clock.now()]
    if viewer is None or not away:
        return {}
    said = select(Availability.member_id, Availability.away_shown).where(
        Availability.member_id.in_({each.id for each in away})
    )
    shown, mine = dict(tuple(row) for row in db.session.execute(said)), audiences_of(viewer)
    told = [each for each in away if each.id == viewer.id or shown.get(each.id, "members") in mine]
    return {each.id: _day_before(each.away_until, each) for each in told}


def settle_away(member_id: int) -> None:
    """Let the member's row say till when they are away now, as their absences have it."""
    now = clock.now()
    running = (Absence.member_id == member_id, Absence.ended_at.is_(None), Absence.since <= now, Absence.until > now)
    set_columns(Member, member_id, away_until=select(func.max(Absence.until)).where(*running).scalar_subquery())


def _end(absence: Absence, by: Member | None) -> None:
    absence.ended_at = clock.now()
    db.session.flush()
    settle_away(absence.member_id)
    record(AbsenceEnded(absence.id, absence.member_id), by=by)


def _planned(event: Event) -> Absence | None:
    """The absence, held, unless it is over."""
    absence = db.session.get(Absence, event.fact.absence_id)
    return absence if absence is not None and lock(absence).ended_at is None else None


def _day_before(moment: datetime, member: Member) -> date:
    return (there(member, moment) - timedelta(seconds=1)).date()


def _meets(member_id: int, since: datetime, until: datetime) -> ColumnElement[bool]:
    mine = (Absence.member_id == member_id, Absence.ended_at.is_(None))
    return and_(*mine, Absence.since < until, Absence.until > since)


def _moment(day: date, by: Member) -> datetime:
    return meant_by(by, datetime.combine(day, time()))


def _checked(first: date | None, last: date | None, note: str, by: Member) -> tuple[date, date, str]:
    today = there(by).date()
    if first is None:
        raise Invalid("From which day on?", "first")
    last = last or first
    if last < first:
        raise Invalid("The last day comes before the first.", "last")
    if last < today:
        raise Invalid("That is over already.", "last")
    if last - first > LONGEST or first - today > AHEAD:
        raise Invalid("At most a year, beginning within two years.", "last")
    if len(note) > NOTE_LENGTH:
        raise Invalid(f"Please keep the note within {NOTE_LENGTH} characters; these are {len(note)}.", "note")
    return max(first, today), last, note
