"""What members keep to come back to: private to each, with a note and a reminder if they like."""

from datetime import datetime, timedelta

from sqlalchemy import Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column

from community.accounts.models import Member
from community.accounts.zones import meant_by, there
from community.core import clock
from community.core.db import db, related
from community.core.errors import NotFound
from community.core.paging import Page, page_of
from community.forum.models import Post, Topic
from community.forum.queries import visible_topics


class Bookmark(db.Model):
    """A member keeps a post. A topic is kept by the post it begins with."""

    __tablename__ = "bookmarks"
    __table_args__ = (UniqueConstraint("member_id", "post_id"), Index("ix_bookmarks_member_id_id", "member_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    post_id: Mapped[int] = mapped_column(db.ForeignKey("posts.id", ondelete="CASCADE"), index=True)
    note: Mapped[str] = mapped_column(default="")
    remind_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    member: Mapped[Member] = related()

    @property
    def waits(self) -> bool:
        """Whether a reminder is still to come."""
        return self.remind_at is not None and self.reminded_at is None


def bookmarked(posts: list[Post], viewer: Member | None) -> set[int]:
    """Which of the posts the viewer keeps, in one statement."""
    if viewer is None or not posts:
        return set()
    query = select(Bookmark.post_id).where(Bookmark.member_id == viewer.id)
    return set(db.session.scalars(query.where(Bookmark.post_id.in_([post.id for post in posts]))))


def bookmark_of(post: Post, viewer: Member) -> Bookmark | None:
    """The viewer's bookmark of a post."""
    return db.session.scalar(select(Bookmark).where(Bookmark.member_id == viewer.id, Bookmark.post_id == post.id))


def find_bookmark(ident: int, viewer: Member) -> Bookmark:
    """One of the viewer's bookmarks. Raises NotFound."""
    found = db.session.scalar(select(Bookmark).where(Bookmark.id == ident, Bookmark.member_id == viewer.id))
    if found is None:
        raise NotFound("You keep no such thing.")
    return found


def list_bookmarks(viewer: Member, *, reminding: bool = False, after: str | None = None) -> Page:
    """A page of what the viewer keeps, newest first, or only what they will be reminded of. Raises Invalid."""
    query = select(Bookmark).where(Bookmark.member_id == viewer.id)
    if reminding:
        query = query.where(Bookmark.remind_at.is_not(None), Bookmark.reminded_at.is_(None))
    return page_of(query, by=(Bookmark.id,), after=after)


def kept_posts(bookmarks: list[Bookmark], viewer: Member) -> dict[int, Post]:
    """The posts of bookmarks with topic, place and author, as far as the viewer may still see them: one statement."""
    if not bookmarks:
        return {}
    seen = visible_topics(viewer).with_only_columns(Topic.id)
    query = (
        select(Post)
        .join(Post.topic)
        .options(contains_eager(Post.topic).joinedload(Topic.category), joinedload(Post.author))
        .where(Post.id.in_([each.post_id for each in bookmarks]), Post.is_shown, Topic.id.in_(seen))
    )
    return {post.id: post for post in db.session.scalars(query)}


def reminder_times(member: Member) -> dict[str, tuple[str, datetime]]:
    """Times that are quickly chosen, in the member's own zone: key, words, moment."""
    now = there(member).replace(second=0, microsecond=0)
    soon = (now + timedelta(hours=3, minutes=59)).replace(minute=0)  # three hours on, at a full hour
    morning = (now + timedelta(days=1)).replace(hour=9, minute=0)
    monday = (now + timedelta(days=7 - now.weekday())).replace(hour=9, minute=0)
    choices = {
        "tomorrow": ("Tomorrow morning, at 09:00", morning),
        "next-week": (f"Next Monday, {monday.day} {monday:%B}, at 09:00", monday),
    }
    if soon.date() == now.date():
        choices = {"later": (f"Later today, at {soon:%H:%M}", soon)} | choices
    return {key: (words, meant_by(member, at.replace(tzinfo=None))) for key, (words, at) in choices.items()}
