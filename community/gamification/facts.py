"""Facts about recognition."""

from community.events import fact


@fact
class BadgeAwarded:
    """A member earned a shield; `cause_id` is the fact that it was earned by."""

    member_id: int
    badge: str
    cause_id: int
    subject_kind: str = ""
    subject_id: int = 0


@fact
class PointsBrought:
    """A site gave points outside its votes (a bounty), which came along with an import; `amount` of the deed."""

    member_id: int
    deed: str
    amount: int
    subject_kind: str
    subject_id: int


@fact
class LevelReached:
    """A member came to a level."""

    member_id: int
    level: int


@fact
class LevelAtRisk:
    """A member fell below nine tenths of a level; it is lowered at a time (seconds since 1970) if nothing changes."""

    member_id: int
    level: int
    until: int


@fact
class LevelLowered:
    """A member went down to a level."""

    member_id: int
    old: int
    level: int


@fact
class LevelLocked:
    """Staff let a member's level stay as it is; with None it goes by what was earned again."""

    member_id: int
    level: int | None


@fact
class LevelsChanged:
    """What levels ask for, or what they open, is something else now."""


@fact
class PriceDecided:
    """Staff or a pack of rules decided what a deed is worth."""

    rule: str
    number: int


@fact
class BadgeRuleChanged:
    """Staff or a pack of rules changed what a shield is given for."""

    badge: str
