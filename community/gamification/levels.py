"""The six levels: what a number of points amounts to."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Float, case, cast, literal


@dataclass(frozen=True)
class Level:
    """One step: reached at `points`, shown in `metal` on the ring round a portrait."""

    number: int
    name: str
    points: int
    metal: str


LEVELS = (
    Level(1, "Newcomer", 0, "plain"),
    Level(2, "Contributor", 50, "bronze"),
    Level(3, "Regular", 200, "bronze"),
    Level(4, "Practitioner", 600, "silver"),
    Level(5, "Mentor", 1_500, "gold"),
    Level(6, "Steward", 4_000, "gold"),
)


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
