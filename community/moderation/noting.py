"""The log of moderation: one line for each thing that somebody did about what somebody else wrote, and for what the
rules did by themselves. It follows the facts, in their transaction, and takes the reason from the rows they changed.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from community.accounts.models import Member
from community.accounts.sanctions import Sanction
from community.core.db import db, insert_once
from community.events import Event
from community.forum.models import Category, Comment, Invalidation, Post, Revision, Topic
from community.forum.rearrangements import Rearrangement
from community.forum.rights import may_moderate
from community.forum.suggesting import EditSuggestion
from community.moderation.batches import Batch
from community.moderation.models import Act, ReviewItem

_item: ContextVar[int | None] = ContextVar("item", default=None)
_undone: ContextVar[int | None] = ContextVar("undone", default=None)
_many: ContextVar[int | None] = ContextVar("batch", default=None)
_firsts: ContextVar[dict[int, int] | None] = ContextVar("firsts", default=None)  # first act about each member


@contextmanager
def one_decision() -> Iterator[None]:
    """What is done inside to one member's things is noted as one decision, however many acts it takes."""
    token = _firsts.set({}) if _firsts.get() is None else None
    try:
        yield
    finally:
        if token is not None:
            _firsts.reset(token)


@contextmanager
def dealing(batch: Batch, members: Iterable[int], *, back: bool) -> Iterator[None]:
    """What is done inside is noted as part of a batch: about one member one decision, over all its chunks."""
    earlier = select(Act.member_id, func.min(Act.id)).where(Act.batch_id == batch.id, Act.along_id.is_(None))
    earlier = earlier.where(Act.undoes_id.is_not(None) if back else Act.undoes_id.is_(None))
    rows = db.session.execute(earlier.where(Act.member_id.in_(list(members))).group_by(Act.member_id))
    tokens = _many.set(batch.id), _firsts.set(dict(rows.all()))
    try:
        yield
    finally:
        _many.reset(tokens[0])
        _firsts.reset(tokens[1])


@contextmanager
def deciding(item: ReviewItem) -> Iterator[None]:
    """What is done inside is noted as decided in the queue, about this matter."""
    token = _item.set(item.id)
    try:
        with one_decision():
            yield
    finally:
        _item.reset(token)


def current_item() -> int | None:
    """The matter that is being decided."""
    return _item.get()


@contextmanager
def reversing(act: Act) -> Iterator[None]:
    """What is done inside is noted as the reversal of an act."""
    token = _undone.set(act.id)
    try:
        with one_decision():
            yield
    finally:
        _undone.reset(token)


@dataclass(frozen=True)
class Note:
    """What the log keeps of a fact beside who and when."""

    member_id: int | None  # whom it concerns
    reason: str = ""
    topic_id: int | None = None
    post_id: int | None = None
    comment_id: int | None = None


def note_act(event: Event) -> None:
    """Write the line of a fact, once. What people do about their own is no act, nor is what an import brings."""
    if event.origin is not None:
        return
    note = NOTES[type(event.fact).__name__](event)
    if note is None or (event.by_id is not None and event.by_id == note.member_id):
        return
    firsts = _firsts.get() if note.member_id is not None else None
    new = insert_once(
        Act, fact_id=event.id, kind=type(event.fact).__name__, at=event.at, by_id=event.by_id, member_id=note.member_id,
        topic_id=note.topic_id, post_id=note.post_id, comment_id=note.comment_id, reason=note.reason,
        item_id=_item.get(), batch_id=_many.get(), undoes_id=_undone.get(),
        along_id=firsts.get(note.member_id) if firsts else None,
    )  # fmt: skip
    if new and firsts is not None and note.member_id not in firsts:
        firsts[note.member_id] = db.session.scalar(select(Act.id).where(Act.fact_id == event.id))


def _topic(event: Event) -> Note:
    topic = db.session.get(Topic, event.fact.topic_id)
    said = {
        "TopicArchived": topic.archived_reason,
        "TopicClosed": topic.closed_reason,
        "TopicDeleted": topic.deleted_reason,
        "TopicUnlisted": topic.unlisted_reason,
    }
    reason = said.get(type(event.fact).__name__)
    return Note(topic.author_id, reason or "", topic.id, topic.opening_id)


def _standing(event: Event) -> Note:
    """How a topic stands is up to those who look after the place: an act even where the topic is their own."""
    note = _topic(event)
    return replace(note, member_id=None) if note.member_id == event.by_id else note


def _rearranged(event: Event) -> Note:
    fact = event.fact
    topic = db.session.get(Topic, fact.topic_id)
    return Note(topic.author_id, db.session.get(Rearrangement, fact.rearrangement_id).reason, topic.id)


def _post(event: Event) -> Note:
    post = db.session.get(Post, event.fact.post_id)
    reason = {
        "PostDeleted": post.deleted_reason,
        "PostHidden": post.hidden_reason,
        "PostOutdated": post.outdated_reason,
    }.get(type(event.fact).__name__)
    return Note(post.author_id, reason or "", post.topic_id, post.id)


def _comment(event: Event) -> Note:
    comment, fact = db.session.get(Comment, event.fact.comment_id), event.fact
    said = {"CommentHidden": comment.hidden_reason, "CommentDeleted": comment.deleted_reason}
    post = db.session.get(Post, comment.post_id)
    return Note(comment.author_id, said.get(type(fact).__name__) or "", post.topic_id, post.id, comment.id)


def _edited(event: Event) -> Note | None:
    """Only what those who look after the place changed in another's words; others suggested it, or it is a wiki."""
    post = db.session.get(Post, event.fact.post_id)
    by = db.session.get(Member, event.by_id) if event.by_id and event.by_id != post.author_id else None
    if by is None or post.wiki or may_moderate(by, _place(post)) is not True:
        return None
    query = db.session.query(Revision.reason).filter_by(post_id=post.id, number=event.fact.revision)
    return Note(post.author_id, query.scalar() or "", post.topic_id, post.id)


def _suggestion(event: Event) -> Note | None:
    """Only what those who look after the place decided; authors judge what is suggested for their own texts."""
    post, made = db.session.get(Post, event.fact.post_id), db.session.get(EditSuggestion, event.fact.suggestion_id)
    if event.by_id == post.author_id:
        return None
    return Note(made.author_id, made.answer, post.topic_id, post.id)


def _place(post: Post) -> Category:
    query = select(Category).join(Topic, Topic.category_id == Category.id).where(Topic.id == post.topic_id)
    return db.session.scalars(query).one()


def _purged(event: Event) -> Note:
    return _comment(event) if event.fact.comment_id else _post(event) if event.fact.post_id else _topic(event)


def _sanctioned(event: Event) -> Note:
    return Note(event.fact.member_id, db.session.get(Sanction, event.fact.sanction_id).reason)


def _votes(event: Event) -> Note:
    """Of votes that count no longer everybody reads why; that they count again needs no reason."""
    undone = type(event.fact).__name__ == "VotesReinstated"
    return Note(event.fact.member_id, "" if undone else db.session.get(Invalidation, event.fact.invalidation_id).reason)


def _batch(event: Event) -> Note:
    """The whole batch; each of its posts has a line of its own besides."""
    return Note(None, db.session.get(Batch, event.fact.batch_id).reason)


def _decided(event: Event) -> Note | None:
    """Only decisions that leave everything as it is; what the others changed has its own lines."""
    return _matter(event) if event.fact.verdict in ("nothing", "keep") else None


def _matter(event: Event) -> Note:
    fact, item = event.fact, db.session.get(ReviewItem, event.fact.item_id)
    topic_id = db.session.get(Post, fact.post_id).topic_id if fact.post_id else None
    return Note(fact.member_id, item.word, topic_id, fact.post_id, getattr(fact, "comment_id", None))


NOTES: dict[str, Callable[[Event], Note | None]] = {
    "TopicClosed": _standing,
    "TopicReopened": _standing,
    "TopicDeleted": _topic,
    "TopicRestored": _topic,
    "ClosingSet": _standing,
    "TopicArchived": _standing,
    "TopicChangeUndone": _standing,
    "TopicKindChanged": _standing,
    "TopicPinned": _standing,
    "TopicRelocated": _standing,
    "TopicSlowed": _standing,
    "TopicUnlisted": _standing,
    "TopicsMerged": _rearranged,
    "TopicsUnmerged": _rearranged,
    "PostsMoved": _rearranged,
    "PostsMovedBack": _rearranged,
    "PostHidden": _post,
    "PostUnhidden": _post,
    "PostDeleted": _post,
    "PostRestored": _post,
    "PostEdited": _edited,
    "PostOutdated": _post,
    "PostUpToDate": _post,
    "SuggestionAccepted": _suggestion,
    "SuggestionDeclined": _suggestion,
    "CommentDeleted": _comment,
    "CommentHidden": _comment,
    "CommentRestored": _comment,
    "CommentUnhidden": _comment,
    "PurgePlanned": _purged,
    "PurgeCancelled": _purged,
    "MemberWarned": _sanctioned,
    "MemberSilenced": _sanctioned,
    "MemberSuspended": _sanctioned,
    "SanctionLifted": _sanctioned,
    "VotesInvalidated": _votes,
    "VotesReinstated": _votes,
    "BatchApplied": _batch,
    "BatchUndone": _batch,
    "ItemDecided": _decided,
    "ItemHandedOn": _matter,
    "MendingAsked": _matter,
}
