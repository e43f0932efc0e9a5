"""The attributes of one row of a dump, read as what they mean."""

import re
from datetime import UTC, datetime, timedelta

from community.imports.stackexchange.broken import BadDump

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LARGEST = 2**31 - 1
_TAG = re.compile(r"[^<>|]+")


class Row:
    """One row with its place, so that a bad value can be named. Readers raise BadDump."""

    def __init__(self, file: str, line: int, values: dict[str, str]):
        self.file, self.line, self.values = file, line, values

    @property
    def id(self) -> int:
        """The row's own number."""
        return self.needed_number("Id")

    def number(self, name: str) -> int | None:
        """A whole number, or None when there is none."""
        value = self.values.get(name, "").strip()
        if not value:
            return None
        try:
            number = int(value)
        except ValueError:
            number = LARGEST + 1
        if abs(number) > LARGEST:
            raise BadDump(f"{self._place}: {name}={value[:40]!r} is no usable number.")
        return number

    def needed_number(self, name: str) -> int:
        """A whole number that every row has."""
        number = self.number(name)
        if number is None:
            raise BadDump(f"{self._place}: {name} is missing.")
        return number

    def moment(self, name: str) -> int | None:
        """A time in milliseconds since 1970 (dumps say it in UTC), or None when there is none."""
        value = self.values.get(name, "").strip()
        if not value:
            return None
        try:
            at = datetime.fromisoformat(value)
        except ValueError as error:
            raise BadDump(f"{self._place}: {name}={value[:40]!r} is no time.") from error
        return (at.replace(tzinfo=at.tzinfo or UTC) - EPOCH) // timedelta(milliseconds=1)

    def needed_moment(self, name: str) -> int:
        """A time that every row has."""
        at = self.moment(name)
        if at is None:
            raise BadDump(f"{self._place}: {name} is missing.")
        return at

    def text(self, name: str) -> str | None:
        """Text, or None when the row has none."""
        return self.values.get(name)

    @property
    def _place(self) -> str:
        return f"{self.file}, line {self.line}"


def time_of(milliseconds: int) -> datetime:
    """The moment that many milliseconds after 1970 began, in UTC."""
    return EPOCH + timedelta(milliseconds=milliseconds)


def tags_of(text: str | None) -> list[str]:
    """The names in `<one><two>`, or in `|one|two|` as newer dumps write it."""
    return _TAG.findall(text or "")
