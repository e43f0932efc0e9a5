"""Votes that were not honest stop counting, and count again exactly as before when that was a mistake.

The votes stay where they are, marked; whoever gave one can't change it meanwhile. One fact per person concerned: whose
votes these are, or, without any of their own, whose posts they were for.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db
from community.core.errors import Conflict, Invalid, require
from community.core.text import tidy
from community.events import record
from community.events.facts import FactRow
from community.forum.facts import VotesInvalidated, VotesReinstated
from community.forum.models import Invalidation, Post, Topic, Vote
from community.forum.voting import rescore

REASON = (10, 500)


class Cast(NamedTuple):
    """A vote as the facts tell of it."""

    id: int
    voter_id: int
    post_id: int
    topic_id: int
    author_id: int | None


def may_invalidate(by: Member | None) -> bool | str:
    """Provider staff."""
    return (by is not None and by.is_staff) or "Whether votes count is decided by provider staff."


def invalidate_votes(vote_ids: Iterable[int], reason: str, *, by: Member) -> Invalidation:
    """Let these votes count no longer, with a reason that the persons concerned read.

    Those that were taken back or don't count already are passed over. Raises NotAllowed, Invalid, and Conflict when
    none of them counts.
    """
    require(may_invalidate(by))
    reason = tidy(reason)
    low, high = REASON
    if not low <= len(reason) <= high:
        raise Invalid(f"Say why in {low} to {high} characters; those concerned read it.", "reason")
    with atomic() as session:
        casts = _hold(Vote.id.in_(list(vote_ids)), Vote.counts, Vote.voter_id.is_not(None))
        if not casts:
            raise Conflict("None of these votes counts any more.")
        people = _by_person(casts)
        require(
            by.id not in dict(people) or "These are votes by or for you, so somebody else has to decide about them."
        )
        made = Invalidation(reason=reason, at=clock.now(), by_id=by.id)
        session.add(made)
        session.flush()
        _mark(casts, invalidated_at=clock.now(), invalidation_id=made.id)
        for member_id, given in people:
            record(VotesInvalidated(made.id, member_id, *_columns(given)), by=by)
    return made


def reinstate_votes(invalidation_id: int, *, by: Member, of: int | None = None) -> int:
    """Let the votes of a decision count again; `of` only those that a member gave or got. How many they were.

    Raises NotAllowed, and Conflict when they count already.
    """
    require(may_invalidate(by))
    with atomic():
        whose = True if of is None else (Vote.voter_id == of) | (Post.author_id == of)
        casts = _hold(Vote.invalidation_id == invalidation_id, ~Vote.counts, whose)
        if not casts:
            raise Conflict("These votes count already.")
        causes = _causes(invalidation_id)
        _mark(casts, invalidated_at=None, invalidation_id=None)
        for member_id, given in _by_person(casts):
            record(VotesReinstated(invalidation_id, member_id, *_columns(given), causes[member_id]), by=by)
    return len(casts)


def votes_of_decision(invalidation_id: int) -> int:
    """How many votes still don't count because of a decision."""
    query = select(func.count()).where(Vote.invalidation_id == invalidation_id)
    return db.session.scalar(query)


def _hold(*which) -> list[Cast]:
    """The votes, after their topics and posts are held in the order in which everybody holds them."""
    columns = Vote.id, Vote.voter_id, Post.id.label("post_id"), Post.topic_id, Post.author_id
    query = select(*columns).join(Post, Post.id == Vote.post_id).where(*which).order_by(Vote.id)
    found = [Cast(*row) for row in db.session.execute(query)]
    for model, ids in ((Topic, {each.topic_id for each in found}), (Post, {each.post_id for each in found})):
        held = select(model).where(model.id.in_(ids)).order_by(model.id).with_for_update()
        db.session.execute(held.execution_options(populate_existing=True)).all()
    held = query.with_for_update(of=Vote)
    return [Cast(*row) for row in db.session.execute(held)]  # as they are now that nobody else changes them


def _mark(casts: list[Cast], **values) -> None:
    change = update(Vote).where(Vote.id.in_([each.id for each in casts])).values(**values)
    db.session.execute(change.execution_options(synchronize_session="fetch"))
    ids = {each.post_id for each in casts}
    posts = select(Post).where(Post.id.in_(ids)).options(joinedload(Post.topic)).order_by(Post.id)
    for post in db.session.scalars(posts.execution_options(populate_existing=True)):
        rescore(post)


def _by_person(casts: list[Cast]) -> list[tuple[int, list[Cast]]]:
    given: dict[int, list[Cast]] = defaultdict(list)
    for each in casts:
        given[each.voter_id].append(each)
    for each in casts:
        if each.author_id is not None:
            given[each.author_id]  # concerned as well, perhaps without a vote of their own
    return sorted(given.items())


def _columns(given: list[Cast]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(getattr(each, name) for each in given) for name in ("id", "post_id", "topic_id", "author_id"))


def _causes(invalidation_id: int) -> dict[int, int]:
    """The fact by which each person's votes stopped counting."""
    payload = FactRow.payload
    query = select(payload["member_id"].as_integer(), FactRow.id).where(FactRow.kind == "VotesInvalidated")
    query = query.where(payload["invalidation_id"].as_integer() == invalidation_id)
    return dict(tuple(row) for row in db.session.execute(query))
