"""Marking notifications as read or unread. It is nobody else's business, so no fact is recorded."""

from sqlalchemy import and_, select, update

from community.accounts.models import Member
from community.core import clock
from community.core.db import after_commit, atomic, db
from community.core.errors import NotFound
from community.core.realtime import refresh
from community.notifications.models import Notification
from community.notifications.telling import GROUPED


def mark(ident: int, read: bool, *, by: Member) -> None:
    """Mark a notification, and the others of its group, as read or unread. Raises NotFound when it isn't one's own."""
    with atomic():
        row = db.session.scalar(select(Notification).where(Notification.id == ident, Notification.member_id == by.id))
        if row is None:
            raise NotFound("There is no such notification of yours.")
        _set(Notification.id == ident if row.kind not in GROUPED else _group(row), read, by)


def mark_all_read(until: int | None = None, *, by: Member) -> None:
    """Mark all as read, up to number `until`: what came after the page was made stays unread."""
    with atomic():
        _set(Notification.id <= until if until is not None else Notification.id > 0, True, by)


def _group(row: Notification):
    return and_(
        Notification.kind == row.kind,
        Notification.subject_kind == row.subject_kind,
        Notification.subject_id == row.subject_id,
        Notification.id <= row.id,
    )


def _set(which, read: bool, by: Member) -> None:
    other = Notification.read_at.is_(None) if read else Notification.read_at.is_not(None)
    changed = db.session.execute(
        update(Notification)
        .where(Notification.member_id == by.id, which, other)
        .values(read_at=clock.now() if read else None)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount:
        after_commit(lambda: refresh(f"member:{by.id}", "bell"))
