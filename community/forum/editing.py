"""Editing posts, with every earlier wording kept."""

from datetime import timedelta

from sqlalchemy import delete, exists, select

from community.accounts.models import Member
from community.accounts.standing import may_write
from community.core import clock
from community.core.db import atomic, db
from community.core.errors import Conflict, Invalid, check_together, require
from community.core.merging import has_marks
from community.core.text import render, slug, tidy, tidy_body
from community.events import record
from community.forum.asking import check_body, check_title
from community.forum.braking import brake_text
from community.forum.facts import PostEdited, PostSuspected
from community.forum.holding import hold
from community.forum.mentioning import NOBODY, Called, calls_in, store_mentions
from community.forum.models import Comment, Post, Revision, Tag, Topic, TopicTag, Vote
from community.forum.rights import may_moderate, may_write_in
from community.forum.tagging import set_tags, tag_names

SILENT = timedelta(minutes=5)  # after posting: what the author mends then is not called an edit, if nobody built on it


def may_edit(by: Member | None, post: Post) -> bool | str:
    """Authors edit what they wrote, those who look after the place help, and a wiki post is everybody's."""
    if by is None:
        return "Please sign in to edit."
    if (allowed := may_write(by)) is not True:
        return allowed
    if post.topic.archived_at:
        return "This is archived, so it can’t be edited."
    if post.wiki and may_write_in(by, post.topic.category) is True:
        return True
    return post.author_id == by.id or may_moderate(by, post.topic.category)


def edit_post(
    post: Post,
    source: str,
    *,
    by: Member,
    title: str | None = None,
    tags: list[str] | str | None = None,
    reason: str = "",
    read_revision: int | None = None,
) -> None:
    """Change what a post says. Raises Conflict when someone edited it since revision `read_revision` was read.

    Nothing happens when nothing differs.
    """
    require(may_edit(by, post))
    source = tidy_body(source)
    title = tidy(title) if post.is_opening and title is not None else title
    check_together(
        lambda: check_title(title) if post.is_opening and title is not None else None,
        lambda: _check_words(source),
        lambda: tag_names(tags),
    )
    with atomic():
        hold(post)
        if read_revision is not None and post.revision != read_revision:
            raise Conflict("Someone else edited this while you were writing. Both versions are below.")
        if not _differs(post, source, title, tags):
            return
        suspicion = brake_text(by, post.topic.category, source, title=title or "")
        called, silent = calls_in(source, by=by, place=post.topic.category, before=post.source), is_silent(post, by)
        store_edit(post, source, by=by, title=title, tags=tags, reason=tidy(reason)[:200], silent=silent, called=called)
        if suspicion:
            record(PostSuspected(post.topic_id, post.id, by.id, suspicion))


def _check_words(source: str) -> None:
    check_body(source)
    if has_marks(source):
        raise Invalid("The marks of two versions are still in the text. Keep what is right between them.", "body")


def _differs(post: Post, source: str, title: str | None, tags: list[str] | str | None) -> bool:
    if source != post.source or (title is not None and title != post.topic.title):
        return True
    if tags is None or not post.is_opening:
        return False
    return set(tag_names(tags)) != set(db.session.scalars(_names_of(post.topic)))


def _names_of(topic: Topic):
    return select(Tag.name).join(TopicTag, TopicTag.tag_id == Tag.id).where(TopicTag.topic_id == topic.id)


def is_silent(post: Post, by: Member) -> bool:
    """Whether the author mends what they have just posted: within five minutes, and nobody has built on it yet."""
    if post.author_id != by.id or clock.now() - post.created_at > SILENT or post.edited_at is not None:
        return False
    later = exists().where(Post.topic_id == post.topic_id, Post.id > post.id)
    built_on = later | exists().where(Comment.post_id == post.id) | exists().where(Vote.post_id == post.id)
    return not db.session.scalar(select(built_on))


def store_edit(
    post: Post,
    source: str,
    *,
    by: Member | None,
    title: str | None = None,
    tags: list[str] | str | None = None,
    reason: str = "",
    editor_note: str | None = None,
    form: str = "markdown",
    silent: bool = False,
    suggested: bool = False,
    parts: tuple[str, ...] | None = None,
    called: Called = NOBODY,
) -> Revision:
    """Write an edit down as it is given and record PostEdited; imports use it.

    `parts` says what was edited where an import knows it better than a comparison does (going back is no edit there).
    A `silent` one takes the place of the wording before it: it leaves no mark on the post and no line in its history.
    """
    with atomic():
        topic = db.session.get(Topic, post.topic_id)
        names, opening = None, topic.opening_id == post.id
        differs = {"body"} if source != post.source else set()
        if opening:
            if title is not None:
                if title != topic.title:
                    differs.add("title")
                topic.title, topic.slug = title, slug(title)
            if tags is not None:
                before = set(db.session.scalars(_names_of(topic)))
                names = set_tags(topic, tags)
                if before != set(names):
                    differs.add("tags")
        number = post.revision + 1
        if silent:
            last = (Revision.post_id == post.id) & (Revision.number == post.revision)
            names = names or (db.session.scalar(select(Revision.tags).where(last)) or "").split()
            db.session.execute(delete(Revision).where(last))
        revision = Revision(
            post_id=post.id,
            number=number,
            title=topic.title if opening else None,
            source=source,
            tags=" ".join(names) if names is not None else None,
            reason=reason,
            editor_id=by.id if by else None,
            editor_note=editor_note,
            at=clock.now(),
        )
        db.session.add(revision)
        author = db.session.get(Member, post.author_id) if post.author_id else None  # who edits lends no standing
        trusted = author is not None and author.is_trusted
        post.source, post.form = source, form
        post.html = render(source, form, trusted=trusted, names=called.links)
        if not silent:
            post.edited_at, post.edited_by_id = clock.now(), by.id if by else None
        post.revision = number
        record(
            PostEdited(
                post.topic_id,
                post.id,
                post.author_id,
                number,
                tuple(sorted(differs)) if parts is None else parts,
                suggested,
            ),
            by=by,
        )
        store_mentions(called, post, by=by)
    return revision
