"""Reading ledgers and shields."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.accounts.showing import recognition_shown
from community.core import clock
from community.core.db import db
from community.core.paging import Page, page_of
from community.gamification.badges import Badge, catalogue
from community.gamification.deeds import AGAINST, DEEDS, LIMITS, WITHHELD, words_for
from community.gamification.earning import so_far
from community.gamification.models import Award, ReputationLine
from community.gamification.scheme import Prices
from community.gamification.subjects import Named, named

NEAR = 3  # how many shields within reach are shown
FIRST_STEPS = ("threshold", "first-light", "acorn")  # open to everyone from the first day


@dataclass(frozen=True)
class Told:
    """One line of a ledger as it is read: points, why, on account of what."""

    points: int
    words: str
    about: Named
    at: datetime


@dataclass(frozen=True)
class Row:
    """One line of the table of what counted: how much each, how often, points together."""

    what: str
    each: str
    times: int
    points: int


@dataclass(frozen=True)
class Reach:
    """A shield within reach, as a share 0..1, with words for how far it is."""

    badge: Badge
    share: float
    words: str


def ledger_of(member: Member, viewer: Member | None, *, after: str | None = None, size: int = 30) -> Page[Told]:
    """One page of a member's ledger, newest first; what the viewer may not see has no title."""
    query = select(ReputationLine).where(ReputationLine.member_id == member.id, ReputationLine.points != 0)
    page = page_of(query, by=(ReputationLine.fact_id, ReputationLine.id), after=after, size=size)
    names = named(((line.subject_kind, line.subject_id) for line in page.items), viewer)
    own = viewer is not None and viewer.id == member.id
    told = [
        Told(
            line.points, words_for(line.rule, line.points, own=own), names[line.subject_kind, line.subject_id], line.at
        )
        for line in page.items
    ]
    return Page(told, page.after, page.first)


def account_of(member: Member, since: datetime | None = None) -> list[Row]:
    """What counted for a member, most first. The points add up to the whole (since then)."""
    # What is taken back counts less, so that each times times is points; where the price is negative, minus counts.
    minus = (*AGAINST, "taken_down")
    sign = case((ReputationLine.rule.in_(minus), -1), else_=1)
    times = func.sum(case((ReputationLine.points * sign > 0, 1), else_=-1))
    points = func.sum(ReputationLine.points)
    query = select(ReputationLine.rule, times, points).where(
        ReputationLine.member_id == member.id, ReputationLine.points != 0
    )
    if since is not None:
        query = query.where(ReputationLine.at >= since)
    found = [tuple(row) for row in db.session.execute(query.group_by(ReputationLine.rule))]
    prices, now = Prices.now(db.session.connection()), clock.now()
    rows = [
        Row(
            DEEDS[rule].what,
            "" if rule in (*WITHHELD, *LIMITS) else str(prices.at(rule, now).points),
            int(times),
            int(points),
        )
        for rule, times, points in found
        if times or points
    ]
    return sorted(rows, key=lambda row: (-row.points, row.what))


def awards_of(member: Member) -> list[tuple[Badge, Award]]:
    """A member's shields, the newest first."""
    badges = catalogue()
    query = select(Award).where(Award.member_id == member.id, Award.badge.in_(badges))
    return [
        (badges[award.badge], award) for award in db.session.scalars(query.order_by(Award.at.desc(), Award.id.desc()))
    ]


def within_reach(member: Member, held: set[str]) -> list[Reach]:
    """The shields a member is nearest to; where nothing has begun, the first ones of each kind."""
    begun, badges = [], catalogue()
    open_ = {key: badge.rule for key, badge in badges.items() if key not in held and badge.unit}
    for key, count in so_far(open_, member.id, db.session.connection()).items():
        badge, goal = badges[key], badges[key].rule.goal * badges[key].rule.score
        if count > 0:
            begun.append(Reach(badge, min(1.0, count / goal), f"{min(count, goal)} of {goal} {badge.unit}"))
    begun.sort(key=lambda reach: -reach.share)
    ahead = [
        Reach(badges[key], 0.0, f"For {badges[key].what}") for key in FIRST_STEPS if key in badges and key not in held
    ]
    return (begun + ahead)[:NEAR]


def holders_of(badge: Badge, viewer: Member | None, *, after: str | None = None) -> Page[Award]:
    """One page of who has a shield and shows it to the viewer, the newest first."""
    query = select(Award).join(Award.member)
    query = query.where(Award.badge == badge.key, Member.active, recognition_shown(viewer))
    return page_of(query.options(joinedload(Award.member)), by=(Award.fact_id, Award.id), after=after)


def holders_count(viewer: Member | None) -> dict[str, int]:
    """How many people have each shield and show it to the viewer."""
    query = select(Award.badge, func.count()).join(Award.member).where(Member.active, recognition_shown(viewer))
    query = query.group_by(Award.badge)
    return dict(tuple(row) for row in db.session.execute(query))
