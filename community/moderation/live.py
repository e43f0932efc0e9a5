"""Who hears about the review queue. A push carries no text, and of security concerns only staff hear."""

from community.accounts.models import Member
from community.core import clock
from community.core.db import db
from community.core.realtime import refresh, room_rule
from community.events import Event
from community.events.table import due
from community.moderation.items import reviews
from community.moderation.models import ReviewItem


def open_rooms() -> None:
    """Let those who look after a place, and nobody else, into the room of the queue; staff into theirs as well."""
    room_rule("review", _may_listen)


def refresh_review(event: Event) -> None:
    """The queue and its count are stale."""
    item = db.session.get(ReviewItem, event.fact.item_id)
    if item is not None:
        refresh("review:staff" if item.staff_only else "review:queue", "queue")


@due(lambda event: clock.from_seconds(event.fact.until))
def refresh_rested(event: Event) -> None:
    """A matter that rested waits again."""
    refresh_review(event)


def _may_listen(ident: str, viewer: Member | None) -> bool:
    if ident == "staff":
        return viewer is not None and viewer.is_staff
    return ident == "queue" and reviews(viewer)
