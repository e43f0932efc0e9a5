"""Who helped lately, in several readings: counted by people or by deeds, for a week or a month, never for ever.

Each list is one statement over the ledger. What is private counts for those alone who may read it; who shows nothing of
their recognition, or stays out, is on no list; and who came lately stands among those who came lately.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.accounts.showing import recognised_by_all
from community.core import clock
from community.core.db import db
from community.forum.gathering import begins_a_topic
from community.forum.models import Category, Post, Tag, Topic, TopicTag, Vote
from community.gamification.models import ReputationLine
from community.knowledge.models import Article
from community.knowledge.queries import visible_articles
from community.services.models import Service

PERIODS = {"week": ("This week", timedelta(days=7)), "month": ("This month", timedelta(days=30))}
NEW = timedelta(days=60)  # so long somebody is a newcomer


@dataclass(frozen=True)
class Reading:
    """One way to look at help: its name, what is counted, and the word behind the figure."""

    name: str
    what: str
    word: str
    deeds: tuple[str, ...]
    on: str = "post"  # the kind of thing that the deeds are about
    tagged: bool = True  # whether the things have tags


READINGS = {
    "helpful": Reading(
        "Helpful",
        "Whose answers were accepted or found helpful, by people helped.",
        "helped",
        ("answer_accepted", "answer_helpful", "thanked"),
    ),
    "welcoming": Reading(
        "Welcoming",
        "Who answered those who had only just come, by people welcomed.",
        "welcomed",
        ("answered", "replied"),
    ),
    "knowledge": Reading(
        "Knowledge",
        "Whose articles were published, validated, used in answers or found helpful, and who mended those of others.",
        "times",
        ("article_published", "article_from_answer", "article_validated", "article_helpful", "article_reused",
         "article_revised"),
        "article",
        tagged=False,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to see: a reading, a period, perhaps one service or tag."""

    reading: str = "helpful"
    period: str = "week"
    service: Service | None = None
    tag: Tag | None = None


@dataclass(frozen=True)
class Helper:
    """Somebody who helped: by how much, and how many answers were accepted among that. `rank` is shared by equals."""

    member: Member
    helped: int
    accepted: int = 0
    rank: int = field(default=0, compare=False)


def helpers(
    viewer: Member | None, wanted: Wanted = Wanted(), *, newcomers: bool | None = None, limit: int = 30
) -> list[Helper]:
    """Who helped most, in one statement; the longest here first among equals. `newcomers`: only they, or the others."""
    counted = _by_person(viewer, wanted).subquery()
    helped, accepted = func.count(), func.sum(counted.c.accepted)
    if READINGS[wanted.reading].on == "article":
        helped = func.sum(counted.c.value)
    lately = clock.now() - NEW
    query = (
        select(Member, helped, accepted)
        .join(counted, counted.c.member_id == Member.id)
        .where(recognised_by_all(), Member.among_helpers)
        .group_by(Member.id)
        .order_by(helped.desc(), accepted.desc(), Member.id)
        .limit(limit)
    )
    if newcomers is not None:
        query = query.where(Member.joined_at > lately if newcomers else Member.joined_at <= lately)
    rows = [(member, int(number), int(chosen)) for member, number, chosen in db.session.execute(query)]
    figures = [row[1:] for row in rows]
    return [Helper(*row, rank=figures.index(row[1:]) + 1) for row in rows]


def _by_person(viewer: Member | None, wanted: Wanted) -> Select:
    """One row for each member and each person helped whose voices stand, within the period."""
    line, reading = ReputationLine, READINGS[wanted.reading]
    since = clock.now() - PERIODS[wanted.period][1]
    # Voices from other sites have no name: they count as one person for each thing.
    person = func.coalesce(line.other_id, -line.subject_id)
    accepted = func.sum(line.value).filter(line.rule == "answer_accepted")
    value = func.sum(line.value)
    query = select(
        line.member_id, person.label("person"), value.label("value"), func.coalesce(accepted, 0).label("accepted")
    )
    query = query.where(line.rule.in_(reading.deeds), line.at >= since, line.subject_kind == reading.on)
    query = _readable_articles(query, viewer, wanted) if reading.on == "article" else _readable(query, viewer, wanted)
    if wanted.reading == "welcoming":
        query = query.where(line.other_id.in_(select(Member.id).where(Member.joined_at > since - NEW)))
        query = query.where(line.other_id != line.member_id)
    return query.group_by(line.member_id, person).having(value > 0)


def _readable(query: Select, viewer: Member | None, wanted: Wanted) -> Select:
    query = (
        query.join(Post, Post.id == ReputationLine.subject_id)
        .join(Topic, Topic.id == Post.topic_id)
        .join(Category, Category.id == Topic.category_id)
        .where(Post.is_shown, Topic.is_shown, Category.audience.in_(audiences_of(viewer)))
    )
    if wanted.reading == "helpful":
        query = query.where(~begins_a_topic())
    if wanted.service:
        query = query.where(Category.service_id == wanted.service.id)
    if wanted.tag:
        query = query.where(Topic.id.in_(select(TopicTag.topic_id).where(TopicTag.tag_id == wanted.tag.id)))
    return query


def _readable_articles(query: Select, viewer: Member | None, wanted: Wanted) -> Select:
    readable: ColumnElement[bool] = ReputationLine.subject_id.in_(
        visible_articles(viewer).with_only_columns(Article.id)
        if wanted.service is None
        else visible_articles(viewer).with_only_columns(Article.id).where(Article.service_id == wanted.service.id)
    )
    return query.where(readable)


def help_given(viewer: Member | None, member: Member):
    """Of one author: voices for answers that stand, and acceptances that stand, as a query of two rows at most."""
    voices = _answers(viewer, member).with_only_columns(
        Post.author_id.label("author_id"), func.count().label("helped"), literal(0).label("accepted")
    )
    voices = voices.join(Vote, Vote.post_id == Post.id).where(Vote.value == 1, Vote.counts)
    chosen = func.count(Post.id.distinct())
    accepted = _answers(viewer, member).with_only_columns(
        Post.author_id.label("author_id"), chosen.label("helped"), chosen.label("accepted")
    )
    accepted = accepted.where(Topic.accepted_id == Post.id, Topic.author_id.is_distinct_from(Post.author_id))
    return union_all(voices.group_by(Post.author_id), accepted.group_by(Post.author_id))


def _answers(viewer: Member | None, member: Member):
    return (
        select(Post.id)
        .join(Topic, Topic.id == Post.topic_id)
        .join(Category, Category.id == Topic.category_id)
        .where(~begins_a_topic(), Post.is_shown, Topic.is_shown)
        .where(Post.author_id == member.id, Category.audience.in_(audiences_of(viewer)))
    )
