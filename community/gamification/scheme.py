"""What a deed is worth and what a day can give: as it was shipped, and as it was decided since."""

import tomllib
from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from sqlalchemy import Connection, select

from community.core.db import db
from community.gamification.models import PriceVersion

SHIPPED = "guildhall"


class Price(NamedTuple):
    """What one deed is worth, and the number of the version that says so (0: as shipped)."""

    number: int
    points: int


NOTHING = Price(0, 0)


@cache
def pack(name: str) -> dict:
    """A pack of rules that comes with Guildhall: prices, limits and shields, as data."""
    return tomllib.loads((files("community.gamification") / "packs" / f"{name}.toml").read_text("utf-8"))


def packs() -> list[str]:
    """The names of the packs that come with Guildhall."""
    return sorted(each.name.removesuffix(".toml") for each in (files("community.gamification") / "packs").iterdir())


class Prices:
    """The price list over all time. Of the versions that count for a fact the one that was decided last applies."""

    def __init__(self, versions: Iterable[PriceVersion | tuple]):
        shipped = pack(SHIPPED)["prices"]
        self._versions: dict[str, list[tuple[int, int, datetime | None]]] = {}
        for rule, number, points, counts_from in versions:
            self._versions.setdefault(rule, []).append((number, points, counts_from))
        self._shipped = {rule: Price(0, points) for rule, points in shipped.items()}
        self._steps = {
            rule: _steps(self._shipped.get(rule, Price(0, 0)), found) for rule, found in self._versions.items()
        }

    @classmethod
    def now(cls, connection: Connection) -> "Prices":
        """The price list as it is decided now."""
        table = PriceVersion.__table__.c
        query = select(table.rule, table.number, table.points, table.counts_from).order_by(table.rule, table.number)
        return cls(connection.execute(query).all())

    def at(self, rule: str, moment: datetime) -> Price:
        """What a deed of that moment is worth."""
        steps = self._steps.get(rule)
        if steps is None:
            return self._shipped.get(rule, NOTHING)
        first, starts, prices = steps
        place = bisect_right(starts, moment)
        return prices[place - 1] if place else first

    def with_version(self, rule: str, points: int, counts_from: datetime | None) -> "Prices":
        """The list as it would be with one more decision: for looking before deciding."""
        found = [(name, *version) for name, versions in self._versions.items() for version in versions]
        number = len(self._versions.get(rule, ())) + 1
        return Prices([*found, (rule, number, points, counts_from)])


def _steps(shipped: Price, versions: list[tuple[int, int, datetime | None]]):
    """What counts before any date, the dates from which something else does, and what.

    A later decision covers all earlier ones from its date on; without a date it covers everything.
    """
    first, starts, prices = shipped, [], []
    for number, points, counts_from in sorted(versions):
        price = Price(number, points)
        if counts_from is None:
            first, starts, prices = price, [], []
            continue
        keep = bisect_right(starts, counts_from)
        while keep and starts[keep - 1] == counts_from:
            keep -= 1
        starts, prices = [*starts[:keep], counts_from], [*prices[:keep], price]
    return first, starts, prices


def prices_now(connection: Connection) -> Prices:
    """The same, read once for a request or an import; whoever decides a price lets it be read again."""
    if "prices" not in db.session.info:
        db.session.info["prices"] = Prices.now(connection)
    return db.session.info["prices"]


def forget_prices() -> None:
    """Read them again: one was decided."""
    db.session.info.pop("prices", None)
