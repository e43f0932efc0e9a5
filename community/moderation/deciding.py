"""Deciding a matter: once, by one person, with what follows for its flags and for what else waits about the thing."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select, update

from community.accounts.models import Member
from community.accounts.queries import doer_of
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Conflict, Invalid, require
from community.core.text import tidy
from community.events import Event, record
from community.forum.models import Comment, Post, Revision, Topic
from community.moderation.appealing import settle_appeal
from community.moderation.facts import ItemDecided
from community.moderation.items import reviewable
from community.moderation.log import decided_with
from community.moderation.models import Act, Flag, ReviewItem
from community.moderation.noting import current_item, deciding
from community.moderation.things import thing_of
from community.moderation.undoing import topics_of
from community.moderation.verdicts import USUAL, VERDICTS, Thing, choices, recent_posts, title_of

WORD_LENGTH = 500
SETTLING = ("hide", "take_down", "warn")  # also settle what else waits about the same thing


def may_decide(by: Member | None, item: ReviewItem) -> bool | str:
    """Whoever looks after the place and did not write or decide it; not while somebody else is on it."""
    mine = reviewable(by).where(ReviewItem.id == item.id).with_only_columns(ReviewItem.id)
    if db.session.scalar(mine) is None:
        return "This isn’t yours to decide."
    if item.held_by_other(by):
        return "Somebody else is on it right now. Take the next one, or take this one on yourself."
    return True


def decide_item(item: ReviewItem, verdict: str, word: str = "", *, by: Member) -> None:
    """Decide a matter. Raises Invalid for no choice, NotAllowed, Conflict when somebody was first.

    An empty `word` means the usual one of the verdict.
    """
    with atomic():
        thing = thing_of(item)
        _lock_topics(item, verdict, thing, by)
        lock(item)
        if item.decided_at:
            raise Conflict(f"{_name(item.decided_by_id)} decided this already: {title_of(item.verdict).lower()}.")
        require(may_decide(by, item))
        if verdict not in choices(by, item, thing):
            raise Invalid("Please choose what should happen.", "verdict")
        chosen = VERDICTS[verdict]
        word = tidy(word)[:WORD_LENGTH] or chosen.word
        item.claimed_by_id = item.claimed_until = None
        with deciding(item):
            chosen.act(item, thing, word, by)
            if item.kind == "appeal":
                settle_appeal(item, verdict == "uphold", word, by=by)
            if chosen.closes:
                _close(item, verdict, word, chosen.outcome, by)


def close_fixed(event: Event) -> None:
    """PostEdited, together: a matter whose moderator went to fix the post is closed with the edit."""
    if event.by_id is None or event.by_id == event.fact.author_id:
        return
    query = select(ReviewItem).where(ReviewItem.post_id == event.fact.post_id, ReviewItem.subject_kind == "post")
    mine = ReviewItem.claimed_by_id == event.by_id, ReviewItem.decided_at.is_(None), ReviewItem.kind.in_(USUAL)
    by = db.session.get(Member, event.by_id)
    for item in db.session.scalars(query.where(*mine).with_for_update()):
        with deciding(item):
            _close(item, "fixed", "", "upheld", by)


def settle_taken_down(event: Event) -> None:
    """PostDeleted, CommentDeleted, TopicDeleted, together: what waits about what was taken down elsewhere is settled.

    Taken down by its author, it simply ends; by somebody who looks after the place, they have decided it.
    """
    open_ones = ReviewItem.kind.in_(USUAL), ReviewItem.decided_at.is_(None)
    others = ReviewItem.id.is_distinct_from(current_item())
    query = select(ReviewItem).where(_about(event.fact), *open_ones, others).order_by(ReviewItem.id)
    by = doer_of(event)
    for item in db.session.scalars(query.with_for_update()):
        own = by is None or by.id == item.member_id
        end_items([item], "gone" if own else "take_down", "", None if own else "upheld", None if own else by)


def _about(fact: Any) -> ColumnElement[bool]:
    if getattr(fact, "comment_id", None):
        return and_(ReviewItem.subject_kind == "comment", ReviewItem.subject_id == fact.comment_id)
    return ReviewItem.post_id.in_(fact.post_ids if hasattr(fact, "post_ids") else [fact.post_id])


def _close(item: ReviewItem, verdict: str, word: str, outcome: str | None, by: Member) -> None:
    end_items([item, *_others(item, verdict, by)], verdict, word, outcome, by)


def end_items(items: list[ReviewItem], verdict: str, word: str, outcome: str | None, by: Member | None) -> None:
    """Write down how matters ended and what becomes of their flags; `by` is None when they ended by themselves."""
    for each in items:
        each.decided_at, each.decided_by_id = clock.now(), by.id if by else None
        each.verdict, each.word = verdict, word
        each.claimed_by_id = each.claimed_until = None
    if outcome:
        _judge([each.id for each in items], outcome)
    right = _whose_flags(items) if outcome else {}
    for each in items:
        comment = each.subject_id if each.subject_kind == "comment" else None
        record(ItemDecided(each.id, each.kind, verdict, each.post_id, each.member_id, comment, each.staff_only,
                           tuple(right.get(each.id, ()))), by=by)  # fmt: skip


def _judge(item_ids: list[int], outcome: str) -> None:
    """A flag after which the author mended it, as they were asked to, was right whatever is found of it now."""
    open_ones = update(Flag).where(Flag.item_id.in_(item_ids), Flag.outcome.is_(None))
    asked = Act.post_id == Flag.post_id, Act.comment_id.is_(None), Act.kind.in_(("PostHidden", "MendingAsked"))
    changed = Revision.post_id == Flag.post_id, Revision.editor_id == Post.author_id, Revision.at > Flag.at
    heeded = exists().where(Post.id == Flag.post_id, *asked, *changed, Revision.at > Act.at)
    for which, result in ((open_ones.where(Flag.subject_kind == "post", heeded), "upheld"), (open_ones, outcome)):
        db.session.execute(which.values(outcome=result).execution_options(synchronize_session=False))


def _whose_flags(items: list[ReviewItem]) -> dict[int, list[int]]:
    """By matter, the members whose flags were right."""
    found: dict[int, list[int]] = {}
    query = select(Flag.item_id, Flag.member_id).where(Flag.item_id.in_([each.id for each in items]))
    for item_id, member_id in db.session.execute(query.where(Flag.outcome == "upheld").order_by(Flag.id)):
        found.setdefault(item_id, []).append(member_id)
    return found


def _others(item: ReviewItem, verdict: str, by: Member) -> list[ReviewItem]:
    """What is settled along with a matter: others about the same thing; with spam, all about the author's posts."""
    query = reviewable(by).where(ReviewItem.decided_at.is_(None), ReviewItem.id != item.id, ReviewItem.kind.in_(USUAL))
    if verdict == "spam":
        query = query.where(ReviewItem.member_id == item.member_id)
    elif verdict in SETTLING:
        query = query.where(ReviewItem.subject_kind == item.subject_kind, ReviewItem.subject_id == item.subject_id)
    else:
        return []
    return list(db.session.scalars(query.with_for_update(of=ReviewItem)))


def _lock_topics(item: ReviewItem, verdict: str, thing: Thing, by: Member) -> None:
    """Topics come before what hangs on them, several in one order, so that two decisions never wait for each other."""
    if thing is None:
        return
    post = thing.post if isinstance(thing, Comment) else thing
    wanted = {post.topic_id}
    if verdict == "spam":
        wanted |= {each.topic_id for each in recent_posts(thing.author_id, by)}
    elif item.kind == "appeal" and verdict == "uphold":
        wanted |= topics_of(db.session.scalars(decided_with(db.session.get(Act, item.subject_id))))
    for ident in sorted(wanted):
        lock(db.session.get(Topic, ident))


def _name(member_id: int | None) -> str:
    member = db.session.get(Member, member_id) if member_id else None
    return member.display_name if member else "Somebody"
