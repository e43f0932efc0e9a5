"""“This solves it”: a question that need not be asked, because an answer, an article or a known incident told all."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, insert_once, lock
from community.core.errors import Invalid, NotFound, require
from community.events import Event, fact, record
from community.events.table import due
from community.forum.gathering import begins_a_topic
from community.forum.metoo import may_say_me_too, say_me_too
from community.forum.models import Post
from community.forum.queries import find_topic
from community.knowledge.queries import find_article

REGRET = timedelta(hours=24)  # so long "it didn't, after all" is offered, and what was typed is kept


class Deflection(db.Model):
    """Something solved it for a member before they asked: once per member and thing."""

    __tablename__ = "deflections"
    __table_args__ = (
        UniqueConstraint("member_id", "subject_kind", "subject_id"),
        CheckConstraint("subject_kind IN ('topic', 'article', 'incident')", name="subject_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    typed: Mapped[dict | None] = mapped_column(JSON)  # what the form held, for a day: theirs alone
    at: Mapped[datetime] = mapped_column(index=True)
    withdrawn_at: Mapped[datetime | None]  # it didn't, after all


@fact
class QuestionSpared:
    """Somebody need not ask any more; `post_id` is the answer that told them, where it was one."""

    deflection_id: int
    subject_kind: str
    subject_id: int
    author_id: int | None
    post_id: int | None = None


@fact
class SparingWithdrawn:
    """It did not solve it, after all."""

    deflection_id: int
    subject_kind: str
    subject_id: int


def spare_question(kind: str, ident: int, typed: dict[str, Any], *, by: Member) -> Deflection:
    """Say that a thing solved it; counted once per member and thing. `typed` is what the form held.

    What is known but not solved yet, an incident or an unanswered question, comes as "incident" with the number of its
    question, and counts the member as affected. Raises Invalid, NotFound or Gone.
    """
    author_id, post_id = _author_of(kind, ident, by)
    with atomic():
        once = {"member_id": by.id, "subject_kind": kind, "subject_id": ident}
        new = insert_once(Deflection, **once, typed=typed, at=clock.now())
        row = lock(db.session.scalars(select(Deflection).filter_by(**once)).one())
        if not new and row.withdrawn_at is None:
            return row
        row.typed, row.at, row.withdrawn_at = typed, clock.now(), None
        if kind == "incident":
            _count_in(ident, True, by)
        record(QuestionSpared(row.id, kind, ident, author_id, post_id), by=by)
    return row


def _count_in(topic_id: int, on: bool, by: Member) -> None:
    topic = find_topic(topic_id, by)
    if may_say_me_too(by, topic) is True:
        say_me_too(topic, on, by=by)


def _author_of(kind: str, ident: int, by: Member) -> tuple[int | None, int | None]:
    """Whom to thank, and for which answer: the accepted one, else the best that others found helpful.

    Nobody for a question without an answer; a discussion may have said it in its first words.
    """
    if kind == "article":
        return find_article(ident, by).author_id, None
    if kind not in ("topic", "incident"):
        raise Invalid("Only a question, an article or an incident can solve it.")
    topic = find_topic(ident, by)
    best = (Post.id != topic.accepted_id, ~Post.official, -Post.score, Post.id)
    answers = select(Post.author_id, Post.id).where(Post.topic_id == topic.id, Post.is_shown, ~begins_a_topic())
    found = db.session.execute(answers.order_by(*(best if topic.accepted_id else best[1:])).limit(1)).first()
    if found:
        return tuple(found)
    if topic.kind != "question":
        return topic.author_id, topic.opening_id
    if kind == "topic":
        raise Invalid("Nobody has answered that yet. Say there that you have it too, or ask in your own words.")
    return None, None


def may_withdraw_sparing(by: Member | None, deflection: Deflection) -> bool | str:
    """Who said so, within a day."""
    if by is None or deflection.member_id != by.id:
        return "Only who said so takes it back."
    return clock.now() < deflection.at + REGRET or "That was more than a day ago. Just ask; it counts either way."


def withdraw_sparing(deflection: Deflection, *, by: Member) -> None:
    """It didn't, after all; nothing happens the second time."""
    with atomic():
        lock(deflection)
        require(may_withdraw_sparing(by, deflection))
        if deflection.withdrawn_at is None:
            deflection.withdrawn_at = clock.now()
            if deflection.subject_kind == "incident":
                _count_in(deflection.subject_id, False, by)
            record(SparingWithdrawn(deflection.id, deflection.subject_kind, deflection.subject_id), by=by)


def find_deflection(ident: int, viewer: Member | None) -> Deflection:
    """One's own. Raises NotFound for those of others."""
    row = db.session.get(Deflection, ident)
    if row is None or viewer is None or row.member_id != viewer.id:
        raise NotFound("There is nothing here, or it isn’t yours.")
    return row


@due(lambda event: event.at + REGRET)
def forget_typed(event: Event) -> None:
    """QuestionSpared: a day has gone, so what the form held is no longer kept."""
    row = db.session.get(Deflection, event.fact.deflection_id)
    if row is not None and row.at + REGRET <= clock.now():
        row.typed = None
