"""Recording a fact: the row, what must happen together with it, and what is owed afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import insert

from community.core import clock
from community.core.db import after_commit, db, in_transaction
from community.events import delivery
from community.events.facts import Event, FactRow, Owed, payload_of

_origin: ContextVar[str | None] = ContextVar("origin", default=None)


@contextmanager
def replaying(origin: str) -> Iterator[None]:
    """Mark every fact recorded inside as brought in from `origin`: nobody is told, no page is pushed."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


def record(happened: Any, *, by=None) -> Event:
    """Write down what happened, by whom, in the transaction that made it happen.

    Runs the reactions that must never disagree with it, and owes the others. Raises RuntimeError outside `atomic()`.
    """
    if not in_transaction():
        raise RuntimeError(f"{type(happened).__name__} recorded outside atomic()")
    db.session.flush()  # what the reactions read must be written
    at, by_id, origin = clock.now(), by.id if by is not None else None, _origin.get()
    values = {
        "kind": type(happened).__name__, "at": at, "by_id": by_id, "origin": origin, "payload": payload_of(happened),
    }  # fmt: skip
    ident = db.session.execute(insert(FactRow.__table__), values).inserted_primary_key[0]
    event = Event(ident, at, by_id, origin, happened)
    follows = delivery.TABLE.get(type(happened))
    if follows is None:
        return event
    for reaction in follows.together:
        reaction(event)
    owed = follows.owed(event)
    if owed:
        db.session.execute(
            insert(Owed.__table__),
            [{"fact_id": ident, "reaction": name, "due_at": due, "attempts": 0} for name, due in owed],
        )
        after_commit(delivery.wake)
    return event
