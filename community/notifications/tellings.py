"""What a thing to tell is."""

from dataclasses import dataclass

EVERYTHING = ("watching",)
TURNING_POINTS = ("watching", "tracking")
NOBODY_ELSE = ()  # of those who follow it; whoever muted it hears nothing all the same


@dataclass(frozen=True)
class Telling:
    """One thing to tell: `yours` are the people it concerns, `followed` the things whose followers hear of it."""

    kind: str
    subject: tuple[str, int]
    audience: str  # nobody outside of it is told; of several one telling each, and nobody hears it twice
    yours: tuple[int | None, ...] = ()
    followed: tuple[tuple[str, int], ...] = ()
    levels: tuple[str, ...] = EVERYTHING
    spared: tuple[tuple[str, int], ...] = ()  # followers of these hear of it in another way
    actor_id: int | None = None  # whose doing it is, where somebody else brought the fact about
