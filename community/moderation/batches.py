"""Batches: many posts dealt with at once, frozen before they are, so that what is done is what was shown."""

from datetime import datetime

from sqlalchemy import JSON, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column

from community.accounts.models import Member
from community.core import clock
from community.core.db import db, related
from community.core.errors import NotFound


class Batch(db.Model):
    """What shall be done to which posts, with what is needed to take exactly that back."""

    __tablename__ = "batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    verb: Mapped[str]
    options: Mapped[dict] = mapped_column(JSON)  # tag, place: what the verb needs; silence: whether authors are
    reason: Mapped[str]
    chosen: Mapped[list] = mapped_column(JSON)  # ids of the posts that were asked for
    items: Mapped[list] = mapped_column(JSON)  # [id, revision] of those that it will be done to
    skipped: Mapped[list] = mapped_column(JSON)  # [id, why not] of the others
    silences: Mapped[list] = mapped_column(JSON)  # [member, days] of the authors who are silenced with it
    before: Mapped[list] = mapped_column(JSON, default=list)  # [id, how it was, how it was left]
    sanctions: Mapped[list] = mapped_column(JSON, default=list)
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))

    by: Mapped[Member] = related(foreign_keys=[by_id])
    undone_by: Mapped[Member | None] = related(foreign_keys=[undone_by_id])

    @property
    def path(self) -> str:
        """Its address: first the preview, later what was done."""
        return f"/moderation/batches/{self.id}"


def find_batch(ident: int, viewer: Member) -> Batch:
    """A batch of one's own, or for staff anybody's. Raises NotFound."""
    people = (joinedload(Batch.by), joinedload(Batch.undone_by))
    batch = db.session.scalar(select(Batch).where(Batch.id == ident).options(*people))
    if batch is None or not (batch.by_id == viewer.id or viewer.is_staff):
        raise NotFound("There is no such batch, or it isn’t yours to see.")
    return batch


def recent_batches(viewer: Member, limit: int = 10) -> list[Batch]:
    """The latest batches that were done and that the viewer may see."""
    query = select(Batch).where(Batch.applied_at.is_not(None)).options(joinedload(Batch.by))
    if not viewer.is_staff:
        query = query.where(Batch.by_id == viewer.id)
    return list(db.session.scalars(query.order_by(Batch.id.desc()).limit(limit)))
