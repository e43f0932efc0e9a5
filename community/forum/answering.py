"""Answering a question, replying in a discussion."""

from sqlalchemy import func, select

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock, set_columns
from community.core.errors import require
from community.core.text import render, tidy_body
from community.events import record
from community.forum.asking import check_body
from community.forum.braking import brake
from community.forum.facts import AnswerPosted, PostSuspected
from community.forum.gathering import openings_of
from community.forum.mentioning import NOBODY, Called, calls_in, store_mentions
from community.forum.models import Post, Revision, Topic
from community.forum.repeating import answered_just_now
from community.forum.rights import may_write_in
from community.forum.slowing import wait_for_turn


def may_answer(by: Member | None, topic: Topic) -> bool | str:
    """Members answer what they may read while it is open."""
    if by is None:
        return "Please sign in to answer."
    if (allowed := may_write_in(by, topic.category)) is not True:
        return allowed
    if topic.deleted_at:
        return "This was taken down, so it takes no more answers."
    if topic.archived_at:
        return "This is archived, so it takes no more answers."
    if topic.closed_at and not (topic.has_lapsed and topic.author_id == by.id):
        return f"This is closed: {(topic.closed_reason or 'no more answers are needed').rstrip('.')}."
    if topic.merged_into_id:
        return "This went on in another topic; please answer there."
    return topic.kind != "announcement" or by.is_staff or "Announcements take no replies."


def post_answer(topic: Topic, source: str, *, by: Member, official: bool = False, reply_to: Post | None = None) -> Post:
    """Answer a question or reply in a discussion, to one post of it if told. Raises Invalid, TooFast,
    or NotAllowed when it is closed.

    When the post it replies to is not here any more, it is a reply to the whole.
    """
    source = tidy_body(source)
    check_body(source)
    with atomic():
        lock(topic)
        require(may_answer(by, topic))
        require(not official or by.is_staff or "Only provider staff answer officially.")
        if twin := answered_just_now(topic, source, by):
            return twin
        wait_for_turn(topic, by)
        suspicion = brake(by, topic.category, source)
        called = calls_in(source, by=by, place=topic.category)
        replied_to = _replied_to(reply_to, topic)
        post = store_answer(topic, source, by=by, official=official, called=called, reply_to_id=replied_to)
        if suspicion:
            record(PostSuspected(topic.id, post.id, by.id, suspicion))
    return post


def _replied_to(post: Post | None, topic: Topic) -> int | None:
    here = post is not None and post.topic_id == topic.id and post.is_shown and post.id != topic.opening_id
    return post.id if here else None


def store_answer(
    topic: Topic,
    source: str,
    *,
    by: Member | None,
    official: bool = False,
    form: str = "markdown",
    author_note: str | None = None,
    cause_id: int | None = None,
    called: Called = NOBODY,
    reply_to_id: int | None = None,
) -> Post:
    """Write an answer down as it is given and record AnswerPosted; imports and bridges use it.

    `cause_id` is the fact that brought it about: a second call with the same one gives Conflict.
    """
    now = clock.now()
    with atomic():
        post = Post(
            topic_id=topic.id,
            kind="answer",
            author_id=by.id if by else None,
            author_note=author_note,
            form=form,
            source=source,
            html=render(source, form, trusted=by is not None and by.is_trusted, names=called.links),
            official=official,
            cause_id=cause_id,
            cause_in_id=topic.id if cause_id is not None else None,
            reply_to_id=reply_to_id,
            created_at=now,
        )
        db.session.add(post)
        db.session.flush()
        db.session.add(
            Revision(
                post_id=post.id, number=1, source=source, editor_id=post.author_id, editor_note=author_note, at=now
            )
        )
        recount(topic.id)
        touch(topic.id, now, by)
        record(AnswerPosted(topic.id, post.id, post.author_id, official, reply_to_id), by=by)
        store_mentions(called, post, by=by)
    return post


def recount(topic_id: int) -> None:
    """Set what a topic counts of its posts from their rows: answers, thanks, score, marks, the newest of them."""
    shown = (Post.topic_id == topic_id) & Post.is_shown
    answers = shown & Post.id.not_in(openings_of(topic_id))
    opening = select(Topic.opening_id).where(Topic.id == topic_id).scalar_subquery()
    set_columns(
        Topic,
        topic_id,
        answer_count=select(func.count()).where(answers).scalar_subquery(),
        thanks_count=select(func.coalesce(func.sum(Post.thanks_count), 0)).where(shown).scalar_subquery(),
        score=func.coalesce(select(Post.score).where(Post.id == opening).scalar_subquery(), 0),
        verified=select(func.count() > 0).where(answers, Post.verified_at.is_not(None)).scalar_subquery(),
        official=select(func.count() > 0).where(answers, Post.official).scalar_subquery(),
        last_post_id=select(func.max(Post.id)).where(shown).scalar_subquery(),
    )


def settle_activity(topic_id: int) -> None:
    """Let a topic be as lately active as the newest post that everyone sees: what is hidden moves nothing up."""
    shown = select(Post.created_at, Post.author_id).where(Post.topic_id == topic_id, Post.is_shown)
    newest = db.session.execute(shown.order_by(Post.created_at.desc(), Post.id.desc()).limit(1)).first()
    if newest is not None:
        at, last_by_id = newest
        set_columns(Topic, topic_id, active_at=at, active_key=clock.milliseconds(at), last_by_id=last_by_id)


def touch(topic_id: int, at, by: Member | None) -> None:
    """Move a topic up the list of the lately active ones; history brought in late moves nothing down."""
    key = clock.milliseconds(at)
    last_by_id = by.id if by else None
    set_columns(Topic, topic_id, Topic.active_key <= key, active_at=at, active_key=key, last_by_id=last_by_id)
