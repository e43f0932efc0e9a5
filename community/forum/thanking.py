"""Thanking for a post: it helped, one agrees, one learned something. Kept apart from votes, which say what is right."""

from sqlalchemy import delete, func, select

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, insert_once, set_columns
from community.core.errors import Invalid, require
from community.events import Event, record
from community.forum.facts import PostThanked
from community.forum.holding import hold
from community.forum.models import Post, Topic
from community.forum.rights import may_see
from community.forum.thanks import HELPED, KINDS, PostReaction


def may_thank(by: Member | None, post: Post) -> bool | str:
    """Members thank for what others wrote; to a question one says “I have this too” instead."""
    if by is None:
        return "Please sign in first."
    if post.author_id == by.id:
        return "This is yours; others say whether it helped."
    if not (post.is_shown and post.topic.is_shown):
        return "This isn’t shown at the moment."
    if post.is_opening and post.topic.kind == "question":
        return "To a question you can say that you have this too."
    if post.topic.archived_at:
        return "This is archived."
    return may_see(by, post.topic.category)


def thank_for(post: Post, kind: str = HELPED, on: bool = True, *, by: Member) -> None:
    """Say so, or take it back. Saying the same twice changes nothing. Raises Invalid for an unknown kind."""
    if kind not in KINDS:
        raise Invalid(f"What can be said is: {', '.join(KINDS)}.", "kind")
    with atomic():
        hold(post, shared=True)  # taking the topic down waits for this, or comes before it
        require(may_thank(by, post))
        if on:
            changed = insert_once(PostReaction, post_id=post.id, member_id=by.id, kind=kind, at=clock.now())
        else:
            mine = PostReaction.post_id == post.id, PostReaction.member_id == by.id, PostReaction.kind == kind
            changed = db.session.execute(delete(PostReaction).where(*mine)).rowcount == 1
        if changed:
            said = select(func.count()).where(PostReaction.post_id == post.id, PostReaction.kind == HELPED)
            set_columns(Post, post.id, thanks_count=said.scalar_subquery())
            record(PostThanked(post.topic_id, post.id, post.author_id, kind, on), by=by)


def count_thanks(event: Event) -> None:
    """A topic's thanks are those of its posts: set in the fact's transaction, for the list "top"."""
    # Thanks for two of its posts at once wait for each other here, so that the later one counts both.
    db.session.execute(select(Topic.id).where(Topic.id == event.fact.topic_id).with_for_update(key_share=True))
    said = select(func.coalesce(func.sum(Post.thanks_count), 0)).where(
        Post.topic_id == event.fact.topic_id, Post.is_shown
    )
    set_columns(Topic, event.fact.topic_id, thanks_count=said.scalar_subquery())
