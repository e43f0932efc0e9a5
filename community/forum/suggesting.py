"""Suggesting a better wording of a post that one may not edit."""

from datetime import datetime, timedelta

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, contains_eager, joinedload, mapped_column

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock, related, take_turn
from community.core.errors import Conflict, Invalid, NotFound, require
from community.core.text import tidy, tidy_body
from community.events import record
from community.forum.asking import check_body
from community.forum.braking import brake_number, brake_text
from community.forum.editing import may_edit, store_edit
from community.forum.facts import EditSuggested, SuggestionAccepted, SuggestionChanged, SuggestionDeclined
from community.forum.holding import hold
from community.forum.mentioning import calls_in
from community.forum.models import Category, Post, Topic
from community.forum.queries import require_shown
from community.forum.rights import may_write_in

PER_DAY = 5  # suggestions of a newcomer: each is work for whoever decides on it


class EditSuggestion(db.Model):
    """A wording that somebody suggests. `accepted` is None while it waits; one of a person waits per post."""

    __tablename__ = "edit_suggestions"
    __table_args__ = (
        Index("uq_edit_suggestions_waiting", "post_id", "author_id", unique=True,
              sqlite_where=db.text("decided_at IS NULL"), postgresql_where=db.text("decided_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(db.ForeignKey("posts.id"), index=True)
    author_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), index=True)
    source: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    base: Mapped[str]  # what the post said when it was suggested
    revision: Mapped[int]  # which revision that was
    at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(db.ForeignKey("members.id"))
    accepted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")  # why it was not taken over

    post: Mapped[Post] = related()
    author: Mapped[Member] = related(foreign_keys=[author_id])
    decided_by: Mapped[Member | None] = related(foreign_keys=[decided_by_id])


def may_suggest(by: Member | None, post: Post) -> bool | str:
    """Members who may write here but not edit this post."""
    if by is None:
        return "Please sign in to suggest a change."
    if post.topic.archived_at or not post.is_shown or post.topic.deleted_at:
        return "This takes no changes any more."
    if may_edit(by, post) is True:
        return "You can edit this yourself."
    return may_write_in(by, post.topic.category)


def suggest_edit(post: Post, source: str, reason: str, *, by: Member) -> EditSuggestion:
    """Suggest a wording; one that still waits is replaced.

    Raises Invalid without a change or reason, NotAllowed, TooFast for a newcomer's sixth in a day.
    """
    require(may_suggest(by, post))
    source, reason = tidy_body(source), tidy(reason)[:200]
    check_body(source)
    if not reason:
        raise Invalid("Please say in one line what gets better.", "reason")
    if source == post.source:
        raise Invalid("Nothing differs from what it says now.", "body")
    with atomic():
        lock(post)
        take_turn("suggesting", by.id)
        brake_text(by, post.topic.category, source)
        found = db.session.scalar(_waiting(post, by).with_for_update())
        if found is None:
            brake_number(by, post.topic.category, _times_of(by), PER_DAY, "suggested changes")
        suggestion = found or EditSuggestion(post_id=post.id, author_id=by.id)
        suggestion.source, suggestion.reason, suggestion.at = source, reason, clock.now()
        suggestion.base, suggestion.revision = post.source, post.revision
        db.session.add(suggestion)
        db.session.flush()
        ids = post.topic_id, post.id, suggestion.id
        record(SuggestionChanged(*ids) if found else EditSuggested(*ids, post.author_id), by=by)
    return suggestion


def waiting_suggestion(post: Post, by: Member) -> EditSuggestion | None:
    """What somebody suggested of the wording as it stands, while nobody has decided on it."""
    return db.session.scalar(_waiting(post, by).where(EditSuggestion.revision == post.revision))


def _waiting(post: Post, by: Member):
    mine = (EditSuggestion.post_id == post.id) & (EditSuggestion.author_id == by.id)
    return select(EditSuggestion).where(mine, EditSuggestion.decided_at.is_(None))


def _times_of(by: Member) -> list[datetime]:
    lately = EditSuggestion.author_id == by.id, EditSuggestion.at > clock.now() - timedelta(days=1)
    return list(db.session.scalars(select(EditSuggestion.at).where(*lately).order_by(EditSuggestion.at)))


def may_decide(by: Member | None, suggestion: EditSuggestion) -> bool | str:
    """Whoever may edit the post, but not on their own suggestion."""
    if by is not None and by.id == suggestion.author_id:
        return "Somebody else decides on what you suggested."
    return may_edit(by, suggestion.post)


def accept_suggestion(suggestion: EditSuggestion, *, by: Member) -> None:
    """Take a suggested wording over, as an edit of whoever suggested it.

    Raises NotAllowed, Conflict when it was decided before or the post has changed since it was suggested.
    """
    require(may_decide(by, suggestion))
    with atomic():
        post = suggestion.post
        hold(post)
        _lock_waiting(suggestion)
        if post.revision != suggestion.revision:
            raise Conflict("The post has changed since this was suggested. Compare them, and edit it yourself.")
        suggestion.decided_at, suggestion.decided_by_id, suggestion.accepted = clock.now(), by.id, True
        author = db.session.get(Member, suggestion.author_id)
        called = calls_in(suggestion.source, by=author, place=post.topic.category, before=post.source)
        store_edit(post, suggestion.source, by=author, reason=suggestion.reason, called=called)
        record(SuggestionAccepted(post.topic_id, post.id, suggestion.id, suggestion.author_id), by=by)


def decline_suggestion(suggestion: EditSuggestion, answer: str = "", *, by: Member) -> None:
    """Don't take it over, with a word to whoever suggested it; they may take it back themselves without one.

    Raises NotAllowed, Invalid without a word, Conflict when it was decided before.
    """
    own, answer = by.id == suggestion.author_id, tidy(answer)[:300]
    require(own or may_decide(by, suggestion))
    if not own and not answer:
        raise Invalid("Please say why, so that they learn from it.", "reason")
    with atomic():
        _lock_waiting(suggestion)
        suggestion.decided_at, suggestion.decided_by_id = clock.now(), by.id
        suggestion.accepted, suggestion.answer = False, answer
        post = suggestion.post
        record(SuggestionDeclined(post.topic_id, post.id, suggestion.id, suggestion.author_id), by=by)


def _lock_waiting(suggestion: EditSuggestion) -> None:
    lock(suggestion)
    if suggestion.decided_at:
        raise Conflict("Somebody has decided on this already.")


def find_suggestion(ident: int, viewer: Member) -> EditSuggestion:
    """A suggestion that the viewer made or may decide on, with its post. Raises NotFound, Gone with the post."""
    found = db.session.scalar(
        select(EditSuggestion)
        .join(EditSuggestion.post)
        .join(Post.topic)
        .join(Topic.category)
        .where(EditSuggestion.id == ident, Category.audience.in_(audiences_of(viewer)))
        .options(
            contains_eager(EditSuggestion.post).options(
                contains_eager(Post.topic).contains_eager(Topic.category), joinedload(Post.author)
            ),
            joinedload(EditSuggestion.author),
            joinedload(EditSuggestion.decided_by),
        )
    )
    if found is None or (found.author_id != viewer.id and may_edit(viewer, found.post) is not True):
        raise NotFound("There is no such suggestion, or it isn’t yours to look at.")
    require_shown(found.post, found.post.topic, viewer)
    return found


def suggestions_for(topic: Topic, viewer: Member | None) -> dict[int, list[EditSuggestion]]:
    """What waits on the posts of a topic that this viewer may edit, by post: one statement."""
    if viewer is None:
        return {}
    query = (
        select(EditSuggestion)
        .join(EditSuggestion.post)
        .where(Post.topic_id == topic.id, EditSuggestion.decided_at.is_(None))
        .options(contains_eager(EditSuggestion.post), joinedload(EditSuggestion.author))
        .order_by(EditSuggestion.id)
    )
    found: dict[int, list[EditSuggestion]] = {}
    for suggestion in db.session.scalars(query):
        found.setdefault(suggestion.post_id, []).append(suggestion)
    return found
