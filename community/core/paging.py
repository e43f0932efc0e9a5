"""Lists by key: "older than this one", so that page 900 costs what page 1 costs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from sqlalchemy import BigInteger, Label, Select, literal, tuple_

from community.core.db import UtcDateTime, db
from community.core.errors import Invalid

T = TypeVar("T")
SIZE = 30
NUMBER = re.compile(r"-?[0-9]{1,18}")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LATEST = (datetime(9999, 12, 31, tzinfo=UTC) - EPOCH) // MICROSECOND


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list, and the keys around it.

    `after` is where the next page starts, `before` where the one above ends; None at the end and at the top.
    """

    items: Sequence[T]
    after: str | None
    first: bool
    before: str | None = None


def page_of(
    query: Select, *, by: Sequence, after: str | None = None, before: str | None = None, size: int = SIZE
) -> Page:
    """Read one page of `query`, the highest first by the columns `by`: whole numbers, times or labelled expressions.

    The last of them must be unique. `after` is the key of the last row seen, `before` that of the first one, as given
    by another page. Raises Invalid on a foreign key.
    """
    labels = [column for column in by if isinstance(column, Label)]
    query, bare = query.add_columns(*labels), [getattr(column, "element", column) for column in by]
    if before:
        query = query.where(tuple_(*bare) > _values(before, bare)).order_by(*bare)
    elif after:
        query = query.where(tuple_(*bare) < _values(after, bare))
    ordered = query if before else query.order_by(*(column.desc() for column in bare))
    rows = db.session.execute(ordered.limit(size + 1)).unique().all()
    more, rows = len(rows) > size, rows[:size][:: -1 if before else 1]
    items = [row[0] if len(row) - len(labels) == 1 else row for row in rows]
    return Page(
        items,
        after=_key(rows[-1], by) if rows and (more or before) else None,
        first=not (after or before),
        before=_key(rows[0], by) if rows and (more if before else after) else None,
    )


def _key(row, by: Sequence) -> str:
    labelled = row._mapping
    return "_".join(str(_number(labelled.get(column.key, getattr(row[0], column.key, None)))) for column in by)


def _number(value) -> int:
    return (value - EPOCH) // MICROSECOND if isinstance(value, datetime) else value


def _values(key: str, by: Sequence):
    parts = key.split("_")
    if len(parts) != len(by) or not all(NUMBER.fullmatch(part) for part in parts):
        raise Invalid("That page marker isn’t one of ours. Start again from the top of the list.")
    return tuple_(*(_within(int(part), column) for part, column in zip(parts, by, strict=True)))


def _within(number: int, column):
    """A value that the column's type can hold; PostgreSQL refuses to compare with another."""
    if isinstance(column.type, UtcDateTime):
        return literal(EPOCH + max(0, min(LATEST, number)) * MICROSECOND, column.type)
    most = 2**63 - 1 if isinstance(column.type, BigInteger) else 2**31 - 1
    return literal(max(-most, min(most, number)), column.type)
