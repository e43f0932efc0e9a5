"""The time. Actions read it here, so that an import or the demo can set it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_pretended: ContextVar[datetime | None] = ContextVar("pretended_time", default=None)


def now() -> datetime:
    """The current time, always aware and in UTC."""
    return _pretended.get() or datetime.now(UTC)


def utc(at: datetime) -> datetime:
    """The same moment in UTC, in whole seconds, so that a fact can name it exactly."""
    return at.astimezone(UTC).replace(microsecond=0)


def read(written: str) -> datetime:
    """A time out of its ISO form, which always says its zone."""
    return datetime.fromisoformat(written).astimezone(UTC)


def milliseconds(at: datetime) -> int:
    """Milliseconds since 1970: the whole number by which lists that go by time are paged."""
    return int(at.timestamp() * 1000)


def from_seconds(seconds: int) -> datetime:
    """The time so many seconds after 1970 began, as facts name it."""
    return datetime.fromtimestamp(seconds, UTC)


def from_milliseconds(words: str) -> datetime:
    """The time that milliseconds in an address name; now, when they name none or one to come."""
    number = int(words) if words.isascii() and words.isdecimal() and len(words) < 16 else milliseconds(now())
    return min(now(), from_seconds(0) + timedelta(milliseconds=number))


@contextmanager
def pretend(at: datetime) -> Iterator[None]:
    """Let everything inside happen at `at` (aware): how history is brought in with its own times."""
    if at.tzinfo is None:
        raise ValueError("pretend() needs a time with a time zone")
    token = _pretended.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(token)
