"""Accepting the answer that helped."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, require
from community.events import record
from community.forum.facts import AcceptanceWithdrawn, AnswerAccepted
from community.forum.gathering import begins_some
from community.forum.holding import hold, see_where_it_went
from community.forum.models import Post, Topic


def may_accept(by: Member | None, topic: Topic) -> bool | str:
    """The asker decides what helped."""
    if by is None:
        return "Please sign in first."
    return topic.author_id == by.id or "Only the person who asked decides which answer helped."


def accept_answer(post: Post, *, by: Member) -> None:
    """Choose the answer that helped; another choice is taken back first. Choosing it again changes nothing.

    Raises NotAllowed unless `by` asked the question, Invalid for a post that is no answer to it.
    """
    require(may_accept(by, post.topic))
    store_acceptance(post, by=by)


def store_acceptance(post: Post, *, by: Member | None) -> None:
    """Mark an answer as accepted and record AnswerAccepted."""
    with atomic():
        topic = hold(post)
        see_where_it_went(topic)
        if topic.archived_at:
            raise Invalid("This is archived, so no answer is chosen any more.")
        if begins_some(post) or topic.kind != "question" or not post.is_shown:
            raise Invalid("Only an answer to a question can be accepted.")
        if topic.accepted_id == post.id:
            return
        if topic.accepted_id:
            _withdraw(topic, by)
        _choose(post, topic, by)


def withdraw_acceptance(topic: Topic, *, by: Member | None, forced: bool = False) -> None:
    """Take the choice back; nothing happens when there is none. `forced` is for imports and deletions."""
    if not forced:
        require(may_accept(by, topic))
    with atomic():
        lock(topic)
        if not forced:
            see_where_it_went(topic)
        if topic.accepted_id:
            _withdraw(topic, by)


def accept_again(post_id: int | None, topic: Topic) -> None:
    """Bring an acceptance back, unless another answer was chosen or there is nothing to accept any more.

    Also where the topic is archived by now: it is set back to what it was then.
    """
    if post_id is None or topic.accepted_id or topic.kind != "question":
        return
    there = select(Post).where(Post.id == post_id, Post.is_shown).options(joinedload(Post.topic))
    post = db.session.scalar(there.execution_options(populate_existing=True))
    if post is not None and post.topic_id == topic.id and not begins_some(post):
        with atomic():
            _choose(post, hold(post), None)


def _choose(post: Post, topic: Topic, by: Member | None) -> None:
    topic.accepted_id = post.id
    record(AnswerAccepted(topic.id, post.id, post.author_id, topic.author_id, post.wiki), by=by)


def _withdraw(topic: Topic, by: Member | None) -> None:
    old, topic.accepted_id = topic.accepted_id, None
    author_id = db.session.scalar(select(Post.author_id).where(Post.id == old))
    record(AcceptanceWithdrawn(topic.id, old, author_id, topic.author_id), by=by)
