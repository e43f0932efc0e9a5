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
    """Staff or a pack of rules changed what a shield is given for; `backfill`: who earned it before gets it quietly."""

    badge: str
    backfill: bool = False


@fact
class BackfillCarriedOn:
    """A part of a quiet backfill was given; `given` so far. The rest follows."""

    badge: str
    given: int
    backfill: bool = True


@fact
class BadgeRevoked:
    """A shield that goes with its reason was taken away from a member, as the reason is gone."""

    member_id: int
    badge: str
    thing: str = ""


@fact
class FavouritesChosen:
    """A member chose which of their shields stand beside their name, and which one is their title."""

    member_id: int


@fact
class HonourGiven:
    """Staff honoured a member."""

    honour_id: int
    member_id: int
    honour: str


@fact
class HonourTakenBack:
    """Staff took an honour back."""

    honour_id: int
    member_id: int
    honour: str


@fact
class KudosGiven:
    """A member thanked another one with a sentence."""

    kudos_id: int
    member_id: int


@fact
class KudosHidden:
    """A member let a sentence of thanks stand on their page no more, or (`on` is false) again."""

    kudos_id: int
    on: bool


@fact
class KudosRemoved:
    """A sentence of thanks was taken back by whoever wrote it, or taken down by those who look after the hall."""

    kudos_id: int
    member_id: int
