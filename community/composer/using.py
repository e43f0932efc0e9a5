"""Which texts use which files."""

import re
from collections.abc import Iterable

from sqlalchemy import delete, select, update

from community.composer.models import Upload, UploadUse
from community.core.db import db, insert_once

ADDRESS = re.compile(r"/files/([0-9a-f]{32})(?![0-9a-f])")
MOST = 60  # files that one text may use


def files_in(*texts: str) -> list[str]:
    """The keys of the files to which these texts refer, each once."""
    return list(dict.fromkeys(key for text in texts for key in ADDRESS.findall(text or "")))[:MOST]


def uploads_of(keys: Iterable[str]) -> list[Upload]:
    """The uploads of these keys, in one statement."""
    keys = list(keys)
    return list(db.session.scalars(select(Upload).where(Upload.key.in_(keys)).order_by(Upload.id))) if keys else []


def forget_uses(kind: str, subject_ids: Iterable[int]) -> list[int]:
    """Texts that are gone for good use no files, and never did; the ids of the uploads."""
    gone = delete(UploadUse).where(UploadUse.kind == kind, UploadUse.subject_id.in_(list(subject_ids)))
    return sorted(set(db.session.scalars(gone.returning(UploadUse.upload_id))))


def note_uses(kind: str, subject_id: int, uploads: Iterable[Upload]) -> None:
    """Say that a text uses exactly these files; inside the caller's transaction.

    What it used before stays known, so that putting an earlier wording back brings its pictures back.
    """
    ids = [upload.id for upload in uploads]
    here = (UploadUse.kind == kind, UploadUse.subject_id == subject_id)
    gone = update(UploadUse).where(*here, UploadUse.current, UploadUse.upload_id.not_in(ids)).values(current=False)
    db.session.execute(gone)
    for ident in ids:
        if not insert_once(UploadUse, upload_id=ident, kind=kind, subject_id=subject_id, current=True):
            db.session.execute(update(UploadUse).where(*here, UploadUse.upload_id == ident).values(current=True))
