"""Deleting files that no text came to use."""

from datetime import timedelta

from sqlalchemy import String, cast, select

from community.composer.facts import FileKept, FileSwept
from community.composer.models import Draft, Upload, UploadUse
from community.composer.uploading import file_of
from community.core.db import after_commit, atomic, db
from community.events import Event, record
from community.events.table import due

A_DAY = timedelta(days=1)  # an upload waits this long for its text to be sent
A_WEEK = timedelta(days=7)  # and is looked at again this often while a draft refers to it


@due(lambda event: event.at + A_DAY)
def sweep_upload(event: Event) -> None:
    """Delete an upload that neither a text nor a draft of its owner refers to."""
    sweep(event.fact.upload_id)


@due(lambda event: event.at + A_WEEK)
def sweep_kept(event: Event) -> None:
    """The same for one that was kept for a draft."""
    sweep(event.fact.upload_id)


def sweep(ident: int) -> None:
    """Delete a file, unless a text uses it or a draft of its owner refers to it."""
    with atomic():
        upload = db.session.get(Upload, ident, with_for_update=True)
        if upload is None or db.session.scalar(select(UploadUse.kind).where(UploadUse.upload_id == ident).limit(1)):
            return
        if _is_in_a_draft(upload):
            record(FileKept(ident))
            return
        db.session.delete(upload)
        file = file_of(upload.key)
        after_commit(lambda: file.unlink(missing_ok=True))
        record(FileSwept(ident))


def _is_in_a_draft(upload: Upload) -> bool:
    waiting = select(Draft.id).where(Draft.member_id == upload.member_id, Draft.finished_at.is_(None))
    return db.session.scalar(waiting.where(cast(Draft.content, String).contains(upload.key)).limit(1)) is not None
