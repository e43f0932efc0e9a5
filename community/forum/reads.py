"""How far each member has read each topic, and what they put aside unread."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from community.core import clock
from community.core.db import db


class TopicRead(db.Model):
    """A member has opened a topic, or put it aside: every post up to `post_id` is known to them.

    `kept` topics were marked as unread by hand and stay so, however old they are. What a dismissal wrote carries its
    number and what was there before (None: nothing), so that it can be taken back exactly.
    """

    __tablename__ = "topic_reads"
    __table_args__ = (
        Index("ix_topic_reads_kept", "member_id", sqlite_where=db.text("kept"), postgresql_where=db.text("kept")),
    )

    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(db.ForeignKey("topics.id"), primary_key=True, index=True)
    post_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)  # when they last read it
    kept: Mapped[bool] = mapped_column(default=False)
    dismissal_id: Mapped[int | None] = mapped_column(db.ForeignKey("dismissals.id"), index=True)
    before_id: Mapped[int | None]  # `post_id` before the dismissal


class Dismissal(db.Model):
    """A member put aside what was new or unread in a list, all at once."""

    __tablename__ = "dismissals"
    __table_args__ = (CheckConstraint("what IN ('new', 'unread', 'both')", name="what"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), index=True)
    what: Mapped[str]
    count: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    undone_at: Mapped[datetime | None]
