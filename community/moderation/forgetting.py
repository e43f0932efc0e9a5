"""When texts are deleted for good, what was said about them while they were looked at goes with them."""

from sqlalchemy import Update, or_, select, update

from community.core.db import db
from community.events import Event
from community.moderation.deciding import end_items
from community.moderation.models import Act, Appeal, Flag, ReviewItem

KEPT = ("PostDeleted", "TopicDeleted", "PurgePlanned")  # why it was taken down stays readable


def forget_words(event: Event) -> None:
    """Purged, together: notes of flags and matters, reasons in the log, words of appeals; open matters end."""
    fact = event.fact
    items = ReviewItem.post_id.in_(fact.post_ids)
    open_ones = select(ReviewItem).where(items, ReviewItem.decided_at.is_(None)).order_by(ReviewItem.id)
    end_items(list(db.session.scalars(open_ones.with_for_update())), "purged", "", None, None)
    db.session.flush()
    whole = Act.topic_id == fact.topic_id if fact.post_id is None else Act.post_id.in_(fact.post_ids)
    acts = or_(whole, Act.post_id.in_(fact.post_ids))
    appealed = Appeal.act_id.in_(select(Act.id).where(acts))
    _blank(update(Flag).where(Flag.post_id.in_(fact.post_ids)), note="")
    _blank(update(ReviewItem).where(items), note="", word="")
    _blank(update(Appeal).where(appealed), words="", answer="")
    _blank(update(Act).where(acts, Act.kind.not_in(KEPT)), reason="")


def _blank(change: Update, **values: str) -> None:
    db.session.execute(change.values(**values).execution_options(synchronize_session="fetch"))
