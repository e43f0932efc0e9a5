"""What levels ask for and what they open: looked at first, then decided by those who run the site."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from community.accounts.levels import PRIVILEGES, SHIPPED, LevelRow, forget_levels, level_for, levels
from community.accounts.models import Member
from community.core.db import atomic, db
from community.core.errors import Invalid, require
from community.core.text import tidy
from community.events import record
from community.gamification.facts import LevelsChanged
from community.gamification.levelling import settle_everybody
from community.gamification.levels import KEEPS


@dataclass(frozen=True)
class Wanted:
    """One level as it shall be."""

    number: int
    name: str
    points: int
    outcomes: int
    clean_days: int


@dataclass(frozen=True)
class Consequence:
    """How many members would come to a level, or have theirs in question."""

    name: str
    rising: int
    falling: int


def as_they_are() -> list[Wanted]:
    """The levels now."""
    return [Wanted(each.number, each.name, each.points, each.outcomes, each.clean_days) for each in levels()]


def preview_levels(wanted: list[Wanted], opens: dict[str, int], *, by: Member) -> list[Consequence]:
    """What the change would mean, level by level, conduct set aside. Raises NotAllowed and Invalid."""
    _check(wanted, opens, by)
    rising: Counter = Counter()
    falling: Counter = Counter()
    query = select(Member.level, Member.reputation, Member.outcomes, func.count()).where(Member.active)
    for level, points, outcomes, number in db.session.execute(
        query.group_by(Member.level, Member.reputation, Member.outcomes)
    ):
        earned = max(
            each.number for each in wanted if (points >= each.points and outcomes >= each.outcomes) or each.number == 1
        )
        if earned > level:
            rising[earned] += number
        elif level > 1 and points < KEEPS * wanted[level - 1].points:
            falling[level] += number
    return [Consequence(each.name, rising[each.number], falling[each.number]) for each in wanted]


def change_levels(wanted: list[Wanted], opens: dict[str, int], *, by: Member) -> None:
    """Decide what levels ask for and with which of them each privilege opens. Who may rise now does so at once.

    Raises NotAllowed and Invalid.
    """
    _check(wanted, opens, by)
    with atomic():
        for each in wanted:
            keys = sorted(key for key in PRIVILEGES if opens.get(key, level_for(key)) == each.number)
            db.session.merge(LevelRow(number=each.number, name=tidy(each.name), points=each.points,
                                      outcomes=each.outcomes, clean_days=each.clean_days, opens=keys))  # fmt: skip
        db.session.flush()
        forget_levels()
        record(LevelsChanged(), by=by)
        settle_everybody()


def _check(wanted: list[Wanted], opens: dict[str, int], by: Member) -> None:
    require(by.is_admin or "What levels ask for is decided by administrators.")
    if [each.number for each in wanted] != [each.number for each in SHIPPED]:
        raise Invalid(f"There are {len(SHIPPED)} levels, the lowest first.")
    names = [tidy(each.name).lower() for each in wanted]
    if not all(names) or len(set(names)) < len(names) or max(map(len, names)) > 30:
        raise Invalid("Each level needs a name of its own, of 30 letters at most.")
    first, *others = wanted
    if (first.points, first.outcomes, first.clean_days) != (0, 0, 0):
        raise Invalid("The first level asks for nothing: everybody begins there.")
    for below, above in zip(wanted, others, strict=False):
        if above.points <= below.points or above.outcomes < below.outcomes:
            raise Invalid(
                f"{tidy(above.name)} must ask for more points than {tidy(below.name)}, and for no fewer outcomes."
            )
    if any(not 0 <= each.clean_days <= 3650 for each in wanted) or any(
        number > 10**7 for each in wanted for number in (each.points, each.outcomes)
    ):
        raise Invalid("That is more than anybody could reach.")
    if any(key not in PRIVILEGES or not 1 <= level <= len(SHIPPED) for key, level in opens.items()):
        raise Invalid("Choose a level for each privilege.")
