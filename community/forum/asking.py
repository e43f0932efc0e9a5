"""Asking a question, opening a discussion, announcing."""

from collections.abc import Mapping
from typing import Any

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, take_turn
from community.core.errors import Invalid, check_together, require
from community.core.text import render, slug, tidy, tidy_body
from community.events import record
from community.forum.braking import brake
from community.forum.facts import PostSuspected, TopicPosted
from community.forum.mentioning import NOBODY, Called, calls_in, store_mentions
from community.forum.models import KINDS, Category, Post, Revision, Topic
from community.forum.polling import Draft, make_poll
from community.forum.repeating import asked_just_now
from community.forum.rights import may_write_in
from community.forum.tagging import set_tags, tag_names
from community.services.fields import check_answers

TITLE_LENGTH = (8, 150)
BODY_LENGTH = (10, 30_000)


def may_post_in(by: Member | None, category: Category, kind: str = "question") -> bool | str:
    """Members post where they may; announcements are the provider's."""
    if by is None:
        return "Please sign in to post."
    if kind == "announcement" and not by.is_staff:
        return "Announcements are made by provider staff."
    return may_write_in(by, category)


def post_topic(
    *,
    kind: str = "question",
    category: Category,
    title: str,
    source: str,
    tags: list[str] = (),
    poll: Draft | None = None,
    fields: Mapping[str, str] | None = None,
    context: dict[str, Any] | None = None,
    by: Member,
) -> Topic:
    """Post a topic with its opening text. Raises Invalid with the field, TooFast, or NotAllowed.

    `fields` are answers to what the service asks, by label; `context` is what goes along for those who help;
    `poll` comes with a discussion or an announcement.
    """
    require(may_post_in(by, category, kind))
    title, source = tidy(title), tidy_body(source)
    details = {"context": context} if context else {}
    check_together(
        lambda: check_title(title),
        lambda: details.update(_answers(kind, category, fields or {})),
        lambda: check_body(source),
        lambda: tag_names(tags),
        lambda: poll is None or poll.check(),
    )
    with atomic():
        take_turn("posting", by.id)
        if twin := asked_just_now(title, source, by):
            return twin
        suspicion = brake(by, category, source, title=title)
        called = calls_in(source, by=by, place=category)
        topic = store_topic(
            kind=kind, category=category, title=title, source=source, tags=tags, details=details, by=by, called=called
        )
        if poll is not None:
            make_poll(db.session.get_one(Post, topic.opening_id), poll, by=by)
        if suspicion:
            record(PostSuspected(topic.id, topic.opening_id, by.id, suspicion))
    return topic


def store_topic(
    *,
    kind: str,
    category: Category,
    title: str,
    source: str,
    tags: list[str] = (),
    by: Member | None,
    form: str = "markdown",
    author_note: str | None = None,
    called: Called = NOBODY,
    details: dict[str, Any] | None = None,
) -> Topic:
    """Write a topic down as it is given and record TopicPosted; imports use it, whose texts may break our limits."""
    if kind not in KINDS:
        raise Invalid(f"The kind must be one of: {', '.join(KINDS)}.", "kind")
    now = clock.now()
    with atomic():
        topic = Topic(
            kind=kind,
            category_id=category.id,
            author_id=by.id if by else None,
            author_note=author_note,
            title=title,
            slug=slug(title),
            details=details or None,
            created_at=now,
            active_at=now,
            active_key=clock.milliseconds(now),
            last_by_id=by.id if by else None,
        )
        db.session.add(topic)
        db.session.flush()
        post = Post(
            topic_id=topic.id,
            kind="opening",
            author_id=topic.author_id,
            author_note=author_note,
            form=form,
            source=source,
            html=render(source, form, trusted=by is not None and by.is_trusted, names=called.links),
            created_at=now,
        )
        db.session.add(post)
        db.session.flush()
        topic.opening_id = topic.last_post_id = post.id
        names = set_tags(topic, tags)
        db.session.add(
            Revision(post_id=post.id, number=1, title=title, source=source, tags=" ".join(names),
                     editor_id=topic.author_id, editor_note=author_note, at=now)
        )  # fmt: skip
        record(TopicPosted(topic.id, post.id, category.id, kind), by=by)
        store_mentions(called, post, by=by)
    return topic


def _answers(kind: str, category: Category, fields: Mapping[str, str]) -> dict[str, Any]:
    """What the service asked for, as it is kept beside the text; questions alone have that."""
    answers = check_answers(category.service_id, fields) if kind == "question" else []
    return {"fields": answers} if answers else {}


def check_title(title: str) -> None:
    """Raises Invalid unless the title has a sensible length."""
    low, high = TITLE_LENGTH
    if len(title) < low:
        raise Invalid("Say it in a few more words, so that others recognise it.", "title")
    if len(title) > high:
        raise Invalid(f"Please shorten the title to {high} characters; it has {len(title)}.", "title")


def check_body(source: str) -> None:
    """Raises Invalid unless the text has a sensible length."""
    low, high = BODY_LENGTH
    if len(source) < low:
        raise Invalid("Please add a little more: what you did, what you saw, since when.", "body")
    if len(source) > high:
        raise Invalid(f"This is {len(source):,} characters long; {high:,} fit here.", "body")
