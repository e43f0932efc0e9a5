"""What people say to a post with one press: how it served them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Member
from community.core import clock
from community.core.db import db
from community.forum.models import Post

HELPED = "helped"
KINDS = {  # words on the button, and its sign
    HELPED: ("This helped me", "heart-handshake"),
    "agreed": ("I agree", "thumbs-up"),
    "learned": ("I learned something", "lightbulb"),
}


class PostReaction(db.Model):
    """One person says one thing to one post, once."""

    __tablename__ = "post_reactions"
    __table_args__ = (CheckConstraint("kind IN ('helped', 'agreed', 'learned')", name="kind"),)

    post_id: Mapped[int] = mapped_column(db.ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


def thanks_of(viewer: Member | None, posts: list[Post]) -> dict[int, dict[str, tuple[int, bool]]]:
    """For each post how many said what, and whether the viewer is among them: one statement for all of them."""
    mine = func.max(db.case((PostReaction.member_id == (viewer.id if viewer else 0), 1), else_=0))
    query = (
        select(PostReaction.post_id, PostReaction.kind, func.count(), mine)
        .where(PostReaction.post_id.in_([post.id for post in posts]))
        .group_by(PostReaction.post_id, PostReaction.kind)
    )
    found: dict[int, dict[str, tuple[int, bool]]] = {}
    for post_id, kind, count, is_mine in db.session.execute(query):
        found.setdefault(post_id, {})[kind] = (count, bool(is_mine))
    return found
