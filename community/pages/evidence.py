"""What speaks for somebody as a super-user: outcomes that others confirmed, their manner, and their areas.

Counted from the ledger and what stands in the hall; drawn from several packages, so it is put together here.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from sqlalchemy import func, select, union_all

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.accounts.sanctions import Sanction
from community.accounts.standing import comes_in
from community.core import clock
from community.core.db import db
from community.core.errors import require
from community.forum.models import Category, Post, Tag, Topic, TopicTag, Vote
from community.forum.objections import REASONS
from community.gamification.models import ReputationLine
from community.moderation.models import Flag
from community.services.models import Service
from community.superusers.models import Agreement, Nomination, SettingAside
from community.superusers.setting_aside import RESTS, may_choose_superusers

ENOUGH = 3  # outcomes that somebody else confirmed: then one is proposed without being named
MOST = 40
COUNTED = ("answer_accepted", "answer_verified", "question_spared", "article_published", "article_validated", "thanked")
ANSWERED = ("answer_accepted", "answer_verified")
AREAS = 6


@dataclass
class Candidate:
    """Somebody who might be asked, with what speaks for them at a glance."""

    member: Member
    nominations: int
    deeds: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Tone:
    """How somebody speaks with others, as others said."""

    thanks: int
    flags_upheld: int
    objections: dict[str, int]  # by the words of the reason
    sanctions: int


def candidates(viewer: Member) -> list[Candidate]:
    """Who might be asked, those named by most first: two statements however many. Raises NotAllowed.

    Who was set aside, has left or declined is left in peace for half a year, unless somebody names them anew.
    """
    require(may_choose_superusers(viewer))
    named = select(Nomination.member_id, func.count().label("times"), func.max(Nomination.at).label("last"))
    named = named.group_by(Nomination.member_id).subquery()
    rests = union_all(
        select(SettingAside.member_id, SettingAside.at.label("at")),
        select(Agreement.member_id, Agreement.closed_at).where(Agreement.state.in_(("ended", "left", "declined"))),
    ).subquery()
    aside = select(rests.c.member_id, func.max(rests.c.at).label("at")).group_by(rests.c.member_id)
    aside = aside.where(rests.c.at > clock.now() - RESTS).subquery()
    agreed = select(Agreement.member_id).where(Agreement.state.in_(("offered", "active")))
    rows = db.session.execute(
        select(Member, func.coalesce(named.c.times, 0))
        .outerjoin(named, named.c.member_id == Member.id)
        .outerjoin(aside, aside.c.member_id == Member.id)
        .where(Member.role == "member", comes_in(), Member.id.not_in(agreed))
        .where((Member.outcomes >= ENOUGH) | named.c.times.is_not(None))
        .where(aside.c.at.is_(None) | (named.c.last > aside.c.at))
        .order_by(func.coalesce(named.c.times, 0).desc(), Member.outcomes.desc(), Member.id)
        .limit(MOST)
    ).all()
    deeds = deeds_of([member.id for member, _ in rows])
    return [Candidate(member, times, deeds[member.id]) for member, times in rows]


def deeds_of(member_ids: list[int]) -> dict[int, dict[str, int]]:
    """How often each of these members did what counts here, as the ledger has it: one statement."""
    line = ReputationLine
    query = select(line.member_id, line.rule, func.sum(line.value))
    query = query.where(line.member_id.in_(member_ids), line.rule.in_(COUNTED)).group_by(line.member_id, line.rule)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for member_id, rule, times in db.session.execute(query):
        found[member_id][rule] = int(times)
    return found


def areas_of(member: Member, viewer: Member) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Services and tags in which somebody's answers were accepted or verified, the most first, as the viewer sees."""
    line, times = ReputationLine, func.sum(ReputationLine.value)
    mine = (line.member_id == member.id, line.rule.in_(ANSWERED), line.subject_kind == "post")
    there = (Category.audience.in_(audiences_of(viewer)), Topic.is_shown)
    services = (
        select(Service.name, times)
        .select_from(line)
        .join(Post, Post.id == line.subject_id)
        .join(Topic, Topic.id == Post.topic_id)
        .join(Category, Category.id == Topic.category_id)
        .join(Service, Service.id == Category.service_id)
        .where(*mine, *there)
        .group_by(Service.name)
    )
    tags = (
        select(Tag.name, times)
        .select_from(line)
        .join(Post, Post.id == line.subject_id)
        .join(Topic, Topic.id == Post.topic_id)
        .join(Category, Category.id == Topic.category_id)
        .join(TopicTag, TopicTag.topic_id == Topic.id)
        .join(Tag, Tag.id == TopicTag.tag_id)
        .where(*mine, *there)
        .group_by(Tag.name)
    )
    return tuple(
        [(name, int(number)) for name, number in db.session.execute(
            query.having(times > 0).order_by(times.desc()).limit(AREAS)
        )]
        for query in (services, tags)
    )  # fmt: skip


def tone_of(member: Member) -> Tone:
    """What others said of somebody's manner: thanks, flags that were right, votes against with their reason."""
    posts = select(Post.id).where(Post.author_id == member.id)
    upheld = select(func.count()).where(Flag.post_id.in_(posts), Flag.subject_kind == "post", Flag.outcome == "upheld")
    against = select(Vote.reason, func.count()).where(Vote.post_id.in_(posts), Vote.value == -1, Vote.reason != "")
    said = Counter(dict(db.session.execute(against.group_by(Vote.reason)).all()))
    decided = select(func.count()).where(Sanction.member_id == member.id, Sanction.lifted_at.is_(None))
    return Tone(
        deeds_of([member.id])[member.id].get("thanked", 0),
        db.session.scalar(upheld),
        {words: said[key] for key, words in REASONS.items() if said[key]},
        db.session.scalar(decided),
    )
