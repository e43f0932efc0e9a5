"""Whom an unanswered question may be brought to now: who knows the area, may see the place, and has room for it.

What somebody's answers were accepted for lately is counted here, and not taken from what they are thought to know (of
all time, with articles and votes): a question that is brought to somebody is work.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from community.accounts.audiences import belongs_to
from community.accounts.models import Member
from community.accounts.standing import comes_in
from community.core.db import db
from community.forum.models import Category, Post, Topic, TopicTag
from community.superusers.absences import is_away
from community.superusers.availability import Availability, HelperArea, helps, quiet_end
from community.superusers.models import Agreement, AgreementService
from community.superusers.turns import Routing

WEEK = timedelta(days=7)
LATELY = timedelta(days=2 * 365)  # what was accepted before that says little about what somebody knows now
KNOWN = 2  # accepted answers that show that somebody knows an area


@dataclass(frozen=True)
class Helper:
    """Somebody who takes questions, as things stand for one question. `load` counts the last seven days."""

    member: Member
    said: Availability
    knows: bool
    away: bool
    asked: bool  # this question was brought to them before
    load: int
    skill: int  # answers of theirs that were accepted in this area
    last: datetime | None
    agreed_back_up_id: int | None  # as their agreement as a super-user has it

    @property
    def has_room(self) -> bool:
        """Whether the question may be brought to them, apart from the time of day."""
        return not (self.away or self.asked) and self.load < self.said.weekly_cap


@dataclass(frozen=True)
class Choice:
    """Who comes next; with nobody, from when on it is worth another look (None: there is nobody to wait for)."""

    helper: Helper | None = None
    stands_for_id: int | None = None
    look_again_at: datetime | None = None


def choose(topic: Topic, now: datetime) -> Choice:
    """The next in turn for a question: of those with room the one who was asked least in the last seven days.

    Whoever is away is stood for by the back-up they named. Of those asked equally often, who knows more comes first.
    """
    helpers = {each.member.id: each for each in helpers_for(topic, now)}
    found = [pair for each in helpers.values() if each.knows for pair in _standing_for(each, helpers)]
    ready = [(each, absent) for each, absent in found if _quiet(each, now) is None]
    if ready:
        helper, absent = min(ready, key=lambda pair: _turn(pair[0]))
        return Choice(helper, absent)
    ends = [end for each, _ in found if (end := _quiet(each, now))]
    waits = bool(found) or any(each.knows and not each.asked for each in helpers.values())
    return Choice(look_again_at=min([*ends, now + timedelta(hours=12)]) if waits else None)


def helpers_for(topic: Topic, now: datetime) -> list[Helper]:
    """Everybody who takes questions and may answer this one, never its asker: one statement."""
    place = topic.category
    skill = accepted_answers(_area(topic), since=now - LATELY).subquery()
    count = func.coalesce(skill.c.accepted, 0)
    mine = Routing.helper_id == Member.id
    load = select(func.count()).where(mine, Routing.at > now - WEEK).scalar_subquery()
    last = select(func.max(Routing.at)).where(mine).scalar_subquery()
    asked = exists().where(mine, Routing.topic_id == topic.id)
    agreed = and_(Agreement.member_id == Member.id, Agreement.state == "active")  # one at most
    silent = and_(Member.silenced_until.is_not(None), Member.silenced_until > now)
    query = (
        select(
            Member,
            Availability,
            _flag(_knows(topic, count)),
            _flag(is_away(now)),
            _flag(asked),
            load,
            count,
            last,
            Agreement.backup_id,
        )
        .join(Availability, Availability.member_id == Member.id)
        .outerjoin(skill, skill.c.author_id == Member.id)
        .outerjoin(Agreement, agreed)
        .where(Availability.takes_questions, helps(), comes_in(), ~silent)
        .where(belongs_to(place.audience), belongs_to(place.posters), Member.id.is_distinct_from(topic.author_id))
    )
    return [
        Helper(member, said, bool(knows), bool(away), bool(was_asked), load, skill, last, backup_id)
        for member, said, knows, away, was_asked, load, skill, last, backup_id in db.session.execute(query)
    ]


def accepted_answers(area: ColumnElement[bool], *, since: datetime, anybody: bool = False) -> Select:
    """Per author how many of their answers were accepted by others, of the topics (and places) that `area` says.

    `anybody`: those of authors who have no account here (any more) come along.
    """
    query = (
        select(Post.author_id.label("author_id"), func.count().label("accepted"))
        .join(Topic, Topic.accepted_id == Post.id)
        .join(Category, Category.id == Topic.category_id)
        .where(Post.is_shown, Topic.is_shown, Post.created_at > since, area)
        .group_by(Post.author_id)
    )
    own = and_(Post.author_id.is_not(None), Post.author_id == Topic.author_id)
    return query.where(~own if anybody else and_(Post.author_id.is_not(None), ~own))


def _area(topic: Topic) -> ColumnElement[bool]:
    """Topics of the same service or with one of the same tags."""
    filed = Topic.id.in_(select(TopicTag.topic_id).where(TopicTag.tag_id.in_(_tags(topic))))
    service_id = topic.category.service_id
    return filed if service_id is None else or_(Category.service_id == service_id, filed)


def _knows(topic: Topic, count: ColumnElement[int]) -> ColumnElement[bool]:
    """Who chose areas is asked about those alone; who chose none, about the services of their agreement and what their
    answers were accepted for."""
    mine = HelperArea.member_id == Member.id
    service = and_(HelperArea.kind == "service", HelperArea.ident == topic.category.service_id)
    tag = and_(HelperArea.kind == "tag", HelperArea.ident.in_(_tags(topic)))
    chose = exists().where(mine)
    agreed = exists().where(
        AgreementService.agreement_id == Agreement.id, AgreementService.service_id == topic.category.service_id
    )
    return or_(exists().where(mine, or_(service, tag)), and_(~chose, or_(agreed, count >= KNOWN)))


def _tags(topic: Topic) -> Select:
    return select(TopicTag.tag_id).where(TopicTag.topic_id == topic.id)


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _standing_for(helper: Helper, helpers: dict[int, Helper]) -> list[tuple[Helper, int | None]]:
    """The helper, or for one who is away their back-up (with whom it is for), if there is room.

    That is whom they named themselves, if that one stands in for others; otherwise whom their agreement names.
    """
    if not helper.away:
        return [(helper, None)] if helper.has_room else []
    named = helpers.get(helper.said.back_up_id)
    back_up = named if named is not None and named.said.stands_in else helpers.get(helper.agreed_back_up_id)
    return [(back_up, helper.member.id)] if back_up is not None and back_up.has_room else []


def _quiet(helper: Helper, now: datetime) -> datetime | None:
    return quiet_end(helper.said, helper.member, now)


def _turn(helper: Helper) -> tuple:
    return helper.load, -helper.skill, helper.last.timestamp() if helper.last else 0, helper.member.id
