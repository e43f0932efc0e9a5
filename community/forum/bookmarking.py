"""Keeping posts to come back to, and being reminded of them."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, insert_once, lock, take_turn
from community.core.errors import Invalid, require
from community.core.text import tidy
from community.events import Event, record
from community.events.table import due
from community.forum.bookmarks import Bookmark, bookmark_of
from community.forum.facts import BookmarkKept, BookmarkRemoved, ReminderCame, ReminderSet
from community.forum.models import Post
from community.forum.rights import may_see

NOTE_LENGTH = 500
LONGEST = timedelta(days=5 * 366)


def may_bookmark(by: Member | None, post: Post) -> bool | str:
    """Members keep what they may read."""
    if by is None:
        return "Please sign in to keep this."
    return may_see(by, post.topic.category)


def keep_bookmark(post: Post, *, note: str = "", remind_at: datetime | None = None, by: Member) -> Bookmark:
    """Keep a post, with a note and a reminder as they are given now: kept before, it is changed.

    Raises NotAllowed, or Invalid with the field note or remind_at.
    """
    require(may_bookmark(by, post))
    note = _checked(note)
    with atomic():
        take_turn("bookmarks", by.id)
        new = insert_once(Bookmark, member_id=by.id, post_id=post.id, note="", created_at=clock.now())
        bookmark = lock(bookmark_of(post, by))
        bookmark.note = note
        if new:
            record(BookmarkKept(bookmark.id), by=by)
        _set_reminder(bookmark, remind_at, by)
    return bookmark


def remove_bookmark(bookmark: Bookmark, *, by: Member) -> None:
    """Keep a post no longer; its reminder is dropped. Nothing happens when it is gone already."""
    ident = bookmark.id
    with atomic():
        take_turn("bookmarks", by.id)
        mine = delete(Bookmark).where(Bookmark.id == ident, Bookmark.member_id == by.id)
        if db.session.execute(mine).rowcount:
            record(BookmarkRemoved(ident), by=by)


@due(lambda event: clock.from_seconds(event.fact.at))
def remind(event: Event) -> None:
    """When the time has come: note it, so that the member is told. Not when the reminder was moved or dropped since."""
    bookmark = db.session.get(Bookmark, event.fact.bookmark_id)
    if bookmark is None:
        return
    with atomic():
        lock(bookmark)
        if bookmark.waits and int(bookmark.remind_at.timestamp()) == event.fact.at:
            bookmark.reminded_at = clock.now()
            record(ReminderCame(bookmark.id))


def _set_reminder(bookmark: Bookmark, at: datetime | None, by: Member) -> None:
    at = clock.utc(at) if at else None
    if at == bookmark.remind_at:
        return
    if at and not clock.now() < at <= clock.now() + LONGEST:
        raise Invalid("Please choose a time that is still to come, within five years.", "remind_at")
    bookmark.remind_at, bookmark.reminded_at = at, None
    if at:
        record(ReminderSet(bookmark.id, int(at.timestamp())), by=by)


def _checked(note: str) -> str:
    note = tidy(note)
    if len(note) > NOTE_LENGTH:
        raise Invalid(f"Please keep the note within {NOTE_LENGTH} characters; these are {len(note)}.", "note")
    return note
