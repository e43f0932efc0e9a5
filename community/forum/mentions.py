"""Who was called by name where: once per person and text."""

from datetime import datetime

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, mapped_column

from community.core import clock
from community.core.db import db


class Mention(db.Model):
    """A member was called in a post, or in a comment under it. It stays when an edit takes the name out again."""

    __tablename__ = "mentions"
    __table_args__ = (
        Index("uq_mentions_post_id_member_id", "post_id", "member_id", unique=True,
              sqlite_where=db.text("comment_id IS NULL"), postgresql_where=db.text("comment_id IS NULL")),
        Index("uq_mentions_comment_id_member_id", "comment_id", "member_id", unique=True),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(db.ForeignKey("posts.id", ondelete="CASCADE"))
    comment_id: Mapped[int | None] = mapped_column(db.ForeignKey("comments.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


def called_members(post_id: int, comment_id: int | None = None) -> set[int]:
    """Ids of those called in a post itself, or in one comment under it."""
    query = select(Mention.member_id).where(Mention.post_id == post_id)
    return set(db.session.scalars(query.where(Mention.comment_id.is_not_distinct_from(comment_id))))
