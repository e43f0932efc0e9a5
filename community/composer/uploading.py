"""Sending pictures and files for a text."""

import secrets
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

from slugify import slugify
from sqlalchemy import func, select

from community.accounts.models import Member
from community.accounts.privileges import is_newcomer
from community.accounts.standing import may_write
from community.composer.documents import type_of
from community.composer.facts import FileUploaded
from community.composer.models import Upload, UploadUse
from community.composer.pictures import is_picture, redraw
from community.core import clock
from community.core.db import atomic, db, take_turn
from community.core.errors import Invalid, NotFound, require
from community.core.files import write_whole
from community.core.web import settings
from community.events import record

A_DAY = {True: 8, False: 60}  # files in 24 hours: for newcomers, whom nobody knows yet, and for the others
A_TEXT = {True: 3, False: 12}  # files for one text: more of them belong into a ZIP


def may_upload(by: Member | None) -> bool | str:
    """Whoever may write may send files, so many a day."""
    if (allowed := may_write(by)) is not True:
        return allowed
    most, sent = A_DAY[is_newcomer(by)], _sent(by, Upload.at > clock.now() - timedelta(days=1))
    return sent < most or f"You have sent {most} files in 24 hours; more go tomorrow."


def upload_file(
    name: str, content: bytes, *, draft_key: str = "", still: Collection[str] | None = None, by: Member
) -> Upload:
    """Keep a picture (written anew) or a document. Raises Invalid, or NotAllowed beyond the limits.

    `draft_key` names the text that it is for; `still` are the keys that this text has now, if the sender knows, so
    that what was taken out of it again doesn't count. What newcomers post is counted once more (`forum/braking.py`).
    """
    require(may_upload(by))
    if not content:
        raise Invalid("This file is empty, so there is nothing to keep.", "file")
    values, content = _examine(name, content)
    key = secrets.token_hex(16)
    file = file_of(key)
    write_whole(file, content)
    try:
        with atomic():
            take_turn("uploads", by.id)  # two at once would each count without the other
            require(may_upload(by))
            require(_may_go_with(draft_key, still, by))
            upload = Upload(key=key, member_id=by.id, draft_key=draft_key[:80], size=len(content), **values)
            db.session.add(upload)
            db.session.flush()
            record(FileUploaded(upload.id), by=by)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return upload


def _examine(name: str, content: bytes) -> tuple[dict, bytes]:
    """What a file is, and its bytes as they are kept."""
    stem, _, extension = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    stem = slugify(stem, max_length=60, word_boundary=True) or "file"
    if is_picture(content):
        picture = redraw(content)
        kind = {"kind": "image", "name": f"{stem}.{picture.extension}", "content_type": _image_type(picture.extension)}
        return kind | {"width": picture.width, "height": picture.height}, picture.content
    extension = extension.lower()
    content_type = type_of(extension, content)
    return {"kind": "document", "name": f"{stem}.{extension}", "content_type": content_type}, content


def _image_type(extension: str) -> str:
    return f"image/{'jpeg' if extension == 'jpg' else extension}"


def _may_go_with(draft_key: str, still: Collection[str] | None, by: Member) -> bool | str:
    used = select(UploadUse.upload_id).where(UploadUse.upload_id == Upload.id).exists()
    there = () if still is None else (Upload.key.in_(still),)
    most, sent = A_TEXT[is_newcomer(by)], _sent(by, Upload.draft_key == draft_key, ~used, *there)
    return not draft_key or sent < most or f"{most} files go with one text; a ZIP may hold more."


def _sent(by: Member, *conditions) -> int:
    return db.session.scalar(select(func.count()).where(Upload.member_id == by.id, *conditions))


def file_of(key: str) -> Path:
    """Where the bytes of an upload lie."""
    return settings().data_dir / "uploads" / key[:2] / key


def find_upload(key: str) -> Upload:
    """The upload of this key, whoever asks: `bridges/attaching.py` knows who may see it. Raises NotFound."""
    upload = db.session.scalar(select(Upload).where(Upload.key == key))
    if upload is None:
        raise NotFound("There is no such file, or it isn’t open to you.")
    return upload
