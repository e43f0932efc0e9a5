"""Announcements stand above the lists until they expire, or until a reader has put them away for themselves."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, insert_once
from community.core.errors import Invalid
from community.forum.models import Category, Topic
from community.forum.queries import visible_topics

SHOWN_FOR = timedelta(days=14)  # unless it says itself when it ends
MOST = 3


class AnnouncementDismissal(db.Model):
    """A member has put an announcement away. It is nobody else's business, so no fact is recorded."""

    __tablename__ = "announcement_dismissals"

    topic_id: Mapped[int] = mapped_column(db.ForeignKey("topics.id"), primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


def announcements_for(
    viewer: Member | None,
    *,
    category: Category | None = None,
    service_id: int | None = None,
    put_away: Iterable[int] = (),
) -> list[Topic]:
    """The latest announcements that still hold, of one place or one service when given: one statement.

    `put_away` are those that a visitor who is not signed in has dismissed.
    """
    now = clock.now()
    lasting = or_(Topic.close_at > now, Topic.close_at.is_(None) & (Topic.created_at > now - SHOWN_FOR))
    query = visible_topics(viewer).where(Topic.kind == "announcement", Topic.closed_at.is_(None), lasting)
    if category is not None:
        query = query.where(Topic.category_id == category.id)
    if service_id is not None:
        query = query.where(Category.service_id == service_id)
    if viewer is not None:
        mine = select(AnnouncementDismissal.topic_id).where(AnnouncementDismissal.member_id == viewer.id)
        query = query.where(Topic.id.not_in(mine))
    elif put_away:
        query = query.where(Topic.id.not_in(list(put_away)))
    return list(db.session.scalars(query.order_by(Topic.created_at.desc(), Topic.id.desc()).limit(MOST)))


def dismiss_announcement(topic: Topic, on: bool = True, *, by: Member) -> None:
    """Put an announcement away for oneself, or have it back. Saying it twice changes nothing.

    Raises Invalid for other topics.
    """
    if topic.kind != "announcement":
        raise Invalid("Only announcements can be put away.")
    with atomic():
        if on:
            insert_once(AnnouncementDismissal, topic_id=topic.id, member_id=by.id, at=clock.now())
        else:
            mine = (AnnouncementDismissal.topic_id == topic.id) & (AnnouncementDismissal.member_id == by.id)
            db.session.execute(delete(AnnouncementDismissal).where(mine))
