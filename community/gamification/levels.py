"""Where a number of points stands among the six levels, in Python and as SQL."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Float, case, cast, literal

from community.accounts.levels import LEVELS, Level


@dataclass(frozen=True)
class Progress:
    """Where somebody stands: the level, the next one (None at the top), points still missing, share of the way 0..1."""

    level: Level
    next: Level | None
    missing: int
    share: float


def progress(reputation: int) -> Progress:
    """Where this many points stand. Below zero it is the first level, with nothing of the way done."""
    level = max((each for each in LEVELS if each.points <= reputation), key=lambda each: each.number, default=LEVELS[0])
    if level is LEVELS[-1]:
        return Progress(level, None, 0, 1.0)
    following = LEVELS[level.number]
    share = max(0, reputation - level.points) / (following.points - level.points)
    return Progress(level, following, following.points - reputation, share)


def level_of(points: ColumnElement) -> ColumnElement:
    """The level of this many points, as SQL, so that it is kept in the statement that changes the points."""
    return case(*((points >= level.points, level.number) for level in reversed(LEVELS[1:])), else_=1)


def share_of(points: ColumnElement) -> ColumnElement:
    """The share of the way to the next level, as SQL."""
    top = LEVELS[-1]
    steps = [
        (points >= low.points, cast(points - low.points, Float) / (high.points - low.points))
        for low, high in zip(reversed(LEVELS[:-1]), reversed(LEVELS[1:]), strict=True)
    ]
    return case((points >= top.points, literal(1.0)), *steps, else_=literal(0.0))
