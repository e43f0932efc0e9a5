"""Remarks under posts: making them, mending a slip, taking them back."""

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, require
from community.core.text import render, tidy_body
from community.events import record
from community.forum.braking import brake
from community.forum.facts import CommentPosted, PostSuspected
from community.forum.models import Comment, Post
from community.forum.repeating import remarked_just_now
from community.forum.rights import may_write_in

COMMENT_LENGTH = (3, 1_000)


def may_comment(by: Member | None, post: Post) -> bool | str:
    """Whoever may read a post may remark on it, unless it was taken down."""
    if by is None:
        return "Please sign in to comment."
    if post.deleted_at or post.topic.deleted_at:
        return "This was taken down, so it takes no more comments."
    if post.topic.archived_at:
        return "This is kept as it is, so it takes no more comments."
    return may_write_in(by, post.topic.category)


def comment_on(post: Post, source: str, *, by: Member) -> Comment:
    """Remark on a post. Raises Invalid, TooFast, or NotAllowed where one may not answer."""
    source = tidy_body(source)
    low, high = COMMENT_LENGTH
    if not low <= len(source) <= high:
        raise Invalid(f"A comment has {low} to {high:,} characters; this one has {len(source):,}.", "body")
    with atomic():
        lock(post)
        require(may_comment(by, post))
        if twin := remarked_just_now(post, source, by):
            return twin
        suspicion = brake(by, post.topic.category, source)
        comment = store_comment(post, source, by=by)
        if suspicion:
            record(PostSuspected(post.topic_id, post.id, by.id, suspicion, comment.id))
    return comment


def store_comment(
    post: Post, source: str, *, by: Member | None, author_note: str | None = None, score: int = 0
) -> Comment:
    """Write a comment down as it is given and record CommentPosted."""
    with atomic():
        comment = Comment(
            post_id=post.id,
            author_id=by.id if by else None,
            author_note=author_note,
            source=source,
            html=render(source, trusted=by is not None and by.is_trusted),
            score=score,
            created_at=clock.now(),
        )
        db.session.add(comment)
        db.session.flush()
        record(CommentPosted(post.topic_id, post.id, comment.id, post.author_id), by=by)
    return comment
