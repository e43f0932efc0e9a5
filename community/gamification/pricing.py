"""Deciding what deeds are worth: looking at what it would change for whom, then deciding, then counting anew."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from community.accounts.levels import levels
from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db
from community.core.errors import Invalid, require
from community.core.text import tidy
from community.events import Event, record
from community.gamification.deeds import DEEDS, LIMITS, WITHHELD
from community.gamification.facts import PriceDecided
from community.gamification.levels import KEEPS, earned_level
from community.gamification.models import PriceVersion
from community.gamification.rebuild import rebuild_reputation
from community.gamification.replay import REPLAYED, replayed
from community.gamification.scheme import Price, forget_prices, prices_now

MOST = 1_000  # points for one deed, or in a day


@dataclass(frozen=True)
class Change:
    """What a decision would mean for one member."""

    member: Member
    before: int
    after: int
    earned: int

    @property
    def level(self) -> str:
        """The level the member would have then, when it is another one: never where the staff keep it."""
        if self.member.level_locked:
            return ""
        kept = self.after >= KEEPS * levels()[self.member.level - 1].points
        if self.earned == self.member.level or (self.earned < self.member.level and kept):
            return ""  # not so far below that it would be lowered
        return levels()[self.earned - 1].name


def may_decide_prices(by: Member | None) -> bool | str:
    """Whoever runs the site."""
    return (by is not None and by.is_admin) or "What deeds are worth is decided by administrators."


def price_list() -> dict[str, Price]:
    """What each deed is worth now, and the limits of a day."""
    prices, now = prices_now(db.session.connection()), clock.now()
    return {deed: prices.at(deed, now) for deed in DEEDS if deed not in WITHHELD}


def decisions() -> list[PriceVersion]:
    """What was decided, the latest first."""
    return list(db.session.scalars(select(PriceVersion).order_by(PriceVersion.id.desc()).limit(100)))


def preview_price(rule: str, points: int, counts_from: datetime | None, *, by: Member) -> list[Change]:
    """For whom the points would be others, who gains or loses most first: counted from all the facts, nothing changed.

    Raises NotAllowed and Invalid.
    """
    _check(rule, points, by)
    prices = prices_now(db.session.connection()).with_version(rule, points, counts_from)
    with replayed(check=True, prices=prices) as replay:
        line = REPLAYED.c
        sums = select(line.member_id, func.sum(line.points).label("points")).group_by(line.member_id).subquery()
        after = func.coalesce(sums.c.points, 0)
        query = select(Member.id, after, earned_level(after, Member.outcomes, Member.id))
        query = query.outerjoin(sums, sums.c.member_id == Member.id).where(after != Member.reputation)
        then = {row[0]: (int(row[1]), row[2]) for row in replay.connection.execute(query)}
    members = db.session.scalars(select(Member).where(Member.id.in_(then)))
    changed = [Change(member, member.reputation, *then[member.id]) for member in members]
    return sorted(changed, key=lambda each: (-abs(each.after - each.before), each.member.id))


def decide_price(rule: str, points: int, *, counts_from: datetime | None = None, reason: str, by: Member) -> None:
    """Decide what a deed is worth, from a moment on or (None) for all there ever was. Raises NotAllowed and Invalid."""
    _check(rule, points, by)
    if not tidy(reason):
        raise Invalid("Say why; everybody whose points change can read it.", "reason")
    with atomic():
        store_price(rule, points, counts_from=counts_from, reason=tidy(reason)[:300], by=by)


def store_price(rule: str, points: int, *, counts_from: datetime | None, reason: str, by: Member | None) -> None:
    """Write a decision down and record PriceDecided; inside the caller's transaction."""
    number = 1 + (db.session.scalar(select(func.max(PriceVersion.number)).where(PriceVersion.rule == rule)) or 0)
    db.session.add(PriceVersion(rule=rule, number=number, points=points, counts_from=counts_from,
                                decided_by_id=by.id if by else None, reason=reason))  # fmt: skip
    forget_prices()
    record(PriceDecided(rule, number), by=by)


def count_anew(event: Event) -> None:
    """Count all points again: they follow the prices as they are decided now. Nothing to do for what is yet to come."""
    query = select(PriceVersion.counts_from).where(
        PriceVersion.rule == event.fact.rule, PriceVersion.number == event.fact.number
    )
    counts_from = db.session.scalar(query)
    if counts_from is None or counts_from < event.at:
        rebuild_reputation()


def _check(rule: str, points: int, by: Member) -> None:
    require(may_decide_prices(by))
    if rule not in DEEDS or rule in WITHHELD:
        raise Invalid("Choose a deed of the list.", "rule")
    if rule in LIMITS and points < 0:
        raise Invalid("A limit is a number of points; 0 is none.", "points")
    if abs(points) > MOST:
        raise Invalid(f"At most {MOST:,} points.", "points")
