"""Voting on posts: one voice per person and post, changed or taken back at will."""

from datetime import timedelta
from functools import cache

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm.attributes import set_committed_value

from community.accounts.models import Member
from community.accounts.zones import time_words
from community.core import clock
from community.core.db import atomic, db, take_turn
from community.core.errors import Invalid, require
from community.events import record
from community.forum.facts import PostVoted
from community.forum.holding import hold
from community.forum.models import Post, Topic, Vote
from community.forum.objections import check_reason, may_object
from community.forum.rights import may_see

DAY = timedelta(hours=24)
DAILY = 40  # votes that one member gives in any 24 hours
FOR_ONE_AUTHOR = 5  # of them, for what one author wrote
NO_LONGER = "Provider staff decided that this vote does not count; the decision is among your notifications."


def may_vote(by: Member | None, post: Post) -> bool | str:
    """Members vote on what others wrote and they may read."""
    if by is None:
        return "Please sign in to vote."
    if post.author_id == by.id:
        return "Your own post gets its votes from others."
    if not post.is_shown or post.topic.deleted_at:
        return "This was taken down."
    if post.topic.archived_at:
        return "This is archived, so votes are closed."
    return may_see(by, post.topic.category)


def may_vote_more(by: Member, post: Post) -> bool | str:
    """So many votes a day, and so many for one author; changing a vote or taking it back is always open."""
    today = select(Vote.at).where(Vote.voter_id == by.id, Vote.at > clock.now() - DAY).order_by(Vote.at.desc())
    if full := db.session.scalar(today.offset(DAILY - 1).limit(1)):
        return (
            f"You have given {DAILY} votes within a day, which is all there are. "
            f"The next one opens {time_words(by, full + DAY)}."
        )
    if post.author_id is None:
        return True  # whose post has no account here gains nothing, and is not one person with all the others
    theirs = today.join(Post, Post.id == Vote.post_id).where(Post.author_id == post.author_id)
    if full := db.session.scalar(theirs.offset(FOR_ONE_AUTHOR - 1).limit(1)):
        return (
            f"You have given {FOR_ONE_AUTHOR} votes to {post.author_name} within a day; others deserve some, too. "
            f"The next one for them opens {time_words(by, full + DAY)}."
        )
    return True


def vote_on(post: Post, value: int, *, by: Member, reason: str = "", note: str = "") -> int:
    """Give (1), turn (-1) or take back (0) one's voice; the post's new score. Saying the same twice changes nothing.

    A vote against says why: `reason` is a key of REASONS, `note` more words if they help.
    Raises NotAllowed on one's own post or beyond the limits, Invalid for another value or without a reason.
    """
    if value not in (-1, 0, 1):
        raise Invalid("A vote is 1, 0 or -1.", "value")
    if value == -1:
        require(may_object(by, post))
        note = check_reason(reason, note, by=by, post=post)
    else:
        reason = note = ""
    with atomic():
        take_turn("votes", by.id)  # two at once would each count without the other
        hold(post, shared=True)  # taking the topic down waits for this vote, or comes before it
        require(may_vote(by, post))
        vote = db.session.scalar(select(Vote).where(Vote.post_id == post.id, Vote.voter_id == by.id))
        require(vote is None or vote.counts or NO_LONGER)
        old = vote.value if vote else 0
        if value == old:
            return post.score
        if value == 0:
            db.session.delete(vote)
        elif vote:
            vote.value, vote.reason, vote.note, vote.at = value, reason, note, clock.now()
            vote.named = post.topic.category.named_votes
        else:
            require(may_vote_more(by, post))
            how = {"reason": reason, "note": note, "named": post.topic.category.named_votes, "at": clock.now()}
            db.session.add(Vote(post_id=post.id, voter_id=by.id, value=value, **how))
        db.session.flush()
        rescore(post)
        record(PostVoted(post.topic_id, post.id, post.kind, post.author_id, old, value, reason, post.wiki), by=by)
    return post.score


def store_vote(post: Post, value: int) -> Vote:
    """A voice without a name, as imports bring them."""
    with atomic():
        vote = Vote(post_id=post.id, value=value, at=clock.now())
        db.session.add(vote)
        db.session.flush()
        rescore(post)
        record(PostVoted(post.topic_id, post.id, post.kind, post.author_id, 0, value, wiki=post.wiki))
    return vote


def rescore(post: Post) -> None:
    """Let a post, and the topic that begins with it, show what its votes come to; the topic must be loaded."""
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
    total = select(func.coalesce(func.sum(votes.value), 0)).where(
        votes.post_id == posts.id, votes.invalidated_at.is_(None)
    )
    change = update(Post.__table__).where(posts.id == bindparam("ident")).values(score=total.scalar_subquery())
    return change.returning(posts.score)


@cache
def _showing():
    topics = Topic.__table__.c
    return update(Topic.__table__).where(topics.id == bindparam("ident")).values(score=bindparam("sum"))
