"""Matters for the review queue: opening, finding through the viewer, claiming."""

from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true, update
from sqlalchemy.orm import contains_eager, joinedload

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, insert_once, lock, take_turn
from community.core.errors import NotFound
from community.events import record
from community.forum.models import Category, Comment, Post, Topic
from community.forum.rights import moderates
from community.moderation.facts import ItemClaimed, ItemOpened
from community.moderation.models import Act, ReviewItem

CLAIM = timedelta(minutes=10)
LATE = timedelta(hours=1)  # by then somebody should have looked at a matter


def open_item(
    kind: str,
    about: Post | Comment | None,
    *,
    subject: tuple[str, int] | None = None,
    member_id: int | None = None,
    note: str = "",
    staff_only: bool = False,
    by: Member | None = None,
) -> ReviewItem:
    """The open matter of this kind about a post or comment, made when there is none; a new note takes the old one's.

    `subject` says what else it is about (a suggestion, an act), `member_id` whom it concerns if not the author.
    A matter about nothing in the forum (`about` is None) is for provider staff.
    """
    subject = subject or ("comment" if isinstance(about, Comment) else "post", about.id)
    post_id = getattr(about, "post_id", about.id) if about else None
    member_id = about.author_id if member_id is None and about else member_id
    now = clock.now()
    with atomic():
        new = insert_once(
            ReviewItem, kind=kind, subject_kind=subject[0], subject_id=subject[1], post_id=post_id, member_id=member_id,
            weight=0.0, note=note, staff_only=staff_only, opened_at=now, due_at=now, word="",
        )  # fmt: skip
        found = db.session.scalars(_open(kind, subject).with_for_update()).one()
        if new:
            record(ItemOpened(found.id, kind, found.staff_only), by=by)
        else:
            found.note, found.due_at = note or found.note, min(found.due_at, now)
            found.staff_only = found.staff_only or staff_only
    return found


def _open(kind: str, subject: tuple[str, int]) -> Select[tuple[ReviewItem]]:
    return select(ReviewItem).where(
        ReviewItem.kind == kind,
        ReviewItem.subject_kind == subject[0],
        ReviewItem.subject_id == subject[1],
        ReviewItem.decided_at.is_(None),
    )


def open_about(kind: str, subject: tuple[str, int]) -> ReviewItem | None:
    """The matter of this kind that is open about a thing."""
    return db.session.scalar(_open(kind, subject))


def reviewable(viewer: Member | None) -> Select[tuple[ReviewItem]]:
    """The matters that are a viewer's to look at, decided or not, each with its post, topic and place.

    Only those in places that the viewer looks after, for staff also those about people alone; nobody judges what they
    wrote or decided themselves.
    """
    return (
        select(ReviewItem)
        .outerjoin(Post, Post.id == ReviewItem.post_id)
        .outerjoin(Topic, Topic.id == Post.topic_id)
        .outerjoin(Category, Category.id == Topic.category_id)
        .options(contains_eager(ReviewItem.post).contains_eager(Post.topic).contains_eager(Topic.category))
        .where(_for(viewer))
    )


def _for(viewer: Member | None) -> ColumnElement[bool]:
    if viewer is None:
        return false()
    here = or_(moderates(viewer), ReviewItem.post_id.is_(None)) if viewer.is_staff else moderates(viewer)
    restricted = ReviewItem.staff_only | Topic.staff_only | Post.staff_only | _about_secret_comment()
    mine = exists().where(Act.id == ReviewItem.subject_id, Act.by_id == viewer.id)
    return and_(
        here,
        true() if viewer.is_staff else ~restricted,
        ReviewItem.member_id.is_distinct_from(viewer.id),
        ~and_(ReviewItem.kind == "appeal", mine),
    )


def _about_secret_comment() -> ColumnElement[bool]:
    """Whether it is about a comment that is hidden for security, though it was opened for another reason."""
    appealed = select(Act.comment_id).where(ReviewItem.subject_kind == "act", Act.id == ReviewItem.subject_id)
    flagged = and_(ReviewItem.subject_kind == "comment", Comment.id == ReviewItem.subject_id)
    about = or_(flagged, Comment.id == appealed.correlate(ReviewItem).scalar_subquery())
    return exists().where(Comment.staff_only, about)


def waiting(viewer: Member | None) -> Select[tuple[ReviewItem]]:
    """What is to be looked at now: what is undecided and doesn't rest until later."""
    return reviewable(viewer).where(ReviewItem.decided_at.is_(None), ReviewItem.due_at <= clock.now())


def late(viewer: Member | None) -> Select[tuple[ReviewItem]]:
    """What has waited for more than an hour by now."""
    return waiting(viewer).where(ReviewItem.due_at < clock.now() - LATE)


def find_item(ident: int, viewer: Member | None) -> ReviewItem:
    """A matter that is the viewer's to look at. Raises NotFound."""
    people = [joinedload(part) for part in (ReviewItem.member, ReviewItem.claimed_by, ReviewItem.decided_by)]
    found = db.session.scalar(reviewable(viewer).where(ReviewItem.id == ident).options(*people))
    if found is None:
        raise NotFound("There is no such matter, or it isn’t yours to look at.")
    return found


def count_waiting(viewer: Member | None) -> int:
    """How many matters wait for this viewer."""
    return db.session.scalar(
        select(func.count()).select_from(waiting(viewer).with_only_columns(ReviewItem.id).subquery())
    )


def reviews(viewer: Member | None) -> bool:
    """Whether somebody looks after any place at all."""
    if viewer is None:
        return False
    if viewer.may_moderate:
        return True
    return bool(viewer.group_ids) and bool(db.session.scalar(select(exists().where(moderates(viewer)))))


def claim_item(item: ReviewItem, *, by: Member, over: bool = False) -> bool:
    """Say that one is on it, for ten minutes; False when somebody else is, or it is decided. One claim per person.

    With `over` it is taken over from whoever is on it; they see that at once, and can decide it no more.
    """
    now = clock.now()
    if item.claimed_by_id == by.id and item.claimed_until > now + CLAIM / 2:
        return True
    with atomic():
        take_turn("claims", by.id)  # one’s own in one order
        lock(item)
        if item.decided_at or (item.held_by_other(by) and not over):
            return False
        fresh = item.claimed_by_id != by.id or item.claimed_until <= now
        mine = ReviewItem.claimed_by_id == by.id, ReviewItem.id != item.id, ReviewItem.decided_at.is_(None)
        given_up = update(ReviewItem).where(*mine).values(claimed_by_id=None, claimed_until=None)
        db.session.execute(given_up.execution_options(synchronize_session=False))
        item.claimed_by_id, item.claimed_until = by.id, now + CLAIM
        if fresh:
            record(ItemClaimed(item.id, item.staff_only), by=by)
    return True
