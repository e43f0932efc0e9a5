"""Lists by key: "older than this one", so that page 900 costs what page 1 costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Select, tuple_

from community.core.db import db
from community.core.errors import Invalid

T = TypeVar("T")
SIZE = 30


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
        query = query.where(tuple_(*by) < tuple_(*_values(after, len(by))))
    rows = db.session.execute(query.order_by(*(column.desc() for column in by)).limit(size + 1)).unique().all()
    items = [row[0] if len(row) == 1 else row for row in rows[:size]]
    more = len(rows) > size
    return Page(items, _key(items[-1], by) if more else None, first=not after)


def _key(item, by: Sequence) -> str:
    thing = item if not hasattr(item, "_mapping") else item[0]
    return "_".join(str(getattr(thing, column.key)) for column in by)


def _values(after: str, count: int) -> list[int]:
    parts = after.split("_")
    if len(parts) != count or not all(part.lstrip("-").isdigit() and len(part) < 19 for part in parts):
        raise Invalid("That page marker isn’t one of ours. Start again from the top of the list.")
    return [int(part) for part in parts]
