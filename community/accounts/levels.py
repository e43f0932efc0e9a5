"""The six levels: what a number of points amounts to. Here, because rules everywhere ask for a level."""

from dataclasses import dataclass


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
CONTRIBUTOR = LEVELS[1]
