"""What was merged, split or moved: the record behind stub lines and undo."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Member
from community.core import clock
from community.core.db import db, related
from community.forum.models import Topic


class Rearrangement(db.Model):
    """Posts went from one topic to another; a merged topic went as a whole.

    `before` is what undoing needs beyond the posts: what the target looked like, which tags it was given, which
    answer was accepted.
    """

    __tablename__ = "rearrangements"
    __table_args__ = (CheckConstraint("kind IN ('merge', 'split', 'move')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    from_id: Mapped[int] = mapped_column(db.ForeignKey("topics.id"), index=True)
    to_id: Mapped[int] = mapped_column(db.ForeignKey("topics.id"), index=True)
    post_ids: Mapped[list] = mapped_column(JSON)
    before: Mapped[dict] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))

    source: Mapped[Topic] = related(foreign_keys=[from_id])
    target: Mapped[Topic] = related(foreign_keys=[to_id])
    by: Mapped[Member | None] = related(foreign_keys=[by_id])
    undone_by: Mapped[Member | None] = related(foreign_keys=[undone_by_id])

    @property
    def count(self) -> int:
        """How many posts went."""
        return len(self.post_ids)

    def leaves_a_line(self, topic: Topic) -> bool:
        """Whether a topic says where some of its replies went on."""
        there = self.undone_at is None and self.target.is_shown
        return there and self.kind != "merge" and self.from_id == topic.id
