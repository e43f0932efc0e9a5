"""Making polls and voting in them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm.attributes import set_committed_value

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Conflict, Invalid, NotFound, require
from community.core.text import tidy
from community.events import record
from community.forum.braking import brake_text
from community.forum.facts import (
    PollChanged,
    PollClosed,
    PollMade,
    PollRemoved,
    PollReopened,
    PollVoted,
    PostSuspected,
)
from community.forum.holding import hold
from community.forum.models import Post
from community.forum.polls import RESULTS, Poll, PollOption, PollVote
from community.forum.rights import may_moderate, may_see, may_write_in

QUESTION_LENGTH = 200
OPTION_LENGTH = 120
OPTIONS = (2, 12)  # at least, at most
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Draft:
    """A poll as somebody wants it; `check` says what is wrong with it."""

    question: str
    options: tuple[str, ...]
    several: bool = False
    named: bool = False
    results: str = "always"
    closes_at: datetime | None = None

    @classmethod
    def written(cls, question: str, options: str, **how) -> "Draft":
        """From words as people type them: one option on each line."""
        lines = (tidy(line) for line in options.splitlines())
        return cls(tidy(question), tuple(line for line in lines if line), **how)

    @property
    def closes(self) -> int | None:
        """The first full second at which it is closed."""
        return math.ceil(self.closes_at.timestamp()) if self.closes_at else None

    def check(self) -> None:
        """Raises Invalid with the field: poll_question, poll_options, poll_results or poll_closes."""
        if not self.question:
            raise Invalid("Please say what you want to ask.", "poll_question")
        if len(self.question) > QUESTION_LENGTH:
            raise Invalid(f"Please ask it in {QUESTION_LENGTH} characters.", "poll_question")
        low, high = OPTIONS
        if not low <= len(self.options) <= high:
            raise Invalid(f"A poll has {low} to {high} options; these are {len(self.options)}.", "poll_options")
        if len({option.casefold() for option in self.options}) < len(self.options):
            raise Invalid("Two options say the same.", "poll_options")
        if any(len(option) > OPTION_LENGTH for option in self.options):
            raise Invalid(f"Please keep each option within {OPTION_LENGTH} characters.", "poll_options")
        if self.results not in RESULTS:
            raise Invalid("Please choose when the results are seen.", "poll_results")
        if self.closes_at and not clock.now() < self.closes_at <= clock.now() + LONGEST:
            raise Invalid("Please choose a time that is still to come, within a year.", "poll_closes")


def may_make_poll(by: Member | None, post: Post) -> bool | str:
    """Authors add a poll to what they posted in a discussion or an announcement, and who looks after the place."""
    if post.topic.kind == "question":
        return "Questions are answered, not voted on. Discussions can have polls."
    return _may_keep(by, post)


def may_change_poll(by: Member | None, post: Post) -> bool | str:
    """The same people close, reopen and remove it; its words change only before the first vote."""
    return _may_keep(by, post)


def may_vote_in_poll(by: Member | None, post: Post) -> bool | str:
    """Members who read the post, its author included."""
    if by is None:
        return "Please sign in to vote."
    if not post.is_shown or post.topic.deleted_at:
        return "This was taken down."
    if post.topic.archived_at:
        return "This is archived, so votes are closed."
    return may_see(by, post.topic.category)


def make_poll(post: Post, draft: Draft, *, by: Member) -> Poll:
    """Put a poll under a post. Raises NotAllowed, Invalid with the field, or Conflict when there is one."""
    require(may_make_poll(by, post))
    draft.check()
    with atomic():
        hold(post)
        require(may_make_poll(by, post))  # it may have been taken down meanwhile
        if db.session.scalar(select(exists().where(Poll.post_id == post.id))):
            raise Conflict("There is a poll under this post already.")
        suspicion = _look_at(draft, post, by)
        poll = Poll(post_id=post.id, question=draft.question, made_at=clock.now())
        db.session.add(poll)
        db.session.flush()
        _write(poll, draft)
        record(PollMade(post.topic_id, post.id, poll.id, len(draft.options), draft.closes), by=by)
        if suspicion:
            record(PostSuspected(post.topic_id, post.id, by.id, suspicion))
    return poll


def change_poll(poll: Poll, draft: Draft, *, by: Member) -> None:
    """Say it differently, while nobody has voted. Raises as `make_poll` does, Conflict after the first vote."""
    require(may_change_poll(by, poll.post))
    draft.check()
    with atomic():
        hold(poll.post)
        _hold(poll)
        if db.session.scalar(select(exists().where(PollVote.poll_id == poll.id))):
            raise Conflict("Somebody has voted already, so the poll stays as it is. You can close it.")
        suspicion = _look_at(draft, poll.post, by)
        db.session.execute(delete(PollOption).where(PollOption.poll_id == poll.id))
        _write(poll, draft)
        record(PollChanged(poll.post.topic_id, poll.post_id, poll.id, draft.closes), by=by)
        if suspicion:
            record(PostSuspected(poll.post.topic_id, poll.post_id, by.id, suspicion))


def _look_at(draft: Draft, post: Post, by: Member) -> str | None:
    """The brakes on what a poll says: refused beside its question, or why its post is held back."""
    try:
        return brake_text(by, post.topic.category, "\n\n".join((draft.question, *draft.options)))
    except Invalid as refused:
        raise Invalid(refused.sentence, "poll_question") from None


def _write(poll: Poll, draft: Draft) -> None:
    poll.question, poll.several, poll.named = draft.question, draft.several, draft.named
    poll.results, poll.closes_at = draft.results, draft.closes_at
    options = [
        PollOption(poll_id=poll.id, position=number, words=words) for number, words in enumerate(draft.options, 1)
    ]
    db.session.add_all(options)
    set_committed_value(poll, "options", options)


def vote_in_poll(poll: Poll, option_ids: Iterable[int], *, by: Member) -> None:
    """Choose these options instead of what one chose before; none takes the vote back. Twice is once.

    Raises NotAllowed when the poll is closed or not theirs to see, Invalid for options that are not its own.
    """
    wanted = set(option_ids)
    require(may_vote_in_poll(by, poll.post))
    with atomic():
        _hold(poll)  # one after the other: two tabs of one person, and whoever changes or closes it
        require(not poll.is_closed or "This poll is closed.")
        known = set(db.session.scalars(select(PollOption.id).where(PollOption.poll_id == poll.id)))
        if not wanted <= known:
            raise Invalid("The poll was changed meanwhile. Please look at it again.", "option")
        if len(wanted) > 1 and not poll.several:
            raise Invalid("Please choose one of them.", "option")
        own = PollVote.poll_id == poll.id, PollVote.member_id == by.id
        before = set(db.session.scalars(select(PollVote.option_id).where(*own)))
        if wanted == before:
            return
        db.session.execute(delete(PollVote).where(*own, PollVote.option_id.not_in(wanted)))
        for option_id in sorted(wanted - before):
            slot = option_id if poll.several else 0
            db.session.add(PollVote(poll_id=poll.id, option_id=option_id, member_id=by.id, slot=slot, at=clock.now()))
        record(PollVoted(poll.post.topic_id, poll.post_id, poll.id, len(before), len(wanted)), by=by)


def close_poll(poll: Poll, *, by: Member) -> None:
    """Take no more votes from now on; nothing happens when it is closed."""
    require(may_change_poll(by, poll.post))
    with atomic():
        _hold(poll)
        if not poll.is_closed:
            poll.closes_at = clock.now()
            record(PollClosed(poll.post.topic_id, poll.post_id, poll.id), by=by)


def reopen_poll(poll: Poll, *, by: Member) -> None:
    """Take votes again, until somebody closes it; nothing happens when it is open."""
    require(may_change_poll(by, poll.post))
    with atomic():
        _hold(poll)
        if poll.is_closed:
            poll.closes_at = None
            record(PollReopened(poll.post.topic_id, poll.post_id, poll.id), by=by)


def remove_poll(poll: Poll, *, by: Member) -> None:
    """Take the poll away, with all votes in it; the post stays."""
    require(may_change_poll(by, poll.post))
    with atomic():
        _hold(poll)
        gone = poll.post.topic_id, poll.post_id, poll.id
        for table, column in ((PollVote, PollVote.poll_id), (PollOption, PollOption.poll_id), (Poll, Poll.id)):
            db.session.execute(delete(table).where(column == poll.id))
        record(PollRemoved(*gone), by=by)


def _hold(poll: Poll) -> None:
    """Read the poll again and hold it. Raises NotFound when it was taken away meanwhile."""
    if db.session.scalar(select(Poll.id).where(Poll.id == poll.id).with_for_update()) is None:
        raise NotFound("The poll was taken away meanwhile.")
    lock(poll)


def _may_keep(by: Member | None, post: Post) -> bool | str:
    if by is None:
        return "Please sign in first."
    topic = post.topic
    if not post.is_shown or topic.deleted_at or topic.archived_at:
        return "This is archived, and its poll with it."
    if may_moderate(by, topic.category) is True:
        return True
    if post.author_id != by.id:
        return "Polls are looked after by whoever wrote the post."
    return may_write_in(by, topic.category)
