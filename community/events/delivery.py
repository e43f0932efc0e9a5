"""Delivering what is owed: claimed one by one, done and deleted in one transaction, retried until it succeeds."""

import threading
from datetime import timedelta

import structlog
from sqlalchemy import delete, func, select, update

from community.core import clock
from community.core.db import atomic, db
from community.events.facts import Event, FactRow, Owed
from community.events.table import Follows, Reaction, name_of

log = structlog.get_logger()
BATCH = 100
LAST_ATTEMPT = 10
LEASE = timedelta(minutes=2)  # how long a worker may take for what it does outside; then another one tries
TABLE: dict[type, Follows] = {}  # what follows from what
_woken = threading.Event()


def connect(table: dict[type, Follows]) -> None:
    """Say what follows from what; the only caller is `create_app`, so that facts know nothing of their followers."""
    TABLE.clear()
    TABLE.update(table)


def _reaction(name: str) -> Reaction | None:
    """The reaction owed under this name; None when it is one of an older version that nobody waits for any more."""
    known = {name_of(r): r for follows in TABLE.values() for r in (*follows.afterwards, *follows.live)}
    return known.get(name)


def wake() -> None:
    """Tell a worker in this process that something is owed."""
    _woken.set()


def deliver_all() -> int:
    """Deliver until nothing is due; the number of reactions delivered."""
    count = 0
    while done := deliver_next():
        count += done
    return count


def deliver_next() -> int:
    """Deliver the oldest due reaction (or one batch of it); 0 when nothing is due.

    What fails is put off (1 s, doubled each time up to an hour) and set aside after the tenth failure.
    """
    claimed: list[int] = []
    try:
        with atomic():
            reaction, rows = _claim()
            if not rows:
                return 0
            claimed = [row.id for row in rows]
            events, outside = _events(rows), getattr(reaction, "outside", False)
            if outside:
                for row in rows:
                    row.due_at = clock.now() + LEASE
            else:
                _react(reaction, events)
                _delivered(claimed)
        if outside:
            _react(reaction, events)
            with atomic():
                _delivered(claimed)
        return len(claimed)
    except Exception as error:
        db.session.remove()
        log.exception("reaction_failed", owed=claimed[:5])
        if not claimed:
            raise
        _put_off(claimed, error)
        return len(claimed)


def _claim() -> tuple[Reaction | None, list[Owed]]:
    due = (
        select(Owed)
        .where(Owed.failed_at.is_(None), Owed.due_at <= clock.now())
        .order_by(Owed.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    first = db.session.scalar(due)
    if first is None:
        return None, []
    reaction = _reaction(first.reaction)
    if not getattr(reaction, "in_batches", False) or first.attempts:
        return reaction, [first]  # after a failure one by one, so that a bad one does not hold up the others
    batch = due.where(Owed.reaction == first.reaction, Owed.attempts == 0).limit(BATCH)
    return reaction, list(db.session.scalars(batch))


def _events(rows: list[Owed]) -> list[Event]:
    wanted = [row.fact_id for row in rows]
    facts = db.session.scalars(select(FactRow).where(FactRow.id.in_(wanted)).order_by(FactRow.id))
    return [row.event() for row in facts]


def _react(reaction: Reaction | None, events: list[Event]) -> None:
    if getattr(reaction, "in_batches", False):
        reaction(events)
    elif reaction is not None:
        reaction(events[0])


def _delivered(ids: list[int]) -> None:
    db.session.execute(delete(Owed).where(Owed.id.in_(ids)))


def _put_off(ids: list[int], error: Exception) -> None:
    with atomic():
        for row in db.session.scalars(select(Owed).where(Owed.id.in_(ids))):
            row.attempts += 1
            row.last_error = f"{type(error).__name__}: {error}"[:500]
            row.due_at = clock.now() + timedelta(seconds=min(2**row.attempts, 3600))
            if row.attempts >= LAST_ATTEMPT:
                row.failed_at = clock.now()


def retry(ident: int) -> None:
    """Owe a reaction again that was set aside."""
    with atomic():
        db.session.execute(update(Owed).where(Owed.id == ident).values(failed_at=None, attempts=0, due_at=clock.now()))
    wake()


def pending() -> dict[str, int]:
    """How many reactions wait, how many were set aside, and the age in seconds of the oldest one due."""
    waiting, oldest = db.session.execute(
        select(func.count(), func.min(Owed.due_at)).where(Owed.failed_at.is_(None), Owed.due_at <= clock.now())
    ).one()
    failed = db.session.scalar(select(func.count()).where(Owed.failed_at.is_not(None)))
    age = max(0, int((clock.now() - oldest).total_seconds())) if oldest else 0
    return {"waiting": waiting, "failed": failed, "oldest_seconds": age}


def work(app, *, stop: threading.Event, idle_seconds: float = 0.5) -> None:
    """Deliver until `stop` is set: the loop of the embedded worker thread and of the `worker` command."""
    while not stop.is_set():
        try:
            with app.app_context():
                delivered = deliver_next()
        except Exception:
            log.exception("delivery_failed")
            delivered = 0
        if not delivered:
            _woken.wait(idle_seconds)
            _woken.clear()
