"""Who hears about the review queue, and about a batch that is under way.

A push carries no text, and of security concerns only staff hear.
"""

from community.accounts.models import Member
from community.core import clock
from community.core.db import db
from community.core.errors import Refusal
from community.core.realtime import refresh, room_rule
from community.core.text import row_number
from community.events import Event
from community.events.table import due
from community.moderation.batches import Batch, find_batch
from community.moderation.items import reviews
from community.moderation.models import ReviewItem


def open_rooms() -> None:
    """Let those who look after a place, and nobody else, into the room of the queue; staff into theirs as well.

    How far a batch has come hears who may see it.
    """
    room_rule("review", _may_listen)
    room_rule("batch", _may_follow)


def refresh_review(event: Event) -> None:
    """The queue and its count are stale."""
    item = db.session.get(ReviewItem, event.fact.item_id)
    if item is not None:
        refresh("review:staff" if item.staff_only else "review:queue", "queue")


@due(lambda event: clock.from_seconds(event.fact.until))
def refresh_rested(event: Event) -> None:
    """A matter that rested waits again."""
    refresh_review(event)


def refresh_batch(event: Event) -> None:
    """How far a batch has come is another now; once it is over, what became of each as well."""
    room, batch = f"batch:{event.fact.batch_id}", db.session.get(Batch, event.fact.batch_id)
    refresh(room, "progress")
    if not batch.is_under_way:
        refresh(room, "items")


def _may_follow(ident: str, viewer: Member | None) -> bool:
    try:
        number = row_number(ident)
        return viewer is not None and number is not None and find_batch(number, viewer) is not None
    except Refusal:
        return False


def _may_listen(ident: str, viewer: Member | None) -> bool:
    if ident == "staff":
        return viewer is not None and viewer.is_staff
    return ident == "queue" and reviews(viewer)
