"""Saying of a post that it no longer holds: a dated line says so, until an edit brings it up to date."""

from sqlalchemy import select

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db
from community.core.errors import Invalid, require
from community.core.text import tidy
from community.events import Event, record
from community.forum.facts import PostOutdated, PostUpToDate
from community.forum.holding import hold
from community.forum.models import Post, Revision
from community.forum.rights import may_moderate

REASON_LENGTH = 200


def may_outdate(by: Member | None, post: Post) -> bool | str:
    """Those who look after the place, as long as the post is there and may be changed."""
    if post.deleted_at or post.topic.deleted_at:
        return "This was taken down."
    if post.topic.archived_at:
        return "This is kept as it is."
    return may_moderate(by, post.topic.category)


def outdate_post(post: Post, reason: str, *, by: Member) -> None:
    """Say that a post no longer holds, and why. Saying the same twice changes nothing. Raises Invalid."""
    require(may_outdate(by, post))
    if not tidy(reason):
        raise Invalid("Please say what no longer holds; everyone reads it there.", "reason")
    store_outdating(post, reason, by=by)


def store_outdating(post: Post, reason: str, *, by: Member | None) -> None:
    """Mark a post as out of date and record PostOutdated; `by` is None when flags together say so."""
    reason = tidy(reason)[:REASON_LENGTH]
    with atomic():
        hold(post)
        if post.outdated_at is None or post.outdated_reason != reason:
            post.outdated_at, post.outdated_reason = clock.now(), reason
            record(PostOutdated(post.topic_id, post.id, post.author_id), by=by)


def confirm_post(post: Post, *, by: Member) -> None:
    """Say that a post holds after all; nothing happens when nobody said otherwise."""
    require(may_outdate(by, post))
    with atomic():
        hold(post)
        if post.outdated_at:
            post.outdated_at = post.outdated_reason = None
            record(PostUpToDate(post.topic_id, post.id, post.author_id), by=by)


def end_outdating(event: Event) -> None:
    """PostEdited, together: other words than those that no longer held; new tags alone are none."""
    post = db.session.get(Post, event.fact.post_id)
    if post is not None and post.outdated_at and _words_changed(event):
        post.outdated_at = post.outdated_reason = None


def _words_changed(event: Event) -> bool:
    numbers = Revision.number.in_((event.fact.revision - 1, event.fact.revision))
    sources = db.session.scalars(select(Revision.source).where(Revision.post_id == event.fact.post_id, numbers)).all()
    return len(sources) < 2 or sources[0] != sources[1]  # a silent edit leaves no wording before it
