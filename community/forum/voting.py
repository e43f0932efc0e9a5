"""Voting on posts: one voice per person and post, changed or taken back at will."""

from sqlalchemy import func, select, update

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, require
from community.events import record
from community.forum.facts import PostVoted
from community.forum.models import Post, Topic, Vote


def may_vote(by: Member | None, post: Post) -> bool | str:
    """Members vote on what others wrote and they may read."""
    if by is None:
        return "Please sign in to vote."
    if post.author_id == by.id:
        return "Your own post gets its votes from others."
    if post.deleted_at or post.topic.deleted_at:
        return "This was taken down."
    return post.topic.category.audience in audiences_of(by) or "This place isn’t open to you."


def vote_on(post: Post, value: int, *, by: Member) -> int:
    """Give (1), turn (-1) or take back (0) one's voice; the post's new score. Saying the same twice changes nothing.

    Raises NotAllowed on one's own post, Invalid for another value.
    """
    if value not in (-1, 0, 1):
        raise Invalid("A vote is 1, 0 or -1.", "value")
    with atomic():
        lock(post.topic, shared=True)  # taking the topic down waits for this vote, or comes before it
        lock(post)
        require(may_vote(by, post))
        vote = db.session.scalar(select(Vote).where(Vote.post_id == post.id, Vote.voter_id == by.id))
        old = vote.value if vote else 0
        if value == old:
            return post.score
        if value == 0:
            db.session.delete(vote)
        elif vote:
            vote.value, vote.at = value, clock.now()
        else:
            db.session.add(Vote(post_id=post.id, voter_id=by.id, value=value, at=clock.now()))
        db.session.flush()
        _rescore(post)
        record(PostVoted(post.topic_id, post.id, post.kind, post.author_id, old, value), by=by)
    return post.score


def store_vote(post: Post, value: int) -> Vote:
    """A voice without a name, as imports bring them."""
    with atomic():
        vote = Vote(post_id=post.id, value=value, at=clock.now())
        db.session.add(vote)
        db.session.flush()
        _rescore(post)
        record(PostVoted(post.topic_id, post.id, post.kind, post.author_id, 0, value))
    return vote


def _rescore(post: Post) -> None:
    score = select(func.coalesce(func.sum(Vote.value), 0)).where(Vote.post_id == post.id).scalar_subquery()
    db.session.execute(
        update(Post).where(Post.id == post.id).values(score=score).execution_options(synchronize_session=False)
    )
    db.session.refresh(post, ["score"])
    if post.kind == "opening":
        db.session.execute(update(Topic).where(Topic.id == post.topic_id).values(score=post.score))
