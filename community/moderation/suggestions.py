"""Suggested wordings in the review queue: they stand there while they wait, and leave it when somebody has decided."""

from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.core import clock
from community.core.db import db
from community.events import Event
from community.forum.models import Post
from community.forum.suggesting import EditSuggestion
from community.moderation.items import open_about, open_item


def queue_suggestion(event: Event) -> None:
    """EditSuggested: those who look after the place see it in their queue, unless it was decided meanwhile."""
    suggestion = db.session.get(EditSuggestion, event.fact.suggestion_id)
    if suggestion is not None and suggestion.decided_at is None:
        post = db.session.get(Post, suggestion.post_id, options=[joinedload(Post.topic)])
        subject = ("suggestion", suggestion.id)
        open_item("edit", post, subject=subject, member_id=suggestion.author_id, note=suggestion.reason)


def settle_suggestion(event: Event) -> None:
    """The suggestion was decided, on its own page or by its author: its matter is closed with it."""
    item = open_about("edit", ("suggestion", event.fact.suggestion_id))
    if item is not None:
        by = db.session.get(Member, event.by_id) if event.by_id else None
        item.decided_at, item.decided_by_id = clock.now(), by.id if by else None
        item.verdict = "accepted" if type(event.fact).__name__ == "SuggestionAccepted" else "declined"
