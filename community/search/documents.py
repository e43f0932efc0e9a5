"""What the index knows of a thing, and what a page shows of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from community.accounts.models import Member


class Key(NamedTuple):
    """Which thing: its kind and its id."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class Document:
    """A thing as the index takes it in. `body` is plain text; `audience` says who may find it."""

    key: Key
    title: str
    body: str
    audience: str
    at: datetime
    tags: tuple[str, ...] = ()
    service: str = ""  # slug


@dataclass(frozen=True)
class Found:
    """A thing as a page shows it, read from the database with the viewer's own rights."""

    key: Key
    title: str
    url: str
    glyph: str  # a state glyph, or "person"
    facts: tuple[Any, ...] = ()  # short words for the line below the title; times are times
    text: str = field(default="", repr=False)  # plain text to quote from
    person: Member | None = None
    tone: str = ""  # colour of the first fact


class Source(NamedTuple):
    """What a kind of thing gives to search."""

    kind: str
    word: str  # heading of its group
    documents: Callable[[list[int]], list[Document]]  # those of these ids that may be found by anyone at all
    ids: Callable[[int, int], list[int]]  # the next ids above the first number, at most the second
    show: Callable[[list[int], Member | None], dict[int, Found]]  # those that the viewer may see, in few statements


def all_documents(source: Source, size: int = 100) -> Iterator[Document]:
    """Every document of one kind, read some at a time, so that memory does not grow with the community."""
    last = 0
    while ids := source.ids(last, size):
        yield from source.documents(ids)
        last = ids[-1]


def by_kind(keys: Iterable[Key]) -> dict[str, list[int]]:
    """Ids by kind, each once, in the given order."""
    grouped: dict[str, dict[int, None]] = {}
    for key in keys:
        grouped.setdefault(key.kind, {})[key.id] = None
    return {kind: list(ids) for kind, ids in grouped.items()}
