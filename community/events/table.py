"""The form of the reaction table: what follows from a fact."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Reaction = Callable[[Any], None]


@dataclass(frozen=True)
class Follows:
    """What follows from one kind of fact.

    `together` runs in the fact's own transaction; `afterwards` is owed and delivered by the worker;
    `live` is owed too, but not for facts that were brought in from elsewhere (nobody is told about old news).
    """

    together: tuple[Reaction, ...] = ()
    afterwards: tuple[Reaction, ...] = ()
    live: tuple[Reaction, ...] = ()

    def owed(self, event: Any) -> list[tuple[str, datetime]]:
        """The reactions that are owed, each by its name with the time from which it is due."""
        owed = (*self.afterwards, *(() if event.origin is not None else self.live))
        return [(name_of(r), r.due(event) if hasattr(r, "due") else event.at) for r in owed]


def name_of(reaction: Reaction) -> str:
    """The name under which a reaction is owed: its package and its function."""
    return f"{reaction.__module__.removeprefix('community.')}.{reaction.__name__}"


def due(at: Callable[[Any], datetime]) -> Callable[[Reaction], Reaction]:
    """Mark a reaction that waits: `at(event)` is the time from which it is due (a reminder, closing by itself).

    It must look whether what it was owed for still holds, since much may have happened meanwhile.
    """

    def mark(reaction: Reaction) -> Reaction:
        reaction.due = at
        return reaction

    return mark


def outside(reaction: Reaction) -> Reaction:
    """Mark a reaction that speaks to something slower than the database (a mail server, an index).

    It runs with no transaction open, so nobody waits for it, and may run again when its worker died in the middle.
    """
    reaction.outside = True
    return reaction


def in_batches(reaction: Reaction) -> Reaction:
    """Mark a reaction that takes a list of events at once (indexing: one commit for many)."""
    reaction.in_batches = True
    return reaction
