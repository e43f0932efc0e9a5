"""What waits to be looked at, who flagged what, and the log of what was done."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Member
from community.core import clock
from community.core.db import db, related
from community.forum.models import Post

KINDS = {
    "security": "Security concerns",
    "flag": "Flags",
    "spam": "Suspected spam",
    "first_post": "First posts",
    "edit": "Suggested edits",
    "appeal": "Appeals",
}


class ReviewItem(db.Model):
    """One matter for those who look after the place. At most one of a kind is open about the same thing.

    Who may see it follows from where its post is now; `staff_only` ones are for provider staff.
    """

    __tablename__ = "review_items"
    __table_args__ = (
        CheckConstraint("kind IN ('flag', 'first_post', 'spam', 'edit', 'security', 'appeal')", name="kind"),
        CheckConstraint("(decided_at IS NULL) = (verdict IS NULL)", name="decided"),
        Index(
            "uq_review_items_open", "subject_kind", "subject_id", "kind", unique=True,
            sqlite_where=db.text("decided_at IS NULL"), postgresql_where=db.text("decided_at IS NULL"),
        ),
        Index("ix_review_items_decided_at_due_at", "decided_at", "due_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject_kind: Mapped[str]  # post, comment, suggestion, act
    subject_id: Mapped[int]
    post_id: Mapped[int | None] = mapped_column(db.ForeignKey("posts.id"), index=True)  # the one it hangs on
    member_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"), index=True)  # whom it concerns
    weight: Mapped[float] = mapped_column(default=0.0)  # of the flags together
    note: Mapped[str] = mapped_column(default="")  # what a rule, the author or a colleague said about it
    staff_only: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime] = mapped_column(default=clock.now)  # later than opened_at when it rests until then
    claimed_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    claimed_until: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"), index=True)
    verdict: Mapped[str | None]
    word: Mapped[str] = mapped_column(default="")  # what was said with the decision

    post: Mapped[Post | None] = related()
    member: Mapped[Member | None] = related(foreign_keys=[member_id])
    claimed_by: Mapped[Member | None] = related(foreign_keys=[claimed_by_id])
    decided_by: Mapped[Member | None] = related(foreign_keys=[decided_by_id])

    @property
    def path(self) -> str:
        """Its address in the queue."""
        return f"/review/{self.id}"

    def held_by_other(self, viewer: Member) -> bool:
        """Whether somebody else is on it right now; their name needs `claimed_by`."""
        held = self.claimed_until is not None and self.claimed_until > clock.now()
        return held and self.claimed_by_id != viewer.id


class Flag(db.Model):
    """Somebody says that a post or comment needs a look: once per person and thing."""

    __tablename__ = "flags"
    __table_args__ = (
        UniqueConstraint("member_id", "subject_kind", "subject_id"),
        CheckConstraint("subject_kind IN ('post', 'comment')", name="subject_kind"),
        CheckConstraint("outcome IN ('upheld', 'declined')", name="outcome"),
        Index("ix_flags_subject_kind_subject_id", "subject_kind", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    post_id: Mapped[int] = mapped_column(db.ForeignKey("posts.id"))
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    item_id: Mapped[int] = mapped_column(db.ForeignKey("review_items.id"), index=True)
    reason: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    weight: Mapped[float]  # as it was when the flag was raised
    at: Mapped[datetime] = mapped_column(default=clock.now)
    outcome: Mapped[str | None]

    member: Mapped[Member] = related()


class Act(db.Model):
    """One line of the log of moderation: what was done about what somebody else wrote, by whom and why.

    Follows the facts: at most one for each. `by_id` is None for what the rules did by themselves.
    """

    __tablename__ = "acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    fact_id: Mapped[int] = mapped_column(db.ForeignKey("facts.id"), unique=True)
    kind: Mapped[str] = mapped_column(index=True)  # the kind of fact
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"), index=True)  # whom it concerns
    topic_id: Mapped[int | None] = mapped_column(db.ForeignKey("topics.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(db.ForeignKey("posts.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(db.ForeignKey("comments.id"))
    reason: Mapped[str] = mapped_column(default="")
    item_id: Mapped[int | None] = mapped_column(db.ForeignKey("review_items.id"), index=True)  # decided in the queue
    batch_id: Mapped[int | None] = mapped_column(db.ForeignKey("batches.id"), index=True)  # decided with many others
    undoes_id: Mapped[int | None] = mapped_column(db.ForeignKey("acts.id"))  # the act that this one reversed
    # The first act of the same decision about the same member: told, appealed and taken back as one.
    along_id: Mapped[int | None] = mapped_column(db.ForeignKey("acts.id"), index=True)
    undone_at: Mapped[datetime | None]  # since when it stands no longer
    undone_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))  # None: its author mended it first

    by: Mapped[Member | None] = related(foreign_keys=[by_id])
    member: Mapped[Member | None] = related(foreign_keys=[member_id])
    undone_by: Mapped[Member | None] = related(foreign_keys=[undone_by_id])

    @property
    def path(self) -> str:
        """Where the person concerned reads it."""
        return f"/moderation/decisions/{self.id}"


class Appeal(db.Model):
    """The person concerned asks that somebody else looks at a decision: once per decision."""

    __tablename__ = "appeals"
    __table_args__ = (CheckConstraint("outcome IN ('upheld', 'declined')", name="outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(db.ForeignKey("acts.id"), unique=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), index=True)
    item_id: Mapped[int] = mapped_column(db.ForeignKey("review_items.id"))
    words: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    outcome: Mapped[str | None]  # upheld: the decision was taken back
    answer: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
