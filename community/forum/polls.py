"""Polls: a question with options under a post, and what its reader sees of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, selectinload

from community.accounts.models import Member
from community.core import clock
from community.core.db import db, related
from community.core.errors import NotFound
from community.forum.models import Post

RESULTS = {"always": "At any time", "after": "Once they have voted, or the poll is closed"}
NAMES_SHOWN = 24  # of those who chose an option, where votes have names


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
    options: Mapped[list["PollOption"]] = related(order_by="PollOption.position", cascade="all, delete-orphan")

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


@dataclass(frozen=True)
class Choice:
    """An option as one reader sees it; `count` is None while the results are not theirs to see."""

    id: int
    words: str
    mine: bool
    count: int | None
    share: float  # of those who voted, 0 to 1
    people: list[Member]  # who chose it, the first few, where votes have names


@dataclass(frozen=True)
class PollView:
    """A poll as one reader sees it."""

    poll: Poll
    choices: list[Choice]
    voters: int
    shows_results: bool

    @property
    def mine(self) -> list[int]:
        """The options the reader chose."""
        return [choice.id for choice in self.choices if choice.mine]


def find_poll(post: Post) -> Poll:
    """The poll under a post. Raises NotFound."""
    poll = db.session.scalar(_polls([post.id]))
    if poll is None:
        raise NotFound("There is no poll here.")
    return poll


def polls_of(posts: list[Post], viewer: Member | None) -> dict[int, PollView]:
    """The polls under these posts by post, as the viewer sees them: one statement without any, five at most."""
    found = list(db.session.scalars(_polls([post.id for post in posts]))) if posts else []
    if not found:
        return {}
    ids = [poll.id for poll in found]
    counts = _numbers(select(PollVote.option_id, func.count()), ids, PollVote.option_id)
    voters = _numbers(select(PollVote.poll_id, func.count(PollVote.member_id.distinct())), ids, PollVote.poll_id)
    mine = _chosen_by(viewer, ids)
    people = _names([poll.id for poll in found if poll.named])
    return {poll.post_id: _seen(poll, counts, voters.get(poll.id, 0), mine, people) for poll in found}


def _polls(post_ids: list[int]):
    return select(Poll).where(Poll.post_id.in_(post_ids)).options(selectinload(Poll.options))


def _numbers(query, poll_ids: list[int], by) -> dict[int, int]:
    return dict(map(tuple, db.session.execute(query.where(PollVote.poll_id.in_(poll_ids)).group_by(by))))


def _chosen_by(viewer: Member | None, poll_ids: list[int]) -> set[int]:
    if viewer is None:
        return set()
    query = select(PollVote.option_id).where(PollVote.poll_id.in_(poll_ids), PollVote.member_id == viewer.id)
    return set(db.session.scalars(query))


def _names(poll_ids: list[int]) -> dict[int, list[Member]]:
    """Those who chose each option, the first ones of each, in one statement."""
    if not poll_ids:
        return {}
    place = func.row_number().over(partition_by=PollVote.option_id, order_by=PollVote.id).label("place")
    ranked = select(PollVote.id, PollVote.option_id, PollVote.member_id, place)
    first = ranked.where(PollVote.poll_id.in_(poll_ids)).subquery()
    query = select(first.c.option_id, Member).join(Member, Member.id == first.c.member_id)
    people: dict[int, list[Member]] = {}
    for option_id, member in db.session.execute(query.where(first.c.place <= NAMES_SHOWN).order_by(first.c.id)):
        people.setdefault(option_id, []).append(member)
    return people


def _seen(poll: Poll, counts: dict[int, int], voters: int, mine: set[int], people: dict) -> PollView:
    voted = any(option.id in mine for option in poll.options)
    shows = poll.results == "always" or poll.is_closed or voted
    choices = []
    for option in poll.options:
        count = counts.get(option.id, 0) if shows else None
        names = people.get(option.id, []) if shows else []
        choices.append(Choice(option.id, option.words, option.id in mine, count, (count or 0) / (voters or 1), names))
    return PollView(poll, choices, voters, shows)
