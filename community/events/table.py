"""The form of the reaction table: what follows from a fact."""

from collections.abc import Callable
from dataclasses import dataclass
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

    def owed(self, *, imported: bool) -> list[str]:
        """Names of the reactions that are owed."""
        return [name_of(r) for r in (*self.afterwards, *(() if imported else self.live))]


def name_of(reaction: Reaction) -> str:
    """The name under which a reaction is owed: its package and its function."""
    return f"{reaction.__module__.removeprefix('community.')}.{reaction.__name__}"


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
