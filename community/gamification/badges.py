"""The shields: what each looks like, what it says, and the rule that earns it.

Those that Guildhall comes with stand in its pack; what staff or another pack decided lies over them, by key. Shields
that people give to each other follow no rule and are not listed here.
"""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import select

from community.core.db import db
from community.gamification.earning import Earned
from community.gamification.models import BadgeRule
from community.gamification.rules import Rule, rule_from
from community.gamification.scheme import SHIPPED, pack

METALS = ("bronze", "silver", "gold")
FAMILIES = ("Answers", "Knowledge", "Improvement", "Care", "Community")


@dataclass(frozen=True)
class Badge:
    """One shield. `what` finishes the sentence "For …"; `why` says what is good about it; `unit` is what is counted."""

    key: str
    name: str
    metal: str
    family: str
    charge: str
    what: str
    why: str
    rule: Rule
    unit: str = ""
    series: str = ""

    @property
    def path(self) -> str:
        """Address of its page."""
        return f"/badges/{self.key}"

    def thing_of(self, what: Earned) -> str:
        """What tells two awards of it to one member apart: the thing where each earns it anew, nothing otherwise."""
        return f"{what.subject_kind}:{what.subject_id}" if self.rule.each else ""


def badge_from(data: dict) -> Badge:
    """The shield that data describes. Raises Invalid when its rule means nothing."""
    return Badge(**{**data, "rule": rule_from(data["rule"])})


@cache
def shipped(name: str = SHIPPED) -> dict[str, Badge]:
    """The shields of a pack, by key."""
    return {data["key"]: badge_from(data) for data in pack(name)["badges"]}


@cache
def charges() -> tuple[str, ...]:
    """The figures that shields bear, by name."""
    return tuple(sorted({badge.charge for badge in shipped().values()} | {each.charge for each in honours().values()}))


@dataclass(frozen=True)
class HonourKind:
    """An honour that staff give: enamel instead of metal, and no rule but their word. `what` finishes "For …"."""

    key: str
    name: str
    charge: str
    what: str
    metal: str = "enamel"
    family: str = "Honours"

    @property
    def path(self) -> str:
        """Address of its page."""
        return f"/badges/{self.key}"


@cache
def honours() -> dict[str, HonourKind]:
    """The honours, by key."""
    return {data["key"]: HonourKind(**data) for data in pack(SHIPPED)["honours"]}


def catalogue() -> dict[str, Badge]:
    """The shields that can be earned here, by key, in one statement."""
    changed = {row.key: row for row in db.session.execute(select(BadgeRule.key, BadgeRule.enabled, BadgeRule.data))}
    there = {key: badge for key, badge in shipped().items() if key not in changed}
    return there | {key: badge_from(row.data) for key, row in changed.items() if row.enabled}


def known_badges() -> dict[str, Badge]:
    """The same, read once for all the rows of a page."""
    if "badges" not in db.session.info:
        db.session.info["badges"] = catalogue()
    return db.session.info["badges"]
