"""What is remembered of an import: the site, which of its things became which of ours, and what it said last."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.core import clock
from community.core.db import db, related
from community.forum.models import Category


class ImportedSite(db.Model):
    """A site that others ran, and the category that its questions went to."""

    __tablename__ = "imported_sites"
    __table_args__ = (UniqueConstraint("source", "name"), UniqueConstraint("source", "fingerprint"))

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]  # the kind of software, such as "stackexchange"
    name: Mapped[str]  # what people call it here
    host: Mapped[str | None]  # its old host name when known, so that the choice between sites is made by it
    fingerprint: Mapped[str | None]  # what stays the same in every dump of the site; None: known by its name alone
    category_id: Mapped[int] = mapped_column(db.ForeignKey("categories.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    category: Mapped[Category] = related()


class ForeignId(db.Model):
    """One thing of theirs and what it became here; its presence means that it need not be brought in again."""

    __tablename__ = "foreign_ids"

    kind: Mapped[str] = mapped_column(primary_key=True)
    foreign_id: Mapped[str] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(db.ForeignKey("imported_sites.id"), primary_key=True)
    local_id: Mapped[int]


class ImportedState(db.Model):
    """What the site said of a thing when it was last read, so that only what it changed since is changed here."""

    __tablename__ = "imported_states"

    kind: Mapped[str] = mapped_column(primary_key=True)
    foreign_id: Mapped[str] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(db.ForeignKey("imported_sites.id"), primary_key=True)
    value: Mapped[str]
