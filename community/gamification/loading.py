"""Taking a pack of rules into use: its prices and its shields take the place of those that were there."""

from datetime import datetime

from sqlalchemy import delete, select

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db
from community.core.errors import Invalid
from community.events import record
from community.gamification.badges import shipped
from community.gamification.deeds import DEEDS
from community.gamification.facts import BadgeRuleChanged
from community.gamification.models import BadgeRule
from community.gamification.pricing import store_price
from community.gamification.scheme import SHIPPED, pack, packs, prices_now


def load_pack(name: str, *, as_of: datetime | None = None, by: Member | None = None) -> None:
    """Let points and shields go by the pack from now on, for all there ever was; twice is once. Raises Invalid.

    `as_of` leaves out what the pack says was decided later: a dump from before knows nothing of it. What was written
    down already follows with a rebuild.
    """
    if name not in packs():
        raise Invalid(f"There is no pack of rules called “{name}”; there are {', '.join(packs())}.", "rules")
    given = pack(name)
    wanted = {deed: given["prices"].get(deed, 0) for deed in DEEDS}
    for version in given.get("versions", ()):
        if as_of is None or version["decided_at"] <= as_of:
            wanted[version["rule"]] = version["points"]
    with atomic() as session:
        prices, now = prices_now(session.connection()), clock.now()
        for deed, points in wanted.items():
            if prices.at(deed, now).points != points:
                store_price(deed, points, counts_from=None, reason=f"As the pack {name} says.", by=by)
        _take_shields(name, by)


def _take_shields(name: str, by: Member | None) -> None:
    wanted = {} if name == SHIPPED else {data["key"]: (True, data) for data in pack(name)["badges"]}
    if name != SHIPPED:
        wanted |= {key: (False, {}) for key in shipped() if key not in wanted}
    there = {row.key: row for row in db.session.scalars(select(BadgeRule))}
    for key in there.keys() - wanted.keys():
        db.session.execute(delete(BadgeRule).where(BadgeRule.key == key))
        record(BadgeRuleChanged(key), by=by)
    for key, (enabled, data) in wanted.items():
        row = there.get(key)
        if row is None or (row.enabled, row.data) != (enabled, data):
            db.session.merge(BadgeRule(key=key, enabled=enabled, data=data, changed_at=clock.now(),
                                       changed_by_id=by.id if by else None))  # fmt: skip
            record(BadgeRuleChanged(key), by=by)
    db.session.flush()
    db.session.info.pop("badges", None)
