"""Suggested wordings in the review queue: they stand there while they wait, and leave it when somebody has decided."""

from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.core.db import db
from community.events import Event
from community.forum.models import Post
from community.forum.suggesting import EditSuggestion
from community.moderation.deciding import end_items
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
    if item is None:
        return
    verdict = "accept" if type(event.fact).__name__ == "SuggestionAccepted" else "decline"
    own = event.by_id is None or event.by_id == item.member_id
    end_items([item], "gone" if own else verdict, "", None, None if own else db.session.get(Member, event.by_id))
