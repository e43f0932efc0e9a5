"""What earns a shield, as data: what a rule can say, and which data means one."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date

from community.core.errors import Invalid
from community.gamification.conditions import CONDITIONS
from community.gamification.deeds import DEEDS

COUNTS = {  # what is counted, in words for the form
    "things": "things (posts, articles)",
    "deeds": "deeds, one by one",
    "topics": "different topics",
    "people": "different people",
    "days": "different days",
    "weeks": "different weeks",
    "days_made": "different days on which the thing was written",
}
AUDIENCES = {
    "everybody": "Everybody",
    "members": "Members only (neither super-users nor staff)",
    "superusers": "Super-users only",
    "no_staff": "Everybody but provider staff",
}
ROLES_OF = {"members": ("member",), "superusers": ("superuser",), "no_staff": ("member", "superuser")}
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Rule:
    """What earns a shield.

    A thing (a post, an article) counts when its deeds in `plus`, less those in `minus`, come to `score`, every deed of
    `also` stands for it as well, and it is as `where` says. The shield is earned with the `goal`th thing, or with the
    `goal`th different day, week, person or topic (`count`); with `each` by every such thing anew. With `per` "tag" it
    is earned in each tag in which the answers have come to `score` together and number `goal` at least.
    `exactly` takes the place of `score`: what the deeds must come to now. `share` is the part that the things counted
    must be of all that have the deed in `share_of`.

    Only deeds of the days from `since` to `until` (2026-03-01, both included, UTC) count, and only for those in
    `audience`. With `revoke` it is taken away again when what it was given for no longer holds.
    """

    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    score: int = 1
    also: tuple[str, ...] = ()
    where: dict = field(default_factory=dict)
    count: str = "things"
    goal: int = 1
    each: bool = False
    per: str = "member"
    exactly: int | None = None
    share: float = 0.0
    share_of: str = ""
    since: str = ""
    until: str = ""
    audience: str = "everybody"
    revoke: bool = False

    @property
    def days(self) -> tuple[int | None, int | None]:
        """The first and the last day that count, in days since 1970."""
        return _day(self.since), _day(self.until)

    @property
    def as_data(self) -> dict:
        """The rule as data, without what goes without saying."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        usual = {"where": {}, **{each.name: each.default for each in fields(self) if each.name != "where"}}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in values.items()
            if value != usual[name]
        }

    @property
    def deeds(self) -> frozenset[str]:
        """The deeds after which one looks."""
        return frozenset((*self.plus, *self.minus, *self.also, *(("answered",) if self.per == "tag" else ())))


def rule_from(data: dict) -> Rule:
    """The rule that data describes. Raises Invalid, beside its field, with a sentence for what it can't mean."""
    unknown = set(data) - {each.name for each in fields(Rule)}
    if unknown:
        raise Invalid(f"A rule knows no “{min(unknown)}”.", "rule")
    _check_kinds(data)
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    if not values.get("plus"):
        raise Invalid("A rule needs a deed that counts.", "plus")
    rule = Rule(**values)
    _check_deeds(rule)
    for name, value in rule.where.items():
        if name not in CONDITIONS:
            raise Invalid(f"A rule can’t ask for “{name}”.", "rule")
        asked = CONDITIONS[name]
        if isinstance(value, bool) == asked.number or not isinstance(value, int | float):
            raise Invalid(f"“{asked.words}” takes {'a number' if asked.number else 'yes or no'}.", "rule")
        if value is False and not asked.either:
            raise Invalid(f"Leave “{asked.words}” out where it isn’t asked for.", "rule")
    if rule.count not in COUNTS or rule.per not in ("member", "tag"):
        raise Invalid(f"One can count {', '.join(COUNTS)}.", "count")
    for name in ("goal", "score"):
        if not 1 <= getattr(rule, name) < 1_000_000:
            raise Invalid("What has to be reached is 1 at least.", name)
    if not 0 <= rule.share <= 1:
        raise Invalid("A share is a number between 0 and 1, such as 0.25.", "share")
    if rule.share and not rule.share_of:
        raise Invalid("Say of which deed it is a share.", "share_of")
    if rule.audience not in AUDIENCES:
        raise Invalid("Choose for whom it is.", "audience")
    if None not in rule.days and rule.days[0] > rule.days[1]:
        raise Invalid("The last day comes before the first.", "until")
    return rule


def _check_kinds(data: dict) -> None:
    """What came as data may be anything: a word where a number belongs is refused before it reaches a query."""
    for name, value in data.items():
        if not _FITS[name](value):
            raise Invalid(f"“{name}” can’t be {value!r}.", name)


def _is_whole(value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _are_words(value) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)


_FITS: dict[str, Callable] = {
    **dict.fromkeys(("plus", "minus", "also"), _are_words),
    **dict.fromkeys(("score", "goal"), _is_whole),
    **dict.fromkeys(("count", "per", "share_of", "since", "until", "audience"), lambda value: isinstance(value, str)),
    **dict.fromkeys(("each", "revoke"), lambda value: isinstance(value, bool)),
    "exactly": lambda value: value is None or _is_whole(value),
    "share": lambda value: isinstance(value, int | float),
    "where": lambda value: isinstance(value, dict),
}


def _check_deeds(rule: Rule) -> None:
    for name in ("plus", "minus", "also"):
        for deed in getattr(rule, name):
            if deed not in DEEDS:
                raise Invalid(f"There is no deed “{deed}”.", name)
    if rule.share_of and rule.share_of not in DEEDS:
        raise Invalid(f"There is no deed “{rule.share_of}”.", "share_of")


def _day(written: str) -> int | None:
    """A day as it is written in a rule, in days since 1970. Raises Invalid."""
    if not written:
        return None
    try:
        return (date.fromisoformat(written) - EPOCH).days
    except ValueError:
        raise Invalid("Write a day as 2026-03-01.", "since") from None
