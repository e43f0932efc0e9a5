"""Where somebody stands among the levels, in Python and as SQL."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Float, and_, case, cast, exists, literal

from community.accounts.levels import Level, levels
from community.accounts.models import Member
from community.accounts.sanctions import Sanction
from community.core import clock

KEEPS = 0.9  # of the points of a level are enough to keep it


@dataclass(frozen=True)
class Progress:
    """Where somebody stands: the level, the next one (None at the top), what it lacks, share of the way 0..1."""

    level: Level
    next: Level | None
    missing: int
    missing_outcomes: int
    share: float


def progress(member: Member) -> Progress:
    """Where a member stands. Below zero nothing of the way is done."""
    there = levels()
    level = there[member.level - 1]
    if level is there[-1]:
        return Progress(level, None, 0, 0, 1.0)
    following = there[level.number]
    return Progress(
        level, following, max(0, following.points - member.reputation), max(0, following.outcomes - member.outcomes),
        member.level_progress,
    )  # fmt: skip


def clean_since() -> dict[str, datetime]:
    """For each level that asks for a time without a warning, when that time began."""
    now = clock.now()
    return {f"since_{each.number}": now - timedelta(days=each.clean_days) for each in levels() if each.clean_days}


def earned_level(
    points: ColumnElement, outcomes: ColumnElement, member_id: ColumnElement, since: dict | None = None
) -> ColumnElement:
    """The highest level whose points, outcomes and conduct a member has, as SQL; `since` as `clean_since` says."""
    since = since or clean_since()
    steps = []
    for level in reversed(levels()[1:]):
        enough = [points >= level.points, outcomes >= level.outcomes]
        if level.clean_days:
            late = Sanction.at > since[f"since_{level.number}"]
            warned = exists().where(Sanction.member_id == member_id, late, Sanction.lifted_at.is_(None))
            enough.append(~warned.correlate_except(Sanction))
        steps.append((and_(*enough), level.number))
    return case(*steps, else_=1)


def share_of(points: ColumnElement) -> ColumnElement:
    """The share of the way to the next level by points, as SQL."""
    there = levels()
    steps = [
        (points >= low.points, cast(points - low.points, Float) / max(1, high.points - low.points))
        for low, high in zip(reversed(there[:-1]), reversed(there[1:]), strict=True)
    ]
    return case((points >= there[-1].points, literal(1.0)), *steps, else_=literal(0.0))


def is_below(member: Member) -> bool:
    """Whether somebody has fallen so far that the level is in question: below nine tenths of its points."""
    return member.level > 1 and member.reputation < KEEPS * levels()[member.level - 1].points
