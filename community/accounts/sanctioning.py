"""Warning, silencing and suspending members, and ending that again.

Who acts stands above whom they act on: super-users above members, provider staff above both, administrators above all
but each other. Whoever was given a place to look after (`keeper`) may what super-users may, about what happened there.
Each time in the last two years makes the next one longer; after the fourth, staff decide.
"""

from datetime import timedelta

from sqlalchemy import func, select

from community.accounts.facts import MemberSilenced, MemberSuspended, MemberWarned, SanctionEnded, SanctionLifted
from community.accounts.models import ROLES, Member
from community.accounts.sanctions import FOREVER, Sanction
from community.core import clock
from community.core.db import atomic, db, lock, set_columns
from community.core.errors import Conflict, Invalid, require
from community.core.text import tidy
from community.events import Event, record
from community.events.table import due

LADDER = (1, 3, 7, 30)  # days: the first time, the second, ...
MEMORY = timedelta(days=730)  # what is older does not make the next one longer
LONGER = {90: "Three months", 365: "A year"}  # for provider staff
ENDLESS = 0  # instead of days: until it is lifted; suspensions only
REASON_LENGTH = 500
SOON = timedelta(minutes=2)  # the same decision sent twice within this time is one
UNTIL = {"silence": Member.silenced_until, "suspend": Member.suspended_until}


def may_warn(by: Member | None, member: Member, *, keeper: bool = False) -> bool | str:
    """Super-users, provider staff and keepers, those they stand above."""
    if by is None or not (by.may_moderate or keeper):
        return "Super-users and provider staff look after this."
    if by.id == member.id:
        return "Nobody decides about themselves. Ask somebody else to look at it."
    above = ROLES.index(by.role if by.may_moderate else "superuser") > ROLES.index(member.role)
    return above or f"{member.role_word} accounts are looked after by {'administrators' if by.is_staff else 'staff'}."


def may_silence(by: Member | None, member: Member, *, keeper: bool = False) -> bool | str:
    """The same people; after the fourth time provider staff alone."""
    if (allowed := may_warn(by, member, keeper=keeper)) is not True:
        return allowed
    if by.is_staff or times_before(member) < len(LADDER):
        return True
    return "It has come to this four times already, so provider staff decide what happens next."


def may_suspend(by: Member | None, member: Member) -> bool | str:
    """Provider staff, those they stand above."""
    if by is not None and not by.is_staff:
        return "Only provider staff can suspend. You can silence for a while and tell staff."
    return may_warn(by, member)


def may_lift(by: Member | None, sanction: Sanction) -> bool | str:
    """Who decided it or might have, while they stand above the member."""
    if sanction.kind == "suspend":
        return may_suspend(by, sanction.member)
    return may_warn(by, sanction.member, keeper=by is not None and by.id == sanction.by_id)


def times_before(member: Member) -> int:
    """How often the member was silenced or suspended in the last two years; what was lifted does not count."""
    query = select(func.count()).where(Sanction.member_id == member.id, Sanction.kind != "warn")
    return db.session.scalar(query.where(Sanction.lifted_at.is_(None), Sanction.at > clock.now() - MEMORY))


def proposed_days(member: Member) -> int:
    """The next step of the ladder."""
    return LADDER[min(times_before(member), len(LADDER) - 1)]


def spans(by: Member, kind: str) -> dict[int, str]:
    """For how many days one may decide it."""
    steps = {days: "1 day" if days == 1 else f"{days} days" for days in LADDER}
    if by.is_staff:
        steps |= LONGER
    return steps | ({ENDLESS: "Until it is lifted"} if kind == "suspend" else {})


def warn_member(member: Member, reason: str, *, by: Member, known: int | None = None, keeper: bool = False) -> Sanction:
    """Tell a member in earnest what must not happen again. Raises NotAllowed, Invalid, Conflict."""
    return _decide(member, "warn", reason, None, by, known, keeper=keeper)


def silence_member(
    member: Member, reason: str, days: int, *, by: Member, known: int | None = None, keeper: bool = False
) -> Sanction:
    """Keep a member from writing for some days. `known` is the newest entry of the record that was read.

    Raises NotAllowed, Invalid, Conflict when somebody else decided something since.
    """
    return _decide(member, "silence", reason, days, by, known, keeper=keeper)


def suspend_member(member: Member, reason: str, days: int, *, by: Member, known: int | None = None) -> Sanction:
    """Keep a member out for some days, or (0) until it is lifted. Raises as `silence_member` does."""
    return _decide(member, "suspend", reason, days, by, known)


RULES = {"warn": may_warn, "silence": may_silence, "suspend": may_suspend}


def _decide(
    member: Member, kind: str, reason: str, days: int | None, by: Member, known: int | None, **standing: bool
) -> Sanction:
    require(RULES[kind](by, member, **standing))
    reason = tidy(reason)[:REASON_LENGTH]
    if not reason:
        raise Invalid("Please say why; the person will read it.", "reason")
    if days is not None and days not in spans(by, kind):
        raise Invalid("Please choose one of the times.", "days")
    with atomic():
        lock(member)
        newest = _newest(member)
        if newest is not None and _is_twin(newest, kind, reason, by):
            return newest
        if known is not None and known != (newest.id if newest else 0):
            raise Conflict("Somebody else decided something about this member meanwhile. Read it first, then decide.")
        require(RULES[kind](by, member, **standing))
        sanction = Sanction(member_id=member.id, kind=kind, reason=reason, by_id=by.id, at=clock.now(),
                            until=_until(days))  # fmt: skip
        db.session.add(sanction)
        db.session.flush()
        _keep(member)
        record(_fact(sanction), by=by)
    return sanction


def _newest(member: Member) -> Sanction | None:
    query = select(Sanction).where(Sanction.member_id == member.id)
    return db.session.scalar(query.order_by(Sanction.id.desc()).limit(1))


def _is_twin(newest: Sanction, kind: str, reason: str, by: Member) -> bool:
    same = (newest.kind, newest.reason, newest.by_id, newest.lifted_at) == (kind, reason, by.id, None)
    return same and newest.at > clock.now() - SOON


def _until(days: int | None):
    if days is None:
        return None
    # Whole seconds, so that the fact can say it exactly and its end is not looked for a moment too early.
    return FOREVER if days == ENDLESS else clock.now().replace(microsecond=0) + timedelta(days=days)


def _fact(sanction: Sanction):
    if sanction.kind == "warn":
        return MemberWarned(sanction.member_id, sanction.id)
    said = MemberSilenced if sanction.kind == "silence" else MemberSuspended
    return said(sanction.member_id, sanction.id, int(sanction.until.timestamp()))


def lift_sanction(sanction: Sanction, *, by: Member) -> None:
    """End it early, or take a warning back: it no longer counts. Nothing happens when that was done already."""
    require(may_lift(by, sanction))
    with atomic():
        lock(sanction.member)
        lock(sanction)
        if sanction.ended_at:
            raise Conflict("It has run out already.")
        if sanction.lifted_at is None:
            sanction.lifted_at, sanction.lifted_by_id = clock.now(), by.id
            db.session.flush()
            _keep(sanction.member)
            record(SanctionLifted(sanction.member_id, sanction.id, sanction.kind), by=by)


def _keep(member: Member) -> None:
    """What the member may do follows the rows."""
    for kind, column in UNTIL.items():
        longest = select(func.max(Sanction.until)).where(
            Sanction.member_id == member.id, Sanction.kind == kind, Sanction.lifted_at.is_(None)
        )
        set_columns(Member, member.id, **{column.key: longest.scalar_subquery()})


@due(lambda event: clock.from_seconds(event.fact.until))
def end_sanction(event: Event) -> None:
    """When a silence or suspension has run out: note it, so that the member is told. Not when it was lifted."""
    sanction = db.session.get(Sanction, event.fact.sanction_id)
    if sanction is None:
        return
    with atomic():
        lock(sanction)
        if sanction.lifted_at is None and sanction.ended_at is None and sanction.until <= clock.now():
            sanction.ended_at = clock.now()
            record(SanctionEnded(sanction.member_id, sanction.id, sanction.kind))
