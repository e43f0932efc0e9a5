"""Reading topics, marking them as unread, putting aside what is new: nobody else's business, so no fact."""

from sqlalchemy import ColumnElement, Select, case, delete, func, literal, select, update

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, insert_once, insert_or_skip, lock, take_turn
from community.core.errors import Invalid, NotFound, require
from community.events import Event
from community.forum.freshness import in_motion, is_new, is_unread, with_reads
from community.forum.models import Post, Topic
from community.forum.reads import Dismissal, TopicRead

SINCE = "You put something else aside since; only the last can be taken back."


def note_reading(topic: Topic, post_id: int, *, by: Member) -> None:
    """A member has seen the topic up to a post. Saying it again, or an older post, changes nothing."""
    post_id = min(post_id, topic.last_post_id or 0)
    mine = TopicRead.member_id == by.id, TopicRead.topic_id == topic.id
    settled = TopicRead.post_id >= post_id, ~TopicRead.kept, TopicRead.dismissal_id.is_(None)
    if db.session.scalar(select(TopicRead.post_id).where(*mine, *settled)) is not None:
        return  # most visits; they need no transaction
    with atomic():
        lock(topic, shared=True)  # what is read refers to it: who is answering holds it first, and then writes the same
        _read(topic.id, post_id, by.id, clock.now())


def read_own(event: Event) -> None:
    """What somebody wrote is known to them, and so is what stood before it."""
    if event.by_id is not None and event.origin is None:
        _read(event.fact.topic_id, event.fact.post_id, event.by_id, event.at)


def _read(topic_id: int, post_id: int, member_id: int, at) -> None:
    """The higher of what was known and what was seen now; what a dismissal wrote has become a reading."""
    if insert_once(TopicRead, member_id=member_id, topic_id=topic_id, post_id=post_id, at=at, kept=False):
        return
    higher = case((TopicRead.post_id < post_id, post_id), else_=TopicRead.post_id)
    _change(
        (TopicRead.member_id == member_id) & (TopicRead.topic_id == topic_id),
        post_id=higher, at=at, kept=False, dismissal_id=None, before_id=None,
    )  # fmt: skip


def mark_unread_from(post: Post, *, by: Member) -> None:
    """Everything from this post on is unread again, and stays so until the topic is opened the next time."""
    last_known = select(func.max(Post.id)).where(Post.topic_id == post.topic_id, Post.id < post.id)
    with atomic():
        lock(post.topic, shared=True)
        known = db.session.scalar(last_known) or 0
        now = clock.now()
        insert_once(TopicRead, member_id=by.id, topic_id=post.topic_id, post_id=known, at=now, kept=True)
        _change(
            (TopicRead.member_id == by.id) & (TopicRead.topic_id == post.topic_id),
            post_id=known, at=now, kept=True, dismissal_id=None, before_id=None,
        )  # fmt: skip


def dismiss(topics: Select, what: str, *, until: int, by: Member) -> Dismissal | None:
    """Put aside what is new, unread or both among these topics, as far as it had moved at `until` (milliseconds).

    Gives None when there was nothing (any more). Raises Invalid for another word.
    """
    if what not in {"new", "unread", "both"}:
        raise Invalid("What can be put aside is: new, unread, both.", "what")
    listed = topics.where(Topic.active_key <= until).with_only_columns(Topic.id).order_by(None)
    topics = with_reads(select(Topic).where(in_motion(by), Topic.id.in_(listed.correlate(None))), by)
    with atomic():
        take_turn("dismissals", by.id)  # two presses at once put everything aside once
        _hold(topics, what, by)
        made = Dismissal(member_id=by.id, what=what, count=0, at=clock.now())
        db.session.add(made)
        db.session.flush()
        made.count += _dismiss_new(topics, made, by) if what != "unread" else 0
        made.count += _dismiss_unread(topics, made, by) if what != "new" else 0
        if not made.count:
            db.session.delete(made)
    return made if made.count else None


def _hold(topics: Select, what: str, by: Member) -> None:
    """Hold the topics before what is read of them is written, in the order in which everybody holds topics.

    Whoever answers in one of them holds it, and then writes the same row of what is read.
    """
    fresh = {"new": is_new(by), "unread": is_unread()}.get(what, is_new(by) | is_unread())
    chosen = topics.where(fresh).with_only_columns(Topic.id).correlate(None)
    held = select(Topic.id).where(Topic.id.in_(chosen)).order_by(Topic.id)
    db.session.execute(held.with_for_update(read=True, key_share=True))


def _dismiss_new(topics: Select, made: Dismissal, by: Member) -> int:
    """Opened by nobody, so there is no row yet."""
    values = {
        "member_id": literal(by.id),
        "topic_id": Topic.id,
        "post_id": func.coalesce(Topic.last_post_id, 0),
        "at": literal(made.at, TopicRead.at.type),
        "kept": literal(False),
        "dismissal_id": literal(made.id),
    }
    rows = topics.where(is_new(by)).with_only_columns(*values.values())
    return len(insert_or_skip(TopicRead, [*values], rows, returning=(TopicRead.topic_id,)))


def _dismiss_unread(topics: Select, made: Dismissal, by: Member) -> int:
    last = select(Topic.last_post_id).where(Topic.id == TopicRead.topic_id).scalar_subquery()
    unread = topics.where(is_unread()).with_only_columns(Topic.id).correlate(None)
    return _change(
        (TopicRead.member_id == by.id) & TopicRead.topic_id.in_(unread),
        before_id=TopicRead.post_id, post_id=last, dismissal_id=made.id,
    )  # fmt: skip


def last_dismissal(viewer: Member | None) -> Dismissal | None:
    """What a member put aside last, while it can be taken back."""
    if viewer is None:
        return None
    newest = select(Dismissal).where(Dismissal.member_id == viewer.id).order_by(Dismissal.id.desc()).limit(1)
    found = db.session.scalar(newest)
    return found if found and found.undone_at is None else None


def may_undo_dismissal(by: Member, dismissal: Dismissal) -> bool | str:
    """One's own last one: an earlier one is part of what the later one found."""
    last = select(func.max(Dismissal.id)).where(Dismissal.member_id == by.id)
    return db.session.scalar(last) == dismissal.id or SINCE


def undo_dismissal(ident: int, *, by: Member) -> int:
    """Take a dismissal back; how many topics it brought back. What was read meanwhile stays read; twice is once.

    Raises NotFound when it isn't one's own.
    """
    with atomic():
        take_turn("dismissals", by.id)
        dismissal = db.session.scalar(select(Dismissal).where(Dismissal.id == ident, Dismissal.member_id == by.id))
        if dismissal is None:
            raise NotFound("There is nothing of yours to take back here.")
        require(may_undo_dismissal(by, dismissal))
        if dismissal.undone_at is not None:
            return 0
        dismissal.undone_at = clock.now()
        mine = TopicRead.dismissal_id == ident
        gone = _run(delete(TopicRead).where(mine, TopicRead.before_id.is_(None)))
        return gone + _change(mine, post_id=TopicRead.before_id, dismissal_id=None, before_id=None)


def _change(which: ColumnElement[bool], **values) -> int:
    return _run(update(TopicRead).where(which).values(**values))


def _run(change) -> int:
    """How many rows a statement changed. None of them is ever loaded here, so there is nothing to bring in line."""
    return db.session.execute(change.execution_options(synchronize_session=False)).rowcount
