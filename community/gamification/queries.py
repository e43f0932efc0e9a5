"""Reading ledgers and shields."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from community.accounts.models import Member
from community.accounts.showing import recognition_shown
from community.core import clock
from community.core.db import db
from community.core.paging import Page, page_of
from community.events.facts import FactRow
from community.gamification.badges import METALS, Badge, catalogue, known_badges
from community.gamification.deeds import AGAINST, DEEDS, LIMITS, WITHHELD, words_for
from community.gamification.earning import so_far
from community.gamification.models import Award, ReputationLine
from community.gamification.scheme import prices_now
from community.gamification.subjects import Named, named

NEAR = 3  # how many shields within reach are shown
FIRST_STEPS = ("threshold", "first-light", "acorn")  # open to everyone from the first day


@dataclass(frozen=True)
class Told:
    """One line of a ledger as it is read: points, why, on account of what; `earlier`: at a price that is no more."""

    points: int
    words: str
    about: Named
    at: datetime
    earlier: bool


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
    decided = _decided_about_votes(page.items) if own else {}
    prices, now = prices_now(db.session.connection()), clock.now()
    told = [
        Told(
            line.points,
            decided.get(line.fact_id) or words_for(line.rule, line.points, own=own),
            names[line.subject_kind, line.subject_id],
            line.at,
            # What is taken back is so for what was given, whatever the price.
            line.value > 0 and line.version != prices.at(line.rule, now).number,
        )
        for line in page.items
    ]
    return Page(told, page.after, page.first)


def _decided_about_votes(lines: list[ReputationLine]) -> dict[int, str]:
    """Lines that came of a decision about votes say so to their member; others read that something was taken back."""
    words = {"VotesInvalidated": "Votes that count no longer", "VotesReinstated": "Votes that count again"}
    facts = {line.fact_id for line in lines}
    query = select(FactRow.id, FactRow.kind).where(FactRow.id.in_(facts), FactRow.kind.in_(words))
    return {ident: words[kind] for ident, kind in db.session.execute(query)} if facts else {}


def account_of(member: Member, since: datetime | None = None) -> list[Row]:
    """What counted for a member, most first. The points add up to the whole (since then).

    Where the price was another one for some, the row says only what they come to.
    """
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
    prices, now = prices_now(db.session.connection()), clock.now()
    rows = []
    for rule, times, points in found:
        each = prices.at(rule, now).points
        alike = rule not in (*WITHHELD, *LIMITS) and each * times == points
        if times or points:
            rows.append(Row(DEEDS[rule].what, str(each) if alike else "", int(times), int(points)))
    return sorted(rows, key=lambda row: (-row.points, row.what))


@dataclass(frozen=True)
class Hung:
    """A shield on a member's wall: how often it was earned, and lately when."""

    badge: Badge
    times: int
    at: datetime


def wall_of(member: Member) -> list[Hung]:
    """A member's shields, the newest first; those of one series stand together, the lowest metal first."""
    badges = catalogue()
    query = select(Award.badge, func.count(), func.max(Award.at)).where(Award.member_id == member.id)
    rows = db.session.execute(query.where(Award.badge.in_(badges)).group_by(Award.badge))
    hung = [Hung(badges[key], times, at) for key, times, at in rows]
    latest: dict[str, datetime] = {}
    for each in hung:
        series = _series_of(each.badge)
        latest[series] = max(each.at, latest.get(series, each.at))
    hung.sort(key=lambda each: (_series_of(each.badge), METALS.index(each.badge.metal), each.badge.name))
    return sorted(hung, key=lambda each: latest[_series_of(each.badge)], reverse=True)


def _series_of(badge: Badge) -> str:
    return f"series {badge.series}" if badge.series else badge.key


def series_of(badge: Badge) -> list[Badge]:
    """The shields of its series, the lowest metal first; none when it stands alone."""
    there = [each for each in known_badges().values() if each.series and each.series == badge.series]
    return sorted(there, key=lambda each: METALS.index(each.metal)) if len(there) > 1 else []


def within_reach(member: Member, held: set[str]) -> list[Reach]:
    """The shields a member is nearest to; where nothing has begun, the first ones of each kind."""
    begun, badges = [], catalogue()
    open_ = {key: badge.rule for key, badge in badges.items() if key not in held and badge.unit}
    for key, count in so_far(open_, member.id, db.session.connection()).items():
        if count > 0:
            begun.append(_reach(badges[key], count))
    begun.sort(key=lambda reach: -reach.share)
    ahead = [
        Reach(badges[key], 0.0, f"For {badges[key].what}") for key in FIRST_STEPS if key in badges and key not in held
    ]
    return (begun + ahead)[:NEAR]


def _reach(badge: Badge, count: int) -> Reach:
    goal = badge.rule.goal * badge.rule.score
    return Reach(badge, min(1.0, count / goal), f"{min(count, goal)} of {goal} {badge.unit}")


def reach_of(badge: Badge, member: Member) -> Reach | None:
    """How far a member has come to one shield; None where that can't be said in a number, or nothing has begun."""
    if not badge.unit or badge.rule.per == "tag":
        return None
    count = so_far({badge.key: badge.rule}, member.id, db.session.connection())[badge.key]
    return _reach(badge, count) if count > 0 else None


@dataclass(frozen=True)
class Held:
    """Who has a shield: the latest award, how often, and in which tags where it is earned in each."""

    award: Award
    times: int
    tags: list[Named]


def holders_of(badge: Badge, viewer: Member | None, *, after: str | None = None) -> Page[Held]:
    """One page of who has a shield and shows it to the viewer, the newest first, everybody once."""
    later = aliased(Award)
    newer = or_(later.fact_id > Award.fact_id, and_(later.fact_id == Award.fact_id, later.id > Award.id))
    same = (later.badge == Award.badge, later.member_id == Award.member_id)
    shown = (Member.active, recognition_shown(viewer))
    query = select(Award).join(Award.member).where(Award.badge == badge.key, *shown)
    query = query.where(~exists().where(*same, newer)).options(joinedload(Award.member))
    page = page_of(query, by=(Award.fact_id, Award.id), after=after)
    things = _things_of(badge, [award.member_id for award in page.items])
    names = named({thing for found in things.values() for thing in found if thing[0] == "tag"}, viewer)
    held = [
        Held(award, len(found), [names[thing] for thing in found if thing in names])
        for award in page.items
        for found in [things[award.member_id]]
    ]
    return Page(held, page.after, page.first)


def _things_of(badge: Badge, members: list[int]) -> dict[int, list[tuple[str, int]]]:
    query = select(Award.member_id, Award.subject_kind, Award.subject_id).where(Award.badge == badge.key)
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for member_id, kind, ident in db.session.execute(query.where(Award.member_id.in_(members)).order_by(Award.id)):
        found[member_id].append((kind, ident))
    return found


def tags_of(badge: Badge, viewer: Member | None) -> list[tuple[Named, int]]:
    """In which tags a shield was earned, and by how many people each; the most first."""
    if badge.rule.per != "tag":
        return []
    people = func.count(Award.member_id.distinct())
    query = select(Award.subject_id, people).join(Award.member)
    query = query.where(Award.badge == badge.key, Member.active, recognition_shown(viewer))
    rows = db.session.execute(query.where(Award.subject_kind == "tag").group_by(Award.subject_id)).all()
    names = named([("tag", ident) for ident, _ in rows], viewer)
    return sorted(((names["tag", ident], count) for ident, count in rows), key=lambda each: (-each[1], each[0].words))


def holders_count(viewer: Member | None) -> dict[str, int]:
    """How many people have each shield and show it to the viewer."""
    people = func.count(Award.member_id.distinct())
    query = select(Award.badge, people).join(Award.member).where(Member.active, recognition_shown(viewer))
    query = query.group_by(Award.badge)
    return dict(tuple(row) for row in db.session.execute(query))


def members_count(viewer: Member | None) -> int:
    """How many people there are whose shields the viewer would see."""
    shown = (Member.active, recognition_shown(viewer))
    return db.session.scalar(select(func.count()).select_from(Member).where(*shown))
