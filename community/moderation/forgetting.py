"""When texts are deleted for good, what was said about them while they were looked at goes with them."""

from typing import Any

from sqlalchemy import ColumnElement, Update, or_, select, update

from community.core.db import db
from community.events import Event
from community.moderation.deciding import end_items
from community.moderation.models import Act, Appeal, Flag, ReviewItem

KEPT = ("CommentDeleted", "PostDeleted", "TopicDeleted", "PurgePlanned")  # why it was taken down stays readable


def forget_words(event: Event) -> None:
    """Purged, together: notes of flags and matters, reasons in the log, words of appeals; open matters end."""
    items, flags, acts = _about(event.fact)
    open_ones = select(ReviewItem).where(items, ReviewItem.decided_at.is_(None)).order_by(ReviewItem.id)
    end_items(list(db.session.scalars(open_ones.with_for_update())), "purged", "", None, None)
    db.session.flush()
    appealed = Appeal.act_id.in_(select(Act.id).where(acts))
    _blank(update(Flag).where(flags), note="")
    _blank(update(ReviewItem).where(items), note="", word="")
    _blank(update(Appeal).where(appealed), words="", answer="")
    _blank(update(Act).where(acts, Act.kind.not_in(KEPT)), reason="")


def _about(fact: Any) -> tuple[ColumnElement[bool], ColumnElement[bool], ColumnElement[bool]]:
    """Which matters, flags and acts were about what is gone."""
    if fact.comment_id:
        item, flag = (
            (kind.subject_kind == "comment") & (kind.subject_id == fact.comment_id) for kind in (ReviewItem, Flag)
        )
        return item, flag, Act.comment_id == fact.comment_id
    posts = fact.post_ids
    acts = Act.post_id.in_(posts) if fact.post_id else or_(Act.topic_id == fact.topic_id, Act.post_id.in_(posts))
    return ReviewItem.post_id.in_(posts), Flag.post_id.in_(posts), acts


def _blank(change: Update, **values: str) -> None:
    db.session.execute(change.values(**values).execution_options(synchronize_session="fetch"))
