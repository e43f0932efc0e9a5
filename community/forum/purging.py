"""Deleting for good what was taken down: planned by an administrator, done a week later unless it is called off.

Every text goes: wordings, earlier and suggested ones, drafts, comments, titles, tags, what was captured, what was said
about them; only why it was taken down stays. The rows stay without words, so that points, counters and the log, which
name them by number, stay right. The address answers 410 from then on.
"""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, exists, false, func, literal, select, update

from community.accounts.models import Member
from community.composer.drafting import forget_drafts
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import require
from community.events import Event, record
from community.events.table import due
from community.forum.changes import TopicChange
from community.forum.facts import PurgeCancelled, Purged, PurgePlanned
from community.forum.holding import hold
from community.forum.models import Comment, Post, Revision, Tag, Topic, TopicLink, TopicTag, Vote
from community.forum.polls import Poll
from community.forum.rearrangements import Rearrangement
from community.forum.suggesting import EditSuggestion

DELAY = timedelta(days=7)
GONE_TITLE = "Deleted for good"


Thing = Topic | Post | Comment


def may_purge(by: Member | None, thing: Thing) -> bool | str:
    """Administrators, and only what was taken down before."""
    if by is None or not by.is_admin:
        return "Only administrators delete for good."
    if thing.purged_at:
        return "This was deleted for good already."
    return thing.deleted_at is not None or "Only what was taken down can be deleted for good."


def plan_purge(thing: Thing, *, by: Member) -> None:
    """Delete it for good in a week; nothing happens when that is planned. Raises NotAllowed."""
    with atomic():
        _lock(thing)
        require(may_purge(by, thing))
        if thing.purge_at is None:
            # Whole seconds: the fact says it exactly, and it is not looked for a moment too early.
            thing.purge_at = clock.now().replace(microsecond=0) + DELAY
            record(PurgePlanned(**_numbers(thing), at=int(thing.purge_at.timestamp())), by=by)


def cancel_purge(thing: Thing, *, by: Member) -> None:
    """Leave it as it is; nothing happens when nothing was planned. Raises NotAllowed."""
    with atomic():
        _lock(thing)
        require(may_purge(by, thing))
        if thing.purge_at is not None:
            thing.purge_at = None
            record(PurgeCancelled(**_numbers(thing)), by=by)


@due(lambda event: clock.from_seconds(event.fact.at))
def purge(event: Event) -> None:
    """When its time has come: delete it, unless it was put back, called off or planned anew meanwhile."""
    fact = event.fact
    topic = db.session.get(Topic, fact.topic_id)
    post = db.session.get(Post, fact.post_id) if fact.post_id else None
    comment = db.session.get(Comment, fact.comment_id) if fact.comment_id else None
    thing = comment or post or topic
    with atomic():
        for each in (topic, post, comment):
            if each is not None:
                lock(each)
        if not thing.deleted_at or thing.purged_at or not thing.purge_at or thing.purge_at > clock.now():
            return
        posts = _posts_of(thing)
        if thing is topic:
            _empty_topic(topic)
        if comment is None:
            _empty_posts(posts)
            _empty_comments(Comment.post_id.in_(posts), deleted_reason=None)
        else:
            _empty_comments(Comment.id == comment.id)
        thing.purged_at, thing.purge_at = clock.now(), None
        record(Purged(topic.id, fact.post_id, posts, fact.comment_id))


def _posts_of(thing: Thing) -> tuple[int, ...]:
    if isinstance(thing, Comment):
        return ()
    wanted = Post.topic_id == thing.id if isinstance(thing, Topic) else Post.id == thing.id
    return tuple(db.session.scalars(select(Post.id).where(wanted).order_by(Post.id)))


def _empty_topic(topic: Topic) -> None:
    topic.title, topic.slug, topic.details = GONE_TITLE, "deleted", None
    topic.waiting_note = topic.closed_reason = topic.author_note = topic.disputed_reason = None
    topic.unlisted_reason = topic.archived_reason = None
    moves = (Rearrangement.from_id == topic.id) | (Rearrangement.to_id == topic.id)
    db.session.execute(update(Rearrangement).where(moves).values(reason=""))
    db.session.execute(delete(TopicChange).where(TopicChange.topic_id == topic.id))
    forget_drafts([f"answer:{topic.id}"])
    tags = select(TopicTag.tag_id).where(TopicTag.topic_id == topic.id)
    only_here = [ident for ident in db.session.scalars(tags) if not _is_used_elsewhere(ident, topic)]
    db.session.execute(delete(TopicTag).where(TopicTag.topic_id == topic.id))
    db.session.execute(delete(Tag).where(Tag.id.in_(only_here), Tag.description == ""))
    db.session.execute(delete(TopicLink).where((TopicLink.from_id == topic.id) | (TopicLink.to_id == topic.id)))


def _is_used_elsewhere(tag_id: int, topic: Topic) -> bool:
    others = exists().where(TopicTag.tag_id == tag_id, TopicTag.topic_id != topic.id)
    return db.session.scalar(select(others))


def _empty_posts(posts: Iterable[int]) -> None:
    now, quiet = clock.now(), {"synchronize_session": False}
    of_posts = Post.id.in_(posts)
    db.session.execute(delete(Revision).where(Revision.post_id.in_(posts)))
    db.session.execute(delete(Poll).where(Poll.post_id.in_(posts)))
    db.session.execute(
        update(EditSuggestion)
        .where(EditSuggestion.post_id.in_(posts))
        .values(
            source="",
            base="",
            reason="",
            answer="",
            decided_at=func.coalesce(EditSuggestion.decided_at, literal(now, EditSuggestion.decided_at.type)),
            accepted=func.coalesce(EditSuggestion.accepted, false()),
        )
        .execution_options(**quiet)
    )
    db.session.execute(update(Vote).where(Vote.post_id.in_(posts), Vote.note != "").values(note=""))
    forget_drafts([f"{kind}:{ident}" for kind in ("edit", "suggest", "comment") for ident in posts])
    empty = {"source": "", "html": "", "form": "markdown", "author_note": None, "hidden_reason": None, "purged_at": now}
    empty["outdated_reason"] = None
    db.session.execute(update(Post).where(of_posts).values(**empty).execution_options(**quiet))


def _empty_comments(which: ColumnElement[bool], **more: None) -> None:
    now = clock.now()
    forget_drafts([f"remark:{ident}" for ident in db.session.scalars(select(Comment.id).where(which))])
    empty = {"source": "", "html": "", "author_note": None, "hidden_reason": None, "purge_at": None, "purged_at": now}
    down = func.coalesce(Comment.deleted_at, literal(now, Comment.deleted_at.type))
    emptied = update(Comment).where(which).values(**empty, **more, deleted_at=down)
    db.session.execute(emptied.execution_options(synchronize_session=False))
    db.session.expire_all()


def _lock(thing: Thing) -> None:
    if isinstance(thing, Topic):
        lock(thing)
        return
    hold(thing.post if isinstance(thing, Comment) else thing)
    if isinstance(thing, Comment):
        lock(thing)


def _numbers(thing: Thing) -> dict[str, int | None]:
    if isinstance(thing, Topic):
        return {"topic_id": thing.id, "post_id": None}
    if isinstance(thing, Post):
        return {"topic_id": thing.topic_id, "post_id": thing.id}
    return {"topic_id": thing.post.topic_id, "post_id": thing.post_id, "comment_id": thing.id}
