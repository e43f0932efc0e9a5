"""The asker's word that a question is no duplicate: it opens again, once."""

from community.accounts.models import Member
from community.core.db import atomic, lock
from community.core.errors import Invalid, require
from community.core.text import tidy
from community.events import record
from community.forum.facts import DuplicateDisputed
from community.forum.models import Topic

REASON_LENGTH = (10, 300)


def may_dispute(by: Member | None, topic: Topic) -> bool | str:
    """Whoever asked, once, while it is closed as a duplicate."""
    if by is None:
        return "Please sign in first."
    if topic.author_id != by.id:
        return "Only the person who asked says whether it is the same."
    if topic.duplicate_of_id is None:
        return "This isn’t closed as asked before."
    if topic.disputed_reason:
        return "You said so before, and it was closed again. Ask a super-user if it still isn’t the same."
    return topic.archived_at is None or "This is archived."


def dispute_duplicate(topic: Topic, reason: str, *, by: Member) -> None:
    """Say what is different, and take answers again. Raises Invalid without a reason, NotAllowed the second time."""
    require(may_dispute(by, topic))
    reason, (low, high) = tidy(reason), REASON_LENGTH
    if not low <= len(reason) <= high:
        raise Invalid(f"Please say in {low} to {high} characters what is different.", "reason")
    with atomic():
        lock(topic)
        require(may_dispute(by, topic))
        target = topic.duplicate_of_id
        topic.disputed_reason = reason
        topic.closed_at = topic.closed_reason = topic.duplicate_of_id = None
        record(DuplicateDisputed(topic.id, target), by=by)
