"""Letting a topic stand again as it did before a change of its state, exactly."""

from sqlalchemy import or_, select
from sqlalchemy.orm.attributes import set_committed_value

from community.accounts.models import Member
from community.core import clock
from community.core.db import UtcDateTime, atomic, db, find, lock
from community.core.errors import Conflict, require
from community.events.facts import FactRow
from community.forum.accepting import accept_again
from community.forum.changes import TopicChange, change_state, state_of
from community.forum.facts import TopicChangeUndone
from community.forum.filing import may_make, may_relocate
from community.forum.models import Category, Topic
from community.forum.steering import may_arrange_topic

TIMES = {column.key for column in Topic.__table__.columns if isinstance(column.type, UtcDateTime)}
WRITTEN = (  # facts that bring words into a topic
    "AnswerPosted", "CommentPosted", "CommentEdited", "PostEdited", "PollMade", "PollChanged", "TopicsMerged",
    "PostsMoved",
)  # fmt: skip


def may_undo_change(by: Member | None, topic: Topic, change: TopicChange) -> bool | str:
    """Who may set a topic so may set it back: for a place both places', for announcements the provider's."""
    before = change.before
    if "kind" in before and (made := may_make(by, topic, before["kind"])) is not True:
        return made
    if "category_id" in before:
        return may_relocate(by, topic, find(Category, before["category_id"]))
    return may_arrange_topic(by, topic)


def undo_change(topic: Topic, change: TopicChange, *, by: Member) -> None:
    """Set back exactly what a change set. Raises NotAllowed, or Conflict when that was changed again since."""
    require(may_undo_change(by, topic, change))
    with atomic():
        lock(topic)
        require(may_undo_change(by, topic, change))
        before = state_of(topic)
        if any(before[name] != value for name, value in change.after.items()):
            raise Conflict("This was changed again since. Undo the later change first, or set it by hand.")
        columns = {name: _value(name, value) for name, value in change.before.items()}
        _see_readers(topic, change)
        _mind_closing_time(topic, columns)
        if accepted := columns.pop("accepted_id", None):
            topic.kind = columns["kind"]
            db.session.flush()
            accept_again(accepted, topic)
            if topic.accepted_id != accepted:
                raise Conflict("The answer that was accepted isn’t there as it was. Put it back first.")
        if "category_id" in columns:
            set_committed_value(topic, "category", find(Category, columns["category_id"]))
        change_state(topic, TopicChangeUndone(topic.id, change.fact_id), by=by, before=before, **columns)


def _value(name: str, kept):
    return clock.read(kept) if kept is not None and name in TIMES else kept


def _see_readers(topic: Topic, change: TopicChange) -> None:
    """What was written since for other readers must not be shown to those from before."""
    old = change.before.get("category_id")
    if old is None or find(Category, old).audience == topic.category.audience:
        return
    payload = FactRow.payload
    here = or_(payload["topic_id"].as_integer() == topic.id, payload["into_id"].as_integer() == topic.id)
    since = select(FactRow.id).where(FactRow.kind.in_(WRITTEN), FactRow.id > change.fact_id, here)
    if db.session.scalar(since.limit(1)) is not None:
        raise Conflict(
            "Something was written here since, for the readers that it has now. If others may read that too, move it."
        )


def _mind_closing_time(topic: Topic, columns: dict) -> None:
    """A time to close that has gone by holds no more: open again, it stays open; set back to it, it can’t be."""
    closed_at, close_at = (columns.get(name, getattr(topic, name)) for name in ("closed_at", "close_at"))
    if closed_at is None and close_at is not None and close_at <= clock.now():
        if "close_at" in columns:
            raise Conflict("The time at which it was to close has gone by. Close it, or set another time.")
        columns["close_at"] = None
