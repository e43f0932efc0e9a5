"""The levels and what they open. Both are data that staff may change; until then they are as Guildhall came with them.

Here, because rules everywhere ask for them. Who is on which level is kept by gamification.
"""

from dataclasses import dataclass, replace

from sqlalchemy import JSON, Row, select
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import db


@dataclass(frozen=True)
class Level:
    """One step: reached with so many points, so many outcomes that somebody else confirmed, and so many days in which
    nobody had to be warned. `metal` is the ring round a portrait."""

    number: int
    name: str
    points: int
    outcomes: int
    clean_days: int
    metal: str


@dataclass(frozen=True)
class Privilege:
    """Something that opens with a level: as the beginning of a sentence, and with which level as shipped."""

    key: str
    words: str
    level: int


SHIPPED = (
    Level(1, "Newcomer", 0, 0, 0, "plain"),
    Level(2, "Contributor", 50, 1, 0, "bronze"),
    Level(3, "Regular", 200, 5, 30, "bronze"),
    Level(4, "Practitioner", 600, 15, 60, "silver"),
    Level(5, "Mentor", 1_500, 40, 90, "gold"),
    Level(6, "Steward", 4_000, 100, 90, "gold"),
)
PRIVILEGES = {
    each.key: each
    for each in (
        Privilege("post_freely", "Posting without the limits for newcomers", 2),
        Privilege("object", "Voting down", 2),
        Privilege("help", "Sorting what is asked, and the helpers’ queues", 3),
        Privilege("canned", "Using canned answers", 3),
        Privilege("wiki", "Opening your posts to everybody", 3),
        Privilege("links", "Links that search engines follow", 3),
    )
}


class LevelRow(db.Model):
    """A level as the staff have it, and what opens with it."""

    __tablename__ = "levels"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    points: Mapped[int]
    outcomes: Mapped[int]
    clean_days: Mapped[int]
    opens: Mapped[list] = mapped_column(JSON)


def levels() -> tuple[Level, ...]:
    """The six levels, the lowest first; read once for a request."""
    return _known()[0]


def level_for(privilege: str) -> int:
    """The number of the level with which something opens."""
    return _known()[1].get(privilege, PRIVILEGES[privilege].level)


def opened_by(number: int) -> list[Privilege]:
    """What opens with a level."""
    return [each for each in PRIVILEGES.values() if level_for(each.key) == number]


def forget_levels() -> None:
    """Read them again: somebody changed them."""
    db.session.info.pop("levels", None)


def _known() -> tuple[tuple[Level, ...], dict[str, int]]:
    if "levels" not in db.session.info:
        changed = {row.number: row for row in db.session.execute(select(*LevelRow.__table__.c))}
        there = tuple(_as_changed(each, changed.get(each.number)) for each in SHIPPED)
        opens = {key: row.number for row in changed.values() for key in row.opens}
        db.session.info["levels"] = there, opens
    return db.session.info["levels"]


def _as_changed(level: Level, row: Row | None) -> Level:
    if row is None:
        return level
    return replace(level, name=row.name, points=row.points, outcomes=row.outcomes, clean_days=row.clean_days)
