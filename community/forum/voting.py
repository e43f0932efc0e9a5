"""Voting on posts: one voice per person and post, changed or taken back at will."""

from functools import cache

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm.attributes import set_committed_value

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, require
from community.events import record
from community.forum.facts import PostVoted
from community.forum.models import Post, Topic, Vote
from community.forum.rights import may_see


def may_vote(by: Member | None, post: Post) -> bool | str:
    """Members vote on what others wrote and they may read."""
    if by is None:
        return "Please sign in to vote."
    if post.author_id == by.id:
        return "Your own post gets its votes from others."
    if not post.is_shown or post.topic.deleted_at:
        return "This was taken down."
    if post.topic.archived_at:
        return "This is kept as it is, so votes are closed."
    return may_see(by, post.topic.category)


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
    ident = {"ident": post.id}
    set_committed_value(post, "score", db.session.execute(_counting(), ident).scalar_one())
    if post.is_opening:
        db.session.execute(_showing(), {"ident": post.topic_id, "sum": post.score})
        topic = db.session.identity_map.get(db.session.identity_key(Topic, post.topic_id))
        if topic is not None:
            set_committed_value(topic, "score", post.score)


@cache
def _counting():
    """Sets a post's score from its votes and gives it; made once, since imports bring votes by the thousand."""
    posts, votes = Post.__table__.c, Vote.__table__.c
    total = select(func.coalesce(func.sum(votes.value), 0)).where(votes.post_id == posts.id).scalar_subquery()
    return update(Post.__table__).where(posts.id == bindparam("ident")).values(score=total).returning(posts.score)


@cache
def _showing():
    topics = Topic.__table__.c
    return update(Topic.__table__).where(topics.id == bindparam("ident")).values(score=bindparam("sum"))
