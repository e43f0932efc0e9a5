"""Lists by key: "older than this one", so that page 900 costs what page 1 costs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import BigInteger, Select, tuple_

from community.core.db import db
from community.core.errors import Invalid

T = TypeVar("T")
SIZE = 30
NUMBER = re.compile(r"-?[0-9]{1,18}")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list and the key at which the next one starts (None at the end)."""

    items: Sequence[T]
    after: str | None
    first: bool


def page_of(query: Select, *, by: Sequence, after: str | None, size: int = SIZE) -> Page:
    """Read one page of `query`, newest first by the columns `by` (the last must be unique, all integers or floats).

    `after` is the key of the last row seen, as given by the previous page. Raises Invalid on a foreign key.
    """
    if after:
        query = query.where(tuple_(*by) < tuple_(*_values(after, by)))
    rows = db.session.execute(query.order_by(*(column.desc() for column in by)).limit(size + 1)).unique().all()
    items = [row[0] if len(row) == 1 else row for row in rows[:size]]
    more = len(rows) > size
    return Page(items, _key(items[-1], by) if more else None, first=not after)


def _key(item, by: Sequence) -> str:
    thing = item if not hasattr(item, "_mapping") else item[0]
    return "_".join(str(getattr(thing, column.key)) for column in by)


def _values(after: str, by: Sequence) -> list[int]:
    parts = after.split("_")
    if len(parts) != len(by) or not all(NUMBER.fullmatch(part) for part in parts):
        raise Invalid("That page marker isn’t one of ours. Start again from the top of the list.")
    return [_within(int(part), column) for part, column in zip(parts, by, strict=True)]


def _within(number: int, column) -> int:
    """A number that the column's type can hold; PostgreSQL refuses to compare with another."""
    most = 2**63 - 1 if isinstance(column.type, BigInteger) else 2**31 - 1
    return max(-most, min(most, number))
