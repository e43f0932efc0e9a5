"""Drafts: kept on the server while somebody types, offered again on every device, gone when the text was sent.

A draft is saved on top of the revision that its window has read. When another window was faster, nothing is
overwritten: the slower one is told and gets the other's words to choose.
"""

import re
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import defer

from community.accounts.models import Member
from community.composer.models import Draft
from community.core import clock
from community.core.db import atomic, db, insert_once, lock
from community.core.errors import Conflict, Gone, Invalid, NotFound, require
from community.core.text import UNSTORABLE, tidy
from community.events import Event

KEY = re.compile(r"[a-z]{2,12}:[a-z0-9]{1,16}(:[a-z0-9]{1,16})?")
WINDOW = re.compile(r"[\w-]{1,40}")
PATH = re.compile(r"/(?![/\\])[^\s\\]{0,300}")
LONGEST = 100_000  # characters of all fields together
MOST = 100  # drafts of one member
REMEMBERED = timedelta(hours=1)  # how long it is known that a draft was sent
KINDS = {
    "ask": "New topic",
    "answer": "Answer",
    "comment": "Comment",
    "remark": "Comment, changed",
    "edit": "Edit",
    "suggest": "Suggested change",
    "proposal": "Proposal",
    "word": "Official word",
    "stage": "New stage",
    "article": "Article",
    "revision": "Article, revised",
}
_sending: ContextVar[tuple[str, str]] = ContextVar("the draft that is being sent", default=("", ""))


class Overtaken(Conflict):
    """Another window saved the draft meanwhile; `draft` is what it says now."""

    def __init__(self, draft: Draft):
        super().__init__("You are writing this in another window.")
        self.draft = draft


def may_draft(by: Member | None) -> bool | str:
    """Everyone who has an account keeps drafts of their own."""
    return by is not None or "Please sign in first."


def save_draft(
    key: str, content: dict[str, Any], *, revision: int, window: str, title: str = "", path: str = "/", by: Member
) -> int:
    """Keep what was typed on top of the revision that was read (0: of none). Gives the new revision.

    Raises Overtaken when another window saved meanwhile, Gone when it was sent or discarded there, Invalid.
    """
    require(may_draft(by))
    _check(key, window, path)
    values = {
        "content": _tidy(content),
        "title": tidy(title)[:200],
        "path": path,
        "window": window,
        "updated_at": clock.now(),
    }
    with atomic():
        if revision == 0:
            return _begin(key, by, values)
        mine = (Draft.member_id == by.id, Draft.key == key)
        onto = update(Draft).where(*mine, Draft.revision == revision, Draft.finished_at.is_(None))
        if db.session.execute(onto.values(**values, revision=revision + 1)).rowcount:
            return revision + 1
        raise _refused(_row(key, by))


def _begin(key: str, by: Member, values: dict) -> int:
    drafts = select(Draft.id).where(Draft.member_id == by.id, Draft.finished_at.is_(None))
    if len(db.session.scalars(drafts.limit(MOST)).all()) >= MOST:
        raise Invalid(f"You have {MOST} drafts. Discard some of them, then new ones are kept.", "content")
    _forget_finished(by)
    if insert_once(Draft, member_id=by.id, key=key, revision=1, **values):
        return 1
    row = _row(key, by)
    if row.finished_at is None or row.window == values["window"]:  # its own words, come late
        raise _refused(row)
    revision = row.revision + 1
    again = update(Draft).where(Draft.id == row.id, Draft.revision == row.revision, Draft.finished_at.is_not(None))
    if not db.session.execute(again.values(**values, revision=revision, finished_at=None)).rowcount:
        raise _refused(_row(key, by))
    return revision


def _refused(row: Draft | None) -> Conflict | Gone:
    if row is None or row.finished_at is not None:
        return Gone("This was sent or discarded in another window.")
    return Overtaken(row)


def discard_draft(draft: Draft, *, by: Member, read_revision: int | None = None) -> None:
    """Throw a draft away; windows in which it is open are told when they save it again.

    Raises Overtaken when another window saved it since `read_revision`.
    """
    require((by is not None and draft.member_id == by.id) or "This is somebody else’s draft.")
    with atomic():
        lock(draft)
        if read_revision not in (None, draft.revision):
            raise Overtaken(draft)
        _finish(draft.key, by.id, "")


def say_what_is_sent(key: str, window: str) -> None:
    """Say which draft the present request sends ("" for none), so that it ends together with the fact that follows."""
    fine = KEY.fullmatch(key) and (not window or WINDOW.fullmatch(window))
    _sending.set((key, window) if fine else ("", ""))


def finish_draft(event: Event) -> None:
    """What was sent is no draft any more: in the transaction of the fact that says so."""
    key, window = _sending.get()
    if key and event.by_id is not None:
        _finish(key, event.by_id, window)


def _finish(key: str, member_id: int, window: str) -> None:
    """Empty the draft, or leave an empty one where its first saving may still be on its way."""
    empty = {"content": {}, "title": "", "window": window, "finished_at": clock.now(), "updated_at": clock.now()}
    ending = update(Draft).where(Draft.member_id == member_id, Draft.key == key)
    if not db.session.execute(ending.values(**empty)).rowcount and window:
        insert_once(Draft, member_id=member_id, key=key, path="/", revision=1, **empty)


def _forget_finished(by: Member) -> None:
    old = Draft.finished_at < clock.now() - REMEMBERED
    db.session.execute(delete(Draft).where(Draft.member_id == by.id, old))


def forget_drafts(keys: list[str]) -> None:
    """What anybody typed about something that is gone for good goes with it; inside the caller's transaction."""
    db.session.execute(delete(Draft).where(Draft.key.in_(keys)).execution_options(synchronize_session=False))


def drafts_of(member: Member | None, *, whole: bool = False) -> list[Draft]:
    """A member's drafts, the latest first; what they say only when asked for, since every page counts them."""
    if member is None:
        return []
    waiting = select(Draft).where(Draft.member_id == member.id, Draft.finished_at.is_(None))
    if not whole:
        waiting = waiting.options(defer(Draft.content, raiseload=True))
    return list(db.session.scalars(waiting.order_by(Draft.updated_at.desc(), Draft.id.desc())))


def find_draft(key: str, owner: Member) -> Draft:
    """A draft of this member. Raises NotFound."""
    row = _row(key, owner)
    if row is None or row.finished_at is not None:
        raise NotFound("There is no such draft of yours.")
    return row


def _row(key: str, by: Member) -> Draft | None:
    mine = select(Draft).where(Draft.member_id == by.id, Draft.key == key)
    return db.session.scalar(mine.execution_options(populate_existing=True))


def _check(key: str, window: str, path: str) -> None:
    for field, word, form in (("key", key, KEY), ("window", window, WINDOW), ("path", path, PATH)):
        if not form.fullmatch(word):
            raise Invalid(f"The {field} of a draft can’t be read.", field)


def _tidy(content: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(content, dict) or len(content) > 40:
        raise Invalid("The content of a draft has to be fields by name.", "content")
    plain = {
        UNSTORABLE.sub("", str(name))[:60]: value if isinstance(value, bool) else UNSTORABLE.sub("", str(value))
        for name, value in content.items()
    }
    if sum(len(str(value)) for value in plain.values()) > LONGEST:
        raise Invalid(f"Drafts of more than {LONGEST:,} characters stay on this device.", "content")
    return plain
