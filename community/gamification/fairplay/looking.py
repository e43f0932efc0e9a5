"""Looking at the votes: now, or every night. What is found becomes a finding; a look that is repeated adds nothing.

The nightly look follows from the one before: each FairPlayLooked owes the next, and only the latest of them leads on,
so that it is done once however many workers there are and however often somebody looks by hand.
"""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import exists, select

from community.core.db import atomic, db, take_turn
from community.events import Event, record
from community.events.facts import FactRow
from community.events.table import due, outside
from community.gamification.fairplay.detecting import detect
from community.gamification.fairplay.facts import FairPlayLooked
from community.gamification.fairplay.keeping import keep
from community.gamification.fairplay.votes import ballots

NIGHT = time(3, 0, tzinfo=UTC)


def look(*, after: int | None = None) -> int:
    """Look at all votes and keep what stands out; how many findings are new.

    With `after` nothing is done when somebody has looked since that fact.
    """
    suspicions = detect(ballots())  # takes a while, so nobody waits for it
    with atomic():
        take_turn("fairplay", 0)
        if after is not None and _looked_since(after):
            return 0
        new = sum(keep(each) for each in suspicions)
        record(FairPlayLooked(new))
    return new


def begin_looking() -> None:
    """Begin with the nightly looks, unless that was done before."""
    if not _looked_since(0):
        with atomic():
            take_turn("fairplay", 0)
            if not _looked_since(0):
                record(FairPlayLooked(0))


def _tonight(event: Event) -> datetime:
    night = datetime.combine(event.at.astimezone(UTC).date(), NIGHT)
    return night if night > event.at else night + timedelta(days=1)


@outside
@due(_tonight)
def look_tonight(event: Event) -> None:
    """The next look, if this fact is still the latest of its kind."""
    if not _looked_since(event.id):
        look(after=event.id)


def _looked_since(fact_id: int) -> bool:
    return db.session.scalar(select(exists().where(FactRow.kind == "FairPlayLooked", FactRow.id > fact_id)))
