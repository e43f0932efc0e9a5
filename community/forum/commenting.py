"""Remarks under posts: making them, mending a slip, taking them back."""

from datetime import timedelta

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, require
from community.core.text import render, tidy, tidy_body
from community.events import record
from community.forum.braking import brake, brake_text
from community.forum.facts import (
    CommentDeleted,
    CommentEdited,
    CommentPosted,
    CommentRestored,
    PostSuspected,
)
from community.forum.holding import hold
from community.forum.mentioning import NOBODY, Called, calls_in, store_mentions
from community.forum.models import Comment, Post
from community.forum.repeating import remarked_just_now
from community.forum.rights import may_moderate, may_write_in
from community.forum.slowing import wait_for_turn

COMMENT_LENGTH = (3, 1_000)
MENDED_FOR = timedelta(minutes=5)


def may_comment(by: Member | None, post: Post) -> bool | str:
    """Whoever may read a post may remark on it, unless it was taken down."""
    if by is None:
        return "Please sign in to comment."
    if post.deleted_at or post.topic.deleted_at:
        return "This was taken down, so it takes no more comments."
    if post.topic.archived_at:
        return "This is archived, so it takes no more comments."
    return may_write_in(by, post.topic.category)


def comment_on(post: Post, source: str, *, by: Member) -> Comment:
    """Remark on a post. Raises Invalid, TooFast, or NotAllowed where one may not answer."""
    source = _checked(source)
    with atomic():
        hold(post)  # and its topic: the asker's remark may end its waiting
        require(may_comment(by, post))
        if twin := remarked_just_now(post, source, by):
            return twin
        wait_for_turn(post.topic, by)
        suspicion = brake(by, post.topic.category, source)
        called = calls_in(source, by=by, place=post.topic.category)
        comment = store_comment(post, source, by=by, called=called)
        if suspicion:
            record(PostSuspected(post.topic_id, post.id, by.id, suspicion, comment.id))
    return comment


def may_edit_comment(by: Member | None, comment: Comment) -> bool | str:
    """Authors mend a slip soon after; later others have read it, so that a new comment is better."""
    if by is None or comment.author_id != by.id:
        return "Only its author can change a comment."
    if not comment.is_shown:
        return "This was taken down."
    if comment.created_at + MENDED_FOR < clock.now():
        return f"A comment can be changed for {MENDED_FOR.seconds // 60} minutes. Please write another one."
    return may_comment(by, comment.post)


def edit_comment(comment: Comment, source: str, *, by: Member) -> None:
    """Change what a comment says. Raises Invalid, or NotAllowed when it is too late."""
    require(may_edit_comment(by, comment))
    source = _checked(source)
    with atomic():
        lock(comment)
        require(may_edit_comment(by, comment))
        if source == comment.source:
            return
        topic = comment.post.topic
        suspicion = brake_text(by, topic.category, source)
        called = calls_in(source, by=by, place=topic.category, before=comment.source)
        comment.source, comment.html = source, render(source, trusted=by.is_trusted, names=called.links)
        record(CommentEdited(topic.id, comment.post_id, comment.id), by=by)
        store_mentions(called, comment.post, by=by, comment=comment)
        if suspicion:
            record(PostSuspected(topic.id, comment.post_id, by.id, suspicion, comment.id))


def may_delete_comment(by: Member | None, comment: Comment) -> bool | str:
    """Authors take back what they remarked; those who look after the place take down any."""
    if may_moderate(by, comment.post.topic.category) is True:
        return True
    if by is None or comment.author_id != by.id:
        return "Only its author and those who look after this place take a comment down."
    return comment.post.topic.archived_at is None or "This is archived, so it stays."


def delete_comment(comment: Comment, reason: str = "", *, by: Member) -> None:
    """Take a comment back, or down; again changes nothing. Raises Invalid without a reason for another one's."""
    require(may_delete_comment(by, comment))
    reason = tidy(reason)[:200]
    if comment.author_id != by.id and not reason:
        raise Invalid("Please say why; the author will read it.", "reason")
    with atomic():
        lock(comment)
        if comment.deleted_at is None:
            comment.deleted_at, comment.deleted_reason, comment.deleted_by_id = clock.now(), reason, by.id
            record(CommentDeleted(comment.post.topic_id, comment.post_id, comment.id, comment.author_id), by=by)


def restore_comment(comment: Comment, *, by: Member) -> None:
    """Put a comment back; nothing happens when it is there."""
    require(may_moderate(by, comment.post.topic.category))
    with atomic():
        lock(comment)
        require(comment.purged_at is None or "This was deleted for good, so there is nothing to put back.")
        if comment.deleted_at:
            comment.deleted_at = comment.deleted_reason = comment.deleted_by_id = comment.purge_at = None
            record(CommentRestored(comment.post.topic_id, comment.post_id, comment.id, comment.author_id), by=by)


def _checked(source: str) -> str:
    source = tidy_body(source)
    low, high = COMMENT_LENGTH
    if not low <= len(source) <= high:
        raise Invalid(f"A comment has {low} to {high:,} characters; this one has {len(source):,}.", "body")
    return source


def store_comment(
    post: Post,
    source: str,
    *,
    by: Member | None,
    author_note: str | None = None,
    score: int = 0,
    called: Called = NOBODY,
) -> Comment:
    """Write a comment down as it is given and record CommentPosted."""
    with atomic():
        comment = Comment(
            post_id=post.id,
            author_id=by.id if by else None,
            author_note=author_note,
            source=source,
            html=render(source, trusted=by is not None and by.is_trusted, names=called.links),
            score=score,
            created_at=clock.now(),
        )
        db.session.add(comment)
        db.session.flush()
        record(CommentPosted(post.topic_id, post.id, comment.id, post.author_id), by=by)
        store_mentions(called, post, by=by, comment=comment)
    return comment
