"""What a reader sees of a poll: the options, and the results once they are theirs to see."""

from dataclasses import dataclass

from sqlalchemy import func, select

from community.accounts.models import Member
from community.core.db import db
from community.forum.models import Post
from community.forum.polling import may_change_poll, may_vote_in_poll
from community.forum.polls import Poll, PollVote, polls_under

NAMES_SHOWN = 24  # of those who chose an option, where votes have names


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
    may_vote: bool
    may_change: bool

    @property
    def mine(self) -> list[int]:
        """The options the reader chose."""
        return [choice.id for choice in self.choices if choice.mine]


def polls_of(posts: list[Post], viewer: Member | None) -> dict[int, PollView]:
    """The polls under these posts by post, as the viewer sees them: one statement without any, five at most."""
    found = list(db.session.scalars(polls_under([post.id for post in posts]))) if posts else []
    if not found:
        return {}
    ids = [poll.id for poll in found]
    counts = _numbers(select(PollVote.option_id, func.count()), ids, PollVote.option_id)
    voters = _numbers(select(PollVote.poll_id, func.count(PollVote.member_id.distinct())), ids, PollVote.poll_id)
    mine = _chosen_by(viewer, ids)
    people = _names([poll.id for poll in found if poll.named])
    by_id = {post.id: post for post in posts}
    return {
        poll.post_id: PollView(
            poll,
            _choices(poll, counts, voters.get(poll.id, 0), mine, people),
            voters.get(poll.id, 0),
            _shows(poll, mine),
            may_vote_in_poll(viewer, by_id[poll.post_id]) is True and not poll.is_closed,
            may_change_poll(viewer, by_id[poll.post_id]) is True,
        )
        for poll in found
    }


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


def _shows(poll: Poll, mine: set[int]) -> bool:
    return poll.results == "always" or poll.is_closed or any(option.id in mine for option in poll.options)


def _choices(poll: Poll, counts: dict[int, int], voters: int, mine: set[int], people: dict) -> list[Choice]:
    if not _shows(poll, mine):
        return [Choice(option.id, option.words, False, None, 0.0, []) for option in poll.options]
    return [
        Choice(
            option.id,
            option.words,
            option.id in mine,
            counts.get(option.id, 0),
            counts.get(option.id, 0) / (voters or 1),
            people.get(option.id, []),
        )
        for option in poll.options
    ]
