"""Changing what a shield is given for: looking at who would have it before it is decided, then deciding.

Who earned it before the decision gets it quietly, if that was asked for; otherwise with their next deed that counts.
"""

from collections import Counter
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import delete, select

from community.accounts.models import Member
from community.accounts.queries import members_by_id
from community.core import clock
from community.core.db import atomic, db
from community.core.errors import Invalid, NotFound, require
from community.core.text import slug, tidy
from community.events import Event, record
from community.events.facts import FactRow
from community.gamification.awarding import give
from community.gamification.badges import FAMILIES, METALS, Badge, badge_from, catalogue, charges, honours, shipped
from community.gamification.earning import Earned, earned
from community.gamification.facts import BackfillCarriedOn, BadgeRuleChanged
from community.gamification.models import Award, BadgeRule
from community.gamification.revoking import key_of, take_away
from community.gamification.subjects import Named, named

CHUNK = 500  # shields given in one transaction
LOOKED_AT = 50  # people whom the preview names
LENGTHS = {"name": 40, "what": 160, "why": 240, "unit": 60, "series": 40}
STATES = {"shipped": "As shipped", "changed": "Changed", "own": "Made here", "off": "Off"}


@dataclass(frozen=True)
class Listed:
    """A shield as the staff see it: one that is off is among them."""

    badge: Badge
    state: str
    changed_at: datetime | None = None
    changed_by_id: int | None = None

    @property
    def enabled(self) -> bool:
        """Whether it can be earned."""
        return self.state != "off"


@dataclass(frozen=True)
class Holder:
    """Somebody who would have the shield: how often, since when, on account of what; `new`: does not have it yet."""

    member: Member
    times: int
    at: datetime
    about: Named
    new: bool


@dataclass(frozen=True)
class Preview:
    """Who would have a shield by a rule, the latest first; the list names only so many of them."""

    people: int
    new: int
    holders: list[Holder]
    losing: list[Member]


def may_change_badges(by: Member | None) -> bool | str:
    """Whoever runs the site."""
    return (by is not None and by.is_admin) or "What shields are given for is decided by administrators."


def all_badges() -> list[Listed]:
    """Every shield there is, those that are off included, in the order of the catalogue."""
    rows = {row.key: row for row in db.session.scalars(select(BadgeRule))}
    there = [_listed(key, rows.pop(key, None)) for key in shipped()]
    return there + [_listed(key, rows[key]) for key in sorted(rows)]


def find_listed(key: str) -> Listed:
    """One of them. Raises NotFound."""
    row = db.session.get(BadgeRule, key)
    if row is None and key not in shipped():
        raise NotFound("There is no such shield.")
    return _listed(key, row)


def _listed(key: str, row: BadgeRule | None) -> Listed:
    if row is None:
        return Listed(shipped()[key], "shipped")
    badge = badge_from(row.data) if row.data else shipped()[key]
    state = "off" if not row.enabled else "changed" if key in shipped() else "own"
    return Listed(badge, state, row.changed_at, row.changed_by_id)


def data_of(badge: Badge) -> dict:
    """A shield as data, as packs have it."""
    data = {each.name: getattr(badge, each.name) for each in fields(badge) if getattr(badge, each.name) != ""}
    return {**data, "rule": badge.rule.as_data}


def read_badge(data: dict) -> Badge:
    """The shield that data describes. Raises Invalid, beside its field, with a sentence for what it can't mean."""
    known = {each.name for each in fields(Badge)}
    if not isinstance(data, dict) or set(data) - known:
        raise Invalid(f"A shield has {', '.join(sorted(known))}, and nothing else.", "name")
    data = {name: tidy(value) if isinstance(value, str) else value for name, value in data.items()}
    for name in ("name", "metal", "family", "charge", "what", "why"):
        if not isinstance(data.get(name), str) or not data[name]:
            raise Invalid("This can’t be empty.", name)
    for name, most in LENGTHS.items():
        if not isinstance(data.get(name, ""), str) or len(data.get(name, "")) > most:
            raise Invalid(f"At most {most} characters fit here.", name)
    for name, choices in (("metal", METALS), ("family", FAMILIES), ("charge", charges())):
        if data[name] not in choices:
            raise Invalid(f"It must be one of: {', '.join(choices)}.", name)
    if not isinstance(data.get("rule"), dict):
        raise Invalid("A shield needs a rule.", "rule")
    return badge_from({**data, "key": str(data.get("key") or slug(data["name"]))})


def preview_badge(badge: Badge, *, new: bool = False, by: Member) -> Preview:
    """Who would have it by this rule, counted over the whole ledger; nothing is written.

    Raises NotAllowed, Invalid.
    """
    require(may_change_badges(by))
    _check_name(badge, new)
    found = sorted(earned(badge.rule, db.session.connection()), key=lambda each: -each.fact_id)
    times = Counter(each.member_id for each in found)
    held = set(db.session.scalars(select(Award.member_id).where(Award.badge == badge.key)))
    firsts = {each.member_id: each for each in reversed(found)}  # of several the latest
    shown = sorted(firsts.values(), key=lambda each: -each.fact_id)[:LOOKED_AT]
    losing = sorted(held - times.keys())[:LOOKED_AT] if badge.rule.revoke else []
    people = members_by_id([*(each.member_id for each in shown), *losing])
    return Preview(len(times), len(times.keys() - held), _holders(shown, times, held, people, by),
                   [people[ident] for ident in losing])  # fmt: skip


def _holders(shown: list[Earned], times: Counter, held: set[int], people: dict[int, Member], by: Member):
    at = dict(tuple(row) for row in db.session.execute(
        select(FactRow.id, FactRow.at).where(FactRow.id.in_([each.fact_id for each in shown]))))  # fmt: skip
    names = named([(each.subject_kind, each.subject_id) for each in shown], by)
    return [
        Holder(people[each.member_id], times[each.member_id], at[each.fact_id],
               names[each.subject_kind, each.subject_id], each.member_id not in held)
        for each in shown
    ]  # fmt: skip


def change_badge(badge: Badge, *, enabled: bool = True, backfill: bool = False, new: bool = False, by: Member) -> None:
    """Let a shield be as it is given here, or be off. Raises NotAllowed, Invalid."""
    require(may_change_badges(by))
    with atomic() as session:
        session.get(BadgeRule, badge.key, with_for_update=True)
        _check_name(badge, new)
        if enabled and badge == shipped().get(badge.key):
            session.execute(delete(BadgeRule).where(BadgeRule.key == badge.key))
        else:
            session.merge(BadgeRule(key=badge.key, enabled=enabled, data=data_of(badge), changed_at=clock.now(),
                                    changed_by_id=by.id))  # fmt: skip
        record(BadgeRuleChanged(badge.key, backfill=backfill and enabled), by=by)
        session.info.pop("badges", None)


def _check_name(badge: Badge, new: bool) -> None:
    taken = new and (badge.key in (*shipped(), *honours()) or db.session.get(BadgeRule, badge.key) is not None)
    names = {other.name.casefold() for other in catalogue().values() if other.key != badge.key}
    if taken or badge.name.casefold() in names:
        raise Invalid("Another shield has this name already.", "name")


def reset_badge(key: str, *, by: Member) -> None:
    """Let a shield be again as it was shipped. Raises NotAllowed, NotFound for one that was made here."""
    require(may_change_badges(by))
    if key not in shipped():
        raise NotFound("This shield was made here; there is no earlier one to go back to. It can be switched off.")
    with atomic() as session:
        gone = session.execute(delete(BadgeRule).where(BadgeRule.key == key))
        if gone.rowcount:
            record(BadgeRuleChanged(key), by=by)
        session.info.pop("badges", None)


def backfill_shield(event: Event) -> None:
    """Give a part of what is due by a changed rule, quietly, and owe the rest; take away what goes with its reason."""
    fact = event.fact
    badge = catalogue().get(fact.badge)
    if badge is None or not (fact.backfill or badge.rule.revoke):
        return
    with atomic() as session:
        due = {key_of(badge, each): each for each in earned(badge.rule, session.connection())}
        mine = select(Award.member_id, Award.thing).where(Award.badge == badge.key)
        held = {tuple(row) for row in session.execute(mine)}
        giving = sorted(due.keys() - held) if fact.backfill else []
        taking = sorted(held - due.keys()) if badge.rule.revoke else []
        for key in giving[:CHUNK]:
            give(badge, due[key], quietly=True)
        for key in taking[:CHUNK]:
            take_away(badge, *key)
        if len(giving) > CHUNK or len(taking) > CHUNK:
            given = getattr(fact, "given", 0) + len(giving[:CHUNK])
            record(BackfillCarriedOn(badge.key, given, backfill=fact.backfill))
