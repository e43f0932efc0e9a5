"""What the people pages show beyond the member's own row: figures and lately written things, through the viewer."""

from dataclasses import dataclass

from sqlalchemy import func, select

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.accounts.queries import matching_members
from community.core.db import db
from community.core.paging import SIZE, Page
from community.forum.gathering import begins_a_topic
from community.forum.models import Category, Post, Topic
from community.forum.queries import listed_topics
from community.gamification.leaderboard import help_given
from community.knowledge.models import Article
from community.knowledge.queries import visible_articles

LATELY = 5


@dataclass(frozen=True)
class Figures:
    """The row of figures on a profile."""

    answers: int
    accepted: int
    helped: int
    articles: int


def list_members(words: str, after: str | None = None) -> Page[Member]:
    """One page of the active members whose name matches, by handle; `after` is the last handle seen."""
    handle = func.lower(Member.name)
    query = matching_members(words).order_by(handle).limit(SIZE + 1)
    if after:
        query = query.where(handle > after.lower())
    found = list(db.session.scalars(query))
    more = len(found) > SIZE
    return Page(found[:SIZE], found[SIZE - 1].name if more else None, first=not after)


def figures_of(member: Member, viewer: Member | None) -> Figures:
    """How much a member did, where the viewer may read: one statement."""
    given = help_given(viewer, member).subquery()
    answers = _answers_of(member, viewer).with_only_columns(func.count()).scalar_subquery()
    articles = visible_articles(viewer).where(Article.author_id == member.id)
    row = db.session.execute(
        select(
            answers,
            select(func.coalesce(func.sum(given.c.accepted), 0)).scalar_subquery(),
            select(func.coalesce(func.sum(given.c.helped), 0)).scalar_subquery(),
            articles.with_only_columns(func.count()).scalar_subquery(),
        )
    ).one()
    return Figures(*(int(number) for number in row))


def recent_answers(member: Member, viewer: Member | None) -> list:
    """The latest answers: id, when, score, the title of the topic, whether it was accepted."""
    query = _answers_of(member, viewer).with_only_columns(
        Post.id, Post.created_at, Post.score, Topic.title, (Topic.accepted_id == Post.id).label("accepted")
    )
    return list(db.session.execute(query.order_by(Post.created_at.desc(), Post.id.desc()).limit(LATELY)))


def recent_questions(member: Member, viewer: Member | None) -> list[Topic]:
    """The latest questions."""
    query = listed_topics(viewer).where(Topic.author_id == member.id, Topic.kind == "question")
    return list(db.session.scalars(query.order_by(Topic.created_at.desc(), Topic.id.desc()).limit(LATELY)))


def recent_articles(member: Member, viewer: Member | None) -> list[Article]:
    """The articles in use that the member wrote, the latest first."""
    query = visible_articles(viewer).where(Article.author_id == member.id)
    return list(db.session.scalars(query.order_by(Article.published_at.desc(), Article.id.desc()).limit(LATELY)))


def _answers_of(member: Member, viewer: Member | None):
    return (
        select(Post.id)
        .join(Topic, Topic.id == Post.topic_id)
        .join(Category, Category.id == Topic.category_id)
        .where(Post.author_id == member.id, ~begins_a_topic(), Post.is_shown)
        .where(Topic.is_listed, Category.audience.in_(audiences_of(viewer)))
    )
