"""Batches: many posts dealt with at once, frozen before they are, so that what is done is what was shown.

A batch goes on in chunks, each one transaction, and is taken back in chunks likewise: see `chunks.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column

from community.accounts.models import Member
from community.core import clock
from community.core.db import db, related
from community.core.errors import NotFound
from community.core.paging import Page, page_of
from community.forum.models import Category, Post, Topic

ITEM_STATES = ("planned", "left", "done", "missed", "undone", "kept")


class Batch(db.Model):
    """What shall be done to which posts: previewed, running or stopped, done; undoing, undone."""

    __tablename__ = "batches"
    __table_args__ = (
        CheckConstraint("state IN ('previewed', 'running', 'stopped', 'done', 'undoing', 'undone')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    verb: Mapped[str]
    options: Mapped[dict] = mapped_column(JSON)  # tag, place: what the verb needs; silence: whether authors are
    reason: Mapped[str]
    state: Mapped[str] = mapped_column(default="previewed")
    step: Mapped[int] = mapped_column(default=0)  # counts chunks; what is owed names it, so that each is done once
    fact_id: Mapped[int | None]  # by which the log knows it
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))

    by: Mapped[Member] = related(foreign_keys=[by_id])
    undone_by: Mapped[Member | None] = related(foreign_keys=[undone_by_id])

    @property
    def path(self) -> str:
        """Its address: first the preview, later what was done."""
        return f"/moderation/batches/{self.id}"

    @property
    def is_under_way(self) -> bool:
        """Whether the next chunk is owed."""
        return self.state in ("running", "undoing")


class BatchItem(db.Model):
    """One post of a batch: left out with the reason, or planned; then done or missed; then undone or kept.

    Missed and kept are those that changed meanwhile: nothing was done to them, nothing was taken back.
    """

    __tablename__ = "batch_items"
    __table_args__ = (
        CheckConstraint(f"state IN {ITEM_STATES}", name="state"),
        Index("ix_batch_items_batch_id_state_post_id", "batch_id", "state", "post_id"),
    )

    batch_id: Mapped[int] = mapped_column(db.ForeignKey("batches.id", ondelete="CASCADE"), primary_key=True)
    post_id: Mapped[int] = mapped_column(db.ForeignKey("posts.id"), primary_key=True)
    revision: Mapped[int]  # of the words that were looked at
    state: Mapped[str]
    why: Mapped[str | None]  # it was left out, missed or kept
    before: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))  # what taking it back needs
    mark: Mapped[str | None]  # how it was left; while it is so, it can be taken back
    silence_days: Mapped[int | None]  # of its author, with the first of their posts that is done
    sanction_id: Mapped[int | None] = mapped_column(db.ForeignKey("sanctions.id"))


def find_batch(ident: int, viewer: Member) -> Batch:
    """A batch of one's own, or for staff anybody's. Raises NotFound."""
    people = (joinedload(Batch.by), joinedload(Batch.undone_by))
    batch = db.session.scalar(select(Batch).where(Batch.id == ident).options(*people))
    if batch is None or not (batch.by_id == viewer.id or viewer.is_staff):
        raise NotFound("There is no such batch, or it isn’t yours to see.")
    return batch


def recent_batches(viewer: Member, limit: int = 10) -> list[Batch]:
    """The latest batches that were begun and that the viewer may see."""
    query = select(Batch).where(Batch.applied_at.is_not(None)).options(joinedload(Batch.by))
    if not viewer.is_staff:
        query = query.where(Batch.by_id == viewer.id)
    return list(db.session.scalars(query.order_by(Batch.id.desc()).limit(limit)))


@dataclass(frozen=True)
class Part:
    """Some of the items of a batch, as its page lists them: under which key it is paged, and which states."""

    key: str
    states: tuple[str, ...]


PARTS = (Part("changed", ("missed", "kept")), Part("after", ("planned", "done", "undone")), Part("left", ("left",)))


class Tally(dict[str, int]):
    """How many items of a batch are in which state."""

    @property
    def shown(self) -> int:
        """What the preview counted; whatever happens, it is the sum of what became of them."""
        return sum(self.values()) - self["left"]

    @property
    def done(self) -> int:
        """To how many it was done, though it may have been taken back since."""
        return self["done"] + self["undone"] + self["kept"]

    @property
    def through(self) -> int:
        """How many have had their turn, on the way there."""
        return self.shown - self["planned"]


def tallies(batches: Iterable[Batch]) -> dict[int, Tally]:
    """The tally of each of these batches: one statement."""
    found = {batch.id: Tally.fromkeys(ITEM_STATES, 0) for batch in batches}
    count = select(BatchItem.batch_id, BatchItem.state, func.count()).where(BatchItem.batch_id.in_(found))
    for ident, state, many in db.session.execute(count.group_by(BatchItem.batch_id, BatchItem.state)):
        found[ident][state] = many
    return found


def items_of(batch: Batch, states: Iterable[str], *, after: str | None = None, size: int = 50) -> Page[BatchItem]:
    """A page of its items in these states, the newest posts first."""
    query = select(BatchItem).where(BatchItem.batch_id == batch.id, BatchItem.state.in_(list(states)))
    return page_of(query, by=(BatchItem.post_id,), after=after, size=size)


def count_other_readers(batch: Batch, target: Category) -> int:
    """How many of its topics other people read once they are in that place."""
    query = select(func.count()).select_from(BatchItem).join(Topic, Topic.opening_id == BatchItem.post_id)
    query = query.join(Category, Category.id == Topic.category_id).where(Category.audience != target.audience)
    return db.session.scalar(query.where(BatchItem.batch_id == batch.id, BatchItem.state == "planned"))


def silences_of(batch: Batch) -> dict[int, int]:
    """Whom it silences, or did, with the days."""
    if not batch.options["silence"]:
        return {}
    query = select(Post.author_id, BatchItem.silence_days).join(Post, Post.id == BatchItem.post_id).distinct()
    query = query.where(BatchItem.batch_id == batch.id, BatchItem.silence_days.is_not(None))
    if batch.applied_at and not batch.is_under_way:
        query = query.where(BatchItem.sanction_id.is_not(None))
    return dict(db.session.execute(query).all())
