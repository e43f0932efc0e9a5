"""Levels rise at once, and fall late: after a notice and two weeks, never while somebody is away or it is locked."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, literal, select, update

from community.accounts.levels import levels
from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock, set_columns
from community.core.errors import Invalid, require
from community.events import Event, record
from community.events.table import due
from community.gamification.facts import LevelAtRisk, LevelLocked, LevelLowered, LevelReached
from community.gamification.levels import earned_level, is_below

GRACE = timedelta(days=14)


def settle(member: Row | Member, before: int) -> None:
    """After a member's points changed: tell of a level that was reached, and question one that is no longer earned."""
    if member.level > before:
        record(LevelReached(member.id, member.level))
    below = is_below(member) and not member.level_locked
    if below and member.level_at_risk_until is None:
        _question(member, clock.now() + GRACE)
    elif not below and member.level_at_risk_until is not None:
        set_columns(Member, member.id, level_at_risk_until=None)


def _question(member: Row | Member, until: datetime) -> None:
    until = clock.utc(until)
    set_columns(Member, member.id, level_at_risk_until=until)
    record(LevelAtRisk(member.id, member.level, int(until.timestamp())))


@due(lambda event: clock.from_seconds(event.fact.until))
def lower_level(event: Event) -> None:
    """The two weeks are over: lower the level unless it was earned again, locked, or its member is away."""
    member = lock(db.session.get(Member, event.fact.member_id))
    until = member.level_at_risk_until
    if until is None or int(until.timestamp()) != event.fact.until or not is_below(member) or member.level_locked:
        return
    if member.away_until is not None and member.away_until > clock.now():
        _question(member, member.away_until + GRACE)
        return
    old = member.level
    table = Member.__table__.c
    right = earned_level(table.reputation, table.outcomes, table.id)
    db.session.execute(
        update(Member).where(Member.id == member.id).values(level=right, level_at_risk_until=None)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    db.session.refresh(member, ["level", "level_at_risk_until"])
    record(LevelLowered(member.id, old, member.level))


def settle_everybody() -> int:
    """After levels were changed by the staff: let everybody rise who may now; how many did."""
    with atomic():
        return _let_rise()


def _let_rise(*whom: ColumnElement[bool]) -> int:
    table = Member.__table__.c
    right = earned_level(table.reputation, table.outcomes, table.id)
    rising = select(Member.id, right.label("level")).where(right > Member.level, Member.level_locked.is_(False), *whom)
    risen = db.session.execute(rising).all()
    for member_id, level in risen:
        set_columns(Member, member_id, level=literal(level))
        record(LevelReached(member_id, level))
    return len(risen)


def may_lock_level(by: Member | None, member: Member) -> bool | str:
    """Provider staff, but nobody decides about their own."""
    if by is None or not by.is_staff:
        return "A level is locked by provider staff."
    return by.id != member.id or "Nobody decides about their own level. A colleague may."


def lock_level(member: Member, level: int | None, *, by: Member) -> None:
    """Let a member's level stay as it is, or (None) go by what was earned again: it rises at once, and falls late.

    Nothing happens where that was decided already. Raises NotAllowed, Invalid for a level that there is not.
    """
    require(may_lock_level(by, member))
    if level is not None and level not in {each.number for each in levels()}:
        raise Invalid("Choose a level from the list.", "level")
    with atomic():
        lock(member)
        if (member.level if member.level_locked else None) == level:
            return
        member.level_locked = level is not None
        if level is not None:
            member.level, member.level_at_risk_until = level, None
        record(LevelLocked(member.id, level), by=by)
        if level is None:
            db.session.flush()
            _let_rise(Member.id == member.id)
            settle(member, member.level)
