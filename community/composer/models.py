"""Drafts, uploaded files, and which texts use a file."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.core import clock
from community.core.db import db

# The kinds of texts that may use a file.
PLACES = ("post", "comment", "suggestion", "article", "proposal", "word", "member")

TEXTS = ("body", "summary", "hard", "better", "value", "word")  # the fields of our forms that hold longer texts


class Draft(db.Model):
    """What a member has typed and not sent: one for each form, told apart by its key (`answer:7`, `ask:k3f9`).

    Once it was sent it stays for a while as an empty row, so that a saving that was on its way does not bring it back.
    """

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("member_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    key: Mapped[str]
    title: Mapped[str] = mapped_column(default="")  # what it is about, as its writer saw it
    path: Mapped[str]  # the page on which it is written
    content: Mapped[dict] = mapped_column(JSON)  # name of the field: what was typed
    revision: Mapped[int] = mapped_column(default=1)  # who saves says which one was read; an older one is refused
    window: Mapped[str]  # which window saved it last
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]  # sent or discarded

    @property
    def kind(self) -> str:
        """What kind of text it is: ask, answer, comment, edit, ..."""
        return self.key.partition(":")[0]

    @property
    def words(self) -> str:
        """The texts that were typed, without what was chosen and without the title."""
        return "\n\n".join(words for name in TEXTS if (words := str(self.content.get(name, "")).strip()))


class Upload(db.Model):
    """A picture or file that somebody sent; its bytes lie under `uploads/` in the data directory."""

    __tablename__ = "uploads"
    __table_args__ = (
        CheckConstraint("kind IN ('image', 'document')", name="kind"),
        Index("ix_uploads_member_id_at", "member_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)  # can't be guessed
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    kind: Mapped[str]
    name: Mapped[str]  # as it is shown and saved
    content_type: Mapped[str]
    size: Mapped[int]  # bytes
    width: Mapped[int | None]
    height: Mapped[int | None]
    draft_key: Mapped[str] = mapped_column(default="")  # the text it was sent for
    at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def path(self) -> str:
        """Its address. A picture's carries its size, so that a page keeps room for it before it has come."""
        size = f"-{self.width}x{self.height}" if self.kind == "image" else ""
        return f"/files/{self.key}{size}/{self.name}"

    @property
    def markdown(self) -> str:
        """How a text refers to it."""
        words = self.name.rsplit(".", 1)[0].replace("-", " ")
        return f"![{words}]({self.path})" if self.kind == "image" else f"[{self.name}]({self.path})"


class UploadUse(db.Model):
    """A text uses a file, or used it before it was edited: whoever may see the text now may see the file."""

    __tablename__ = "upload_uses"
    __table_args__ = (
        CheckConstraint(f"kind IN ({', '.join(repr(place) for place in PLACES)})", name="kind"),
        Index("ix_upload_uses_kind_subject_id", "kind", "subject_id"),
    )

    upload_id: Mapped[int] = mapped_column(db.ForeignKey("uploads.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    current: Mapped[bool] = mapped_column(default=True)  # False: it was edited out and waits for being put back
