"""Closing a topic at a time that was set for it."""

from datetime import datetime, timedelta

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, require
from community.events import Event
from community.events.table import due
from community.forum.changes import change_state
from community.forum.closing import may_close, store_closing
from community.forum.facts import ClosingSet
from community.forum.models import Topic

LONGEST = timedelta(days=730)
REASON = "It was open until a time that was set for it"


def close_later(topic: Topic, at: datetime | None, *, by: Member) -> None:
    """Set when a topic closes by itself; None lets it be open without end. Raises Invalid for a time gone by."""
    require(may_close(by, topic))
    at = at and at.replace(microsecond=0)
    if at is not None and not clock.now() < at <= clock.now() + LONGEST:
        raise Invalid("Please choose a time that is still to come, within two years.", "close_at")
    with atomic():
        lock(topic)
        if at is not None and topic.closed_at:
            raise Invalid("This is closed already.", "close_at")
        if topic.close_at != at:
            change_state(topic, ClosingSet(topic.id, int(at.timestamp()) if at else None), by=by, close_at=at)


@due(lambda event: clock.from_seconds(event.fact.at) if event.fact.at else event.at)
def close_when_due(event: Event) -> None:
    """ClosingSet: its time has come, unless another was set since, or it is closed.

    Taken down or merged, it closes all the same: put back, it isn't open beyond its time.
    """
    with atomic():
        topic = db.session.get(Topic, event.fact.topic_id)
        if topic is None or event.fact.at is None:
            return
        lock(topic)
        if topic.close_at and int(topic.close_at.timestamp()) == event.fact.at and topic.closed_at is None:
            store_closing(topic, REASON, by=None)
