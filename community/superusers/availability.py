"""When somebody may be reached, and which questions may be brought to them: all of it said by themselves."""

from datetime import datetime, time, timedelta

from sqlalchemy import CheckConstraint, ColumnElement, delete, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.levels import level_for
from community.accounts.models import Member
from community.accounts.privileges import holds, refusal
from community.accounts.zones import there
from community.core import clock
from community.core.db import atomic, db, insert_once, lock
from community.core.errors import Invalid, require
from community.events import fact, record
from community.forum.models import Tag
from community.services.models import Service

SHOWN = {"members": "Everybody who is signed in", "superusers": "Super-users and provider staff", "nobody": "Nobody"}
CAP = (1, 30)  # questions in seven days
MOST_AREAS = 20


class Availability(db.Model):
    """What one member said about being reached; without a row nothing was said, and everything is as it is here."""

    __tablename__ = "availabilities"
    __table_args__ = (
        CheckConstraint("away_shown IN ('members', 'superusers', 'nobody')", name="away_shown"),
        CheckConstraint("weekly_cap BETWEEN 1 AND 30", name="weekly_cap"),
    )

    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), primary_key=True, autoincrement=False)
    quiet_from: Mapped[int | None]  # minutes after midnight, on the member's own clock; None: no quiet hours
    quiet_until: Mapped[int | None]
    away_shown: Mapped[str] = mapped_column(default="members")  # who reads until when they are away
    takes_questions: Mapped[bool] = mapped_column(default=False)  # unanswered ones may be brought to them
    weekly_cap: Mapped[int] = mapped_column(default=5)  # how many in any seven days
    stands_in: Mapped[bool] = mapped_column(default=False)  # others may name them as their back-up
    back_up_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"), index=True)


class HelperArea(db.Model):
    """A service or a tag that somebody wants questions about; with none it goes by agreement and answers."""

    __tablename__ = "helper_areas"
    __table_args__ = (CheckConstraint("kind IN ('service', 'tag')", name="kind"),)

    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    ident: Mapped[int] = mapped_column(primary_key=True)


@fact
class QuietHoursChanged:
    """A member said when they want to hear nothing, and who may read that they are away."""

    member_id: int


@fact
class HelpOffered:
    """A member said whether, how often and about what unanswered questions may be brought to them."""

    member_id: int
    takes_questions: bool
    weekly_cap: int


def availability_of(member: Member) -> Availability:
    """What the member said; the way it is without a word when nothing was said."""
    said = db.session.get(Availability, member.id)
    return said or Availability(
        member_id=member.id, away_shown="members", takes_questions=False, weekly_cap=5, stands_in=False
    )


def areas_of(member: Member) -> list[tuple[str, int]]:
    """The services and tags that the member chose."""
    query = select(HelperArea.kind, HelperArea.ident).where(HelperArea.member_id == member.id)
    return [(kind, ident) for kind, ident in db.session.execute(query)]


def chosen_tags(member: Member) -> list[str]:
    """The names of the tags that the member chose."""
    mine = select(HelperArea.ident).where(HelperArea.member_id == member.id, HelperArea.kind == "tag")
    return list(db.session.scalars(select(Tag.name).where(Tag.id.in_(mine)).order_by(Tag.name)))


def keep_quiet_hours(start: time | None, end: time | None, *, away_shown: str, by: Member) -> None:
    """Say from when till when nothing shall come, on one's own clock, and who may read that one is away.

    Without both times there are no quiet hours. Raises Invalid.
    """
    if away_shown not in SHOWN:
        raise Invalid("Please choose one of these.", "away_shown")
    if (start is None) != (end is None):
        raise Invalid("Quiet hours need both times; leave both empty for none.", "quiet_until")
    if start is not None and start == end:
        raise Invalid("They begin and end at the same time. Would you choose another end?", "quiet_until")
    with atomic():
        said = _held(by)
        said.quiet_from, said.quiet_until, said.away_shown = minutes_of(start), minutes_of(end), away_shown
        record(QuietHoursChanged(by.id), by=by)


def may_offer_help(by: Member | None) -> bool | str:
    """Those who have answered for a while (level 3), super-users and provider staff."""
    if by is None:
        return "Please sign in first."
    if by.may_moderate or holds(by, "help"):
        return True
    return f"{refusal(by, 'help')} You can answer whatever you find until then."


def offer_help(
    *, takes: bool, cap: int, services: list[int], tags: str, back_up_id: int | None, stands_in: bool, by: Member
) -> None:
    """Say whether unanswered questions may be brought to one, how many in seven days, about what, and who steps in.

    Raises Invalid with the field, NotAllowed.
    """
    require(may_offer_help(by))
    low, high = CAP
    if not low <= cap <= high:
        raise Invalid(f"Please choose between {low} and {high} a week.", "weekly_cap")
    areas = [*(("service", ident) for ident in _services(services)), *(("tag", ident) for ident in _tags(tags))]
    if len(areas) > MOST_AREAS:
        raise Invalid(f"At most {MOST_AREAS} services and tags together; these are {len(areas)}.", "tags")
    if back_up_id is not None and back_up_id not in {each.id for each in back_ups_for(by)}:
        raise Invalid("They don’t stand in for others at the moment. Ask them, or choose somebody else.", "back_up")
    with atomic():
        said = _held(by)
        said.takes_questions, said.weekly_cap, said.stands_in, said.back_up_id = takes, cap, stands_in, back_up_id
        db.session.execute(delete(HelperArea).where(HelperArea.member_id == by.id))
        db.session.add_all(HelperArea(member_id=by.id, kind=kind, ident=ident) for kind, ident in areas)
        record(HelpOffered(by.id, takes, cap), by=by)


def back_ups_for(by: Member) -> list[Member]:
    """Who may be named as back-up: helpers who said that they stand in for others."""
    stands_in = (Availability.stands_in, Availability.takes_questions, Member.active, helps())
    query = select(Member).join(Availability, Availability.member_id == Member.id).where(*stands_in)
    return list(db.session.scalars(query.where(Member.id != by.id).order_by(Member.display_name, Member.id)))


def helps() -> ColumnElement[bool]:
    """The rule of `may_offer_help` as SQL about Member."""
    return or_(Member.role != "member", Member.level >= level_for("help"))


def quiet_end(said: Availability, member: Member, at: datetime) -> datetime | None:
    """When the member's quiet hours end, if `at` falls into them; they may go over midnight."""
    if said.quiet_from is None or said.quiet_until is None:
        return None
    local = there(member, at)
    now, start, end = local.hour * 60 + local.minute, said.quiet_from, said.quiet_until
    if not (start <= now < end if start < end else now >= start or now < end):
        return None
    day = local + timedelta(days=1) if now >= end else local
    return clock.utc(day.replace(hour=end // 60, minute=end % 60, second=0, microsecond=0))


def quiet_until(members: list[int], at: datetime) -> dict[int, datetime]:
    """Of these members those who want to hear nothing at `at`, each with when that ends: one statement."""
    wanting = (Availability.member_id.in_(members), Availability.quiet_from.is_not(None))
    rows = db.session.execute(
        select(Availability, Member).join(Member, Member.id == Availability.member_id).where(*wanting)
    )
    ends = {member.id: quiet_end(said, member, at) for said, member in rows}
    return {ident: end for ident, end in ends.items() if end is not None}


def minutes_of(at: time | None) -> int | None:
    """A time of day as minutes after midnight."""
    return None if at is None else at.hour * 60 + at.minute


def time_of(minutes: int | None) -> time | None:
    """Minutes after midnight as a time of day."""
    return None if minutes is None else time(minutes // 60, minutes % 60)


def _held(by: Member) -> Availability:
    insert_once(
        Availability, member_id=by.id, away_shown="members", takes_questions=False, weekly_cap=5, stands_in=False
    )
    return lock(db.session.get(Availability, by.id))


def _services(idents: list[int]) -> list[int]:
    fitting = [ident for ident in idents if abs(ident) < 2**31]  # no other number can be that of a row
    return list(db.session.scalars(select(Service.id).where(Service.id.in_(fitting)).order_by(Service.id)))


def _tags(words: str) -> list[int]:
    """The tags by name; a word that nothing is filed under is said back. Raises Invalid."""
    names = sorted({word.lstrip("#") for word in words.lower().replace(",", " ").split()})
    found = {tag.name: tag.id for tag in db.session.scalars(select(Tag).where(Tag.name.in_(names)))}
    if unknown := [name for name in names if name not in found]:
        raise Invalid(f"Nothing is filed under {', '.join(unknown)} yet. Please use tags that questions have.", "tags")
    return list(found.values())
