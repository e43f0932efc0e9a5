"""How a topic stood before and after each change of its state: the record behind undo."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, func, select
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Member
from community.core import clock
from community.core.db import db
from community.core.errors import Conflict
from community.events import Event, record
from community.forum.models import Topic

STATE = (  # the columns that say how a topic stands; what follows from them is counted from elsewhere
    "kind", "category_id", "accepted_id", "pinned_at", "unlisted_at", "unlisted_reason", "archived_at",
    "archived_reason", "slow_seconds", "close_at", "closed_at", "closed_reason", "duplicate_of_id", "disputed_reason",
    "reopened_at", "waiting_since", "waiting_until", "waiting_by_id", "waiting_note", "waiting_reminded_at",
)  # fmt: skip


class TopicChange(db.Model):
    """What a fact changed of a topic's state: only the columns that differ, with their values before and after."""

    __tablename__ = "topic_changes"

    fact_id: Mapped[int] = mapped_column(db.ForeignKey("facts.id"), primary_key=True, autoincrement=False)
    topic_id: Mapped[int] = mapped_column(db.ForeignKey("topics.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    before: Mapped[dict] = mapped_column(JSON)
    after: Mapped[dict] = mapped_column(JSON)


def find_change(fact_id: int) -> TopicChange:
    """What a fact changed. Raises Conflict when that was not kept."""
    change = db.session.get(TopicChange, fact_id)
    if change is None:
        raise Conflict("How it stood before wasn’t kept at that time. Set it by hand, please.")
    return change


def last_change(topic: Topic) -> int | None:
    """The fact that last changed how a topic stands, as far as that was kept."""
    return db.session.scalar(select(func.max(TopicChange.fact_id)).where(TopicChange.topic_id == topic.id))


def state_of(topic: Topic) -> dict[str, Any]:
    """How a topic stands, as it can be kept and compared; times in their ISO form."""
    values = {name: getattr(topic, name) for name in STATE}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def change_state(
    topic: Topic, happened: Any, *, by: Member | None, before: dict | None = None, **columns: Any
) -> Event:
    """Set columns of a locked topic, record the fact, and keep how it stood.

    `before` is how it stood, for an action that has already changed something else of it. What reactions change
    together with the fact belongs to it, and is kept, too. What an import brings is not kept: nobody undoes it.
    """
    before = before or state_of(topic)
    for name, value in columns.items():
        setattr(topic, name, value)
    event = record(happened, by=by)
    after = state_of(topic)
    changed = [name for name in STATE if before[name] != after[name]]
    if changed and event.origin is None:
        kept = [{name: values[name] for name in changed} for values in (before, after)]
        db.session.add(TopicChange(fact_id=event.id, topic_id=topic.id, at=event.at, before=kept[0], after=kept[1]))
    return event
