"""The votes that the detectors look at: those with a name that count, of the last year."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import exists, func, select

from community.core import clock
from community.core.db import db
from community.core.moments import seconds
from community.forum.models import Comment, Post, Topic, Vote

SPAN = timedelta(days=365)


class Ballot(NamedTuple):
    """One vote for a post: `prompted` when its voter had a part in the topic, so that something led there."""

    id: int
    voter: int
    author: int
    post: int
    topic: int
    place: int
    at: int  # seconds since 1970
    prompted: bool
    letters: int  # in the post


def ballots() -> list[Ballot]:
    """Votes for posts, oldest first. What is down, imported without names, or for one's own, is not among them."""
    other = Post.__table__.alias()
    remark, under = Comment.__table__.alias(), Post.__table__.alias()
    wrote = exists().where(other.c.topic_id == Post.topic_id, other.c.author_id == Vote.voter_id)
    remarked = exists().where(
        remark.c.author_id == Vote.voter_id, under.c.id == remark.c.post_id, under.c.topic_id == Post.topic_id
    )
    query = (
        select(Vote.id, Vote.voter_id, Post.author_id, Post.id, Post.topic_id, Topic.category_id, seconds(Vote.at),
               wrote | remarked, func.length(Post.source))
        .join(Post, Post.id == Vote.post_id)
        .join(Topic, Topic.id == Post.topic_id)
        .where(Vote.value == 1, Vote.counts, Vote.at > clock.now() - SPAN, Vote.voter_id.is_not(None))
        .where(Post.author_id.is_not(None), Post.author_id != Vote.voter_id, Post.deleted_at.is_(None))
        .order_by(Vote.at, Vote.id)
    )  # fmt: skip
    return [Ballot(*row[:6], int(row[6]), bool(row[7]), row[8] or 0) for row in db.session.execute(query)]
