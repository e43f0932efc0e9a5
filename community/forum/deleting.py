"""Taking topics and posts down, and putting them back."""

from sqlalchemy import exists, select

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, require
from community.core.text import tidy
from community.events import record
from community.forum.accepting import withdraw_acceptance
from community.forum.answering import recount, settle_activity
from community.forum.facts import PostDeleted, PostRestored, TopicDeleted, TopicRestored
from community.forum.holding import hold, lock_topics, see_where_it_went
from community.forum.models import Post, Topic
from community.forum.rights import may_moderate


def may_delete(by: Member | None, thing: Topic | Post) -> bool | str:
    """Authors take down what nobody built on yet; those who look after the place anything."""
    if by is None:
        return "Please sign in first."
    topic = thing if isinstance(thing, Topic) else thing.topic
    if may_moderate(by, topic.category) is True:
        return True
    if thing.author_id != by.id:
        return "Only the author and those who look after this place take it down."
    if topic.archived_at:
        return "This is archived, so it stays."
    if isinstance(thing, Topic) and thing.answer_count:
        return "Others have answered already, so it stays. Ask a super-user if it must go."
    if isinstance(thing, Topic) and _holds_others(thing):
        return "Others have written here, too, so it stays. Ask a super-user if it must go."
    return True


def _holds_others(topic: Topic) -> bool:
    """Whether anything in it is another’s: a question that was merged into it, an answer that is hidden just now."""
    others = Post.topic_id == topic.id, Post.author_id.is_distinct_from(topic.author_id), Post.deleted_at.is_(None)
    return db.session.scalar(select(exists().where(*others)))


def delete_topic(topic: Topic, reason: str, *, by: Member) -> None:
    """Take a topic down with a reason that stays readable. Raises Invalid without one."""
    require(may_delete(by, topic))
    reason = _reason(reason)
    with atomic():
        lock(topic)
        require(may_delete(by, topic))  # somebody may have answered meanwhile
        see_where_it_went(topic)
        if topic.deleted_at is None:
            topic.deleted_at, topic.deleted_reason, topic.deleted_by_id = clock.now(), reason, by.id
            record(TopicDeleted(topic.id, _posts_of(topic)), by=by)


def may_restore(by: Member | None, thing: Topic | Post) -> bool | str:
    """Those who look after the place put back what was taken down."""
    topic = thing if isinstance(thing, Topic) else thing.topic
    if thing.purged_at or topic.purged_at:
        return "This was deleted for good, so there is nothing to put back."
    return may_moderate(by, topic.category)


def restore_topic(topic: Topic, *, by: Member) -> None:
    """Put a topic back; nothing happens when it is there."""
    require(may_restore(by, topic))
    with atomic():
        lock(topic)
        require(may_restore(by, topic))
        if topic.deleted_at:
            topic.deleted_at = topic.deleted_reason = topic.deleted_by_id = topic.purge_at = None
            record(TopicRestored(topic.id, _posts_of(topic)), by=by)


def delete_post(post: Post, reason: str, *, by: Member) -> None:
    """Take an answer down with a reason; an acceptance goes with it. Raises Invalid for an opening post."""
    require(may_delete(by, post))
    if post.is_opening:
        raise Invalid("The opening post goes with its topic; take that down instead.")
    reason = _reason(reason)
    with atomic():
        lock_topics(post.topic, *_accepting(post))
        topic = hold(post)
        if post.deleted_at is None:
            for accepting in _accepting(post):
                withdraw_acceptance(accepting, by=by, forced=True)
            post.deleted_at, post.deleted_reason, post.deleted_by_id = clock.now(), reason, by.id
            recount(topic.id)
            settle_activity(topic.id)
            record(PostDeleted(topic.id, post.id, post.author_id), by=by)


def restore_post(post: Post, *, by: Member) -> None:
    """Put an answer back; nothing happens when it is there."""
    require(may_restore(by, post))
    with atomic():
        hold(post)
        require(may_restore(by, post))
        if post.deleted_at:
            post.deleted_at = post.deleted_reason = post.deleted_by_id = post.purge_at = None
            recount(post.topic_id)
            settle_activity(post.topic_id)
            record(PostRestored(post.topic_id, post.id, post.author_id), by=by)


def _posts_of(topic: Topic) -> tuple[int, ...]:
    """What goes and comes with the topic now; later others may be in it."""
    return tuple(db.session.scalars(select(Post.id).where(Post.topic_id == topic.id).order_by(Post.id)))


def _accepting(post: Post) -> list[Topic]:
    """The topics whose accepted answer it is: its own, and one that was merged into that."""
    return list(db.session.scalars(select(Topic).where(Topic.accepted_id == post.id).order_by(Topic.id)))


def _reason(reason: str) -> str:
    reason = tidy(reason)[:200]
    if not reason:
        raise Invalid("Please say why; the author will read it.", "reason")
    return reason
