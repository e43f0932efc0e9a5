"""Polls: a question with options under a post, and everyone's choices."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Select, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from community.accounts.models import Member
from community.core import clock
from community.core.db import db, related
from community.core.errors import NotFound
from community.forum.models import Post

RESULTS = {"always": "At any time", "after": "Once they have voted, or the poll is closed"}


class Poll(db.Model):
    """A question to everyone who reads the post, at most one under each."""

    __tablename__ = "polls"
    __table_args__ = (CheckConstraint("results IN ('always', 'after')", name="results"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(db.ForeignKey("posts.id", ondelete="CASCADE"), unique=True)
    question: Mapped[str]
    several: Mapped[bool] = mapped_column(default=False)  # whether one may choose more than one option
    named: Mapped[bool] = mapped_column(default=False)  # whether it is shown who chose what
    results: Mapped[str] = mapped_column(default="always")  # when they are seen
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    closes_at: Mapped[datetime | None]

    post: Mapped[Post] = related()
    options: Mapped[list["PollOption"]] = related(order_by="PollOption.position", viewonly=True)

    @property
    def is_closed(self) -> bool:
        """Whether its time is over."""
        return self.closes_at is not None and self.closes_at <= clock.now()


class PollOption(db.Model):
    """One of the things to choose from."""

    __tablename__ = "poll_options"
    __table_args__ = (UniqueConstraint("poll_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(db.ForeignKey("polls.id", ondelete="CASCADE"))
    position: Mapped[int]
    words: Mapped[str]


class PollVote(db.Model):
    """One member's choice of one option.

    `slot` makes it once: 0 where one may choose only one option, otherwise the option itself.
    """

    __tablename__ = "poll_votes"
    __table_args__ = (UniqueConstraint("poll_id", "member_id", "slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(db.ForeignKey("polls.id", ondelete="CASCADE"))
    option_id: Mapped[int] = mapped_column(db.ForeignKey("poll_options.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), index=True)
    slot: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(default=clock.now)

    member: Mapped[Member] = related()


def polls_under(post_ids: list[int]) -> Select[tuple[Poll]]:
    """The polls under these posts, with their options."""
    return select(Poll).where(Poll.post_id.in_(post_ids)).options(selectinload(Poll.options))


def find_poll(post: Post) -> Poll:
    """The poll under a post. Raises NotFound."""
    poll = db.session.scalar(polls_under([post.id]))
    if poll is None:
        raise NotFound("There is no poll here.")
    set_committed_value(poll, "post", post)
    return poll
