"""Passing an unanswered question on to somebody who may know: one polite word, and never many to one person."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, UniqueConstraint, exists, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.audiences import belongs_to
from community.accounts.models import Member
from community.accounts.standing import comes_in
from community.core import clock
from community.core.db import atomic, db, insert_once, take_turn
from community.core.errors import NotAllowed, require
from community.events import record
from community.forum.facts import QuestionPassedOn
from community.forum.models import Topic
from community.forum.rights import may_help

MOST = 3  # questions that are passed on to one person within SPAN
SPAN = timedelta(days=7)


class PassedOn(db.Model):
    """A question was passed on to somebody, once."""

    __tablename__ = "passed_on"
    __table_args__ = (UniqueConstraint("topic_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(db.ForeignKey("topics.id"))
    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), index=True)
    by_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


def may_pass_on(by: Member | None, topic: Topic) -> bool | str:
    """Helpers, while nobody has answered."""
    if (allowed := may_help(by, topic.category)) is not True:
        return allowed
    if topic.kind != "question" or not topic.is_open or topic.answer_count:
        return "Only questions that wait for a first answer are passed on."
    return True


def can_be_asked(topic: Topic) -> ColumnElement[bool]:
    """As SQL about Member: to whom a question may be passed on at the moment, or was passed on already."""
    now = clock.now()
    theirs = PassedOn.member_id == Member.id
    lately = select(func.count()).where(theirs, PassedOn.at > now - SPAN).scalar_subquery()
    had = exists().where(theirs, PassedOn.topic_id == topic.id)
    return (
        comes_in()
        & Member.may_be_asked
        & or_(Member.silenced_until.is_(None), Member.silenced_until <= now)
        & or_(Member.away_until.is_(None), Member.away_until <= now)
        & belongs_to(topic.category.audience)
        & Member.id.is_distinct_from(topic.author_id)
        & or_(had, lately < MOST)
    )


def pass_on(topic: Topic, member: Member, *, by: Member) -> bool:
    """Ask somebody whether they can help; False when they were asked before. Raises NotAllowed."""
    require(may_pass_on(by, topic))
    with atomic():
        take_turn("passed_on", member.id)  # so that two helpers at once don't ask for more than is bearable
        askable = select(Member.id).where(Member.id == member.id, Member.id != by.id, can_be_asked(topic))
        if db.session.scalar(askable) is None:
            raise NotAllowed(f"{member.display_name} can’t be asked just now. Perhaps somebody else knows.")
        if not insert_once(PassedOn, topic_id=topic.id, member_id=member.id, by_id=by.id, at=clock.now()):
            return False
        record(QuestionPassedOn(topic.id, member.id), by=by)
        return True


def passed_on_to(topic: Topic) -> set[int]:
    """To whom a question was passed on."""
    return set(db.session.scalars(select(PassedOn.member_id).where(PassedOn.topic_id == topic.id)))
