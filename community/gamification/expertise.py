"""Who knows what: per tag and per service, from what others confirmed. So questions find helpers.

What somebody is thought to know of a place and its tags is kept in a small table of its own, from the lines of the
ledger about answers that stand. Articles are counted when they are asked about. What is private counts for those alone
who may read it, and nobody is named who does not show their recognition to everyone.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Index, Select, case, delete, func, insert, literal, select, true, union_all
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.audiences import audiences_of, belongs_to
from community.accounts.models import Member
from community.accounts.showing import recognised_by_all
from community.core.db import atomic, db, take_turn
from community.events import Event
from community.events.facts import Owed
from community.events.table import in_batches, name_of
from community.forum.models import Category, Post, Tag, Topic, TopicTag
from community.gamification.models import ReputationLine
from community.knowledge.models import Article
from community.knowledge.queries import visible_articles
from community.services.models import Service

WORTH = {"answer_accepted": 3, "answer_verified": 3, "answer_helpful": 1}  # what each says about knowing
ARTICLES = {
    "article_published": 2,
    "article_from_answer": 2,
    "article_validated": 3,
    "article_reused": 2,
    "article_helpful": 1,
}
LEAST = 3  # below that somebody may have been lucky: one accepted answer is enough
PLACE = 0  # instead of a tag: the place as a whole
CLOSER = 3  # how much more a tag says than the place that a question stands in


class Expertise(db.Model):
    """What somebody is thought to know of a place, or of a tag in a place (0: of all of it)."""

    __tablename__ = "expertise"
    __table_args__ = (Index("ix_expertise_tag_id_category_id", "tag_id", "category_id"),)

    member_id: Mapped[int] = mapped_column(db.ForeignKey("members.id"), primary_key=True)
    category_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tag_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    weight: Mapped[int]


@dataclass(frozen=True)
class Knower:
    """Somebody who knows about something, and of what in particular."""

    member: Member
    weight: int
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Area:
    """Something that somebody knows about: a tag or a service."""

    words: str
    path: str
    weight: int


def who_knows(
    topic: Topic, viewer: Member | None, limit: int = 3, *, among: ColumnElement[bool] | None = None
) -> list[Knower]:
    """Who could answer a topic, the likeliest first: by its tags, then by its service; one statement.

    `among` narrows the members further. Only those are named who may see the topic, and never its author.
    """
    tags = {tag.id: tag.name for tag in topic.tags}
    known = _known(viewer, tags, _here(topic.category), topic.category.service_id)
    in_tag = [func.sum(case((known.c.tag_id == ident, known.c.weight), else_=0)) for ident in tags]
    score = func.sum(known.c.weight * case((known.c.tag_id == PLACE, 1), else_=CLOSER))
    may = (belongs_to(topic.category.audience), Member.id.is_distinct_from(topic.author_id), among)
    rows = _most(known, score, may, limit, *in_tag)
    words = list(tags.values())
    return [
        Knower(member, int(weight), tuple(word for word, each in zip(words, by_tag, strict=True) if each))
        for member, weight, *by_tag in rows
    ]


def who_knows_tag(tag: Tag, viewer: Member | None, limit: int = 5) -> list[Knower]:
    """Who knows about a tag, the likeliest first; one statement."""
    known = _known(viewer, [tag.id])
    return [Knower(*row) for row in _most(known, func.sum(known.c.weight), (), limit)]


def who_knows_service(service: Service, viewer: Member | None, limit: int = 5) -> list[Knower]:
    """Who knows about a service, the likeliest first; one statement."""
    known = _known(viewer, (), Category.service_id == service.id, service.id)
    return [Knower(*row) for row in _most(known, func.sum(known.c.weight), (), limit)]


def who_knows_place(category: Category, viewer: Member | None, limit: int = 5) -> list[Knower]:
    """Who knows about what is asked in a place; one statement."""
    known = _known(viewer, (), Category.id == category.id)
    return [Knower(*row) for row in _most(known, func.sum(known.c.weight), (), limit)]


def knows_about(member: Member, viewer: Member | None, limit: int = 8) -> list[Area]:
    """The tags and services that a member knows about, as far as the viewer may read why; two statements."""
    tags = (
        select(Tag.name, func.sum(Expertise.weight))
        .join(Expertise, Expertise.tag_id == Tag.id)
        .join(Category, Category.id == Expertise.category_id)
        .where(Expertise.member_id == member.id, Category.audience.in_(audiences_of(viewer)))
    )
    known = _known(viewer, (), Category.service_id.is_not(None), true(), member=member)
    services = select(Service.name, Service.slug, func.sum(known.c.weight)).join(
        known, known.c.service_id == Service.id
    )
    found = [
        Area(name, f"/questions?service={slug}", int(weight))
        for name, slug, weight in db.session.execute(_enough(services, known.c.weight, Service.id))
    ] + [
        Area(name, f"/questions?tag={name}", int(weight))
        for name, weight in db.session.execute(_enough(tags, Expertise.weight, Tag.id))
    ]
    return sorted(found, key=lambda area: (-area.weight, area.words))[:limit]


def _enough(query: Select, weight, ident) -> Select:
    total = func.sum(weight)
    return query.group_by(ident).having(total >= LEAST).order_by(total.desc(), ident).limit(8)


def _here(category: Category) -> ColumnElement[bool]:
    own = Category.id == category.id
    return own if category.service_id is None else Category.service_id == category.service_id


def _known(
    viewer: Member | None,
    tags: Collection[int],
    places: ColumnElement[bool] | None = None,
    service: int | ColumnElement | None = None,
    *,
    member: Member | None = None,
):
    """Rows of what is known where the viewer may read: member_id, tag_id, service_id, weight."""
    seen = Category.audience.in_(audiences_of(viewer))
    parts = []
    about = [Expertise.tag_id.in_(tags)] if tags else []
    if places is not None:
        about.append((Expertise.tag_id == PLACE) & places)
    for which in about:
        part = select(Expertise.member_id, Expertise.tag_id, Category.service_id, Expertise.weight)
        part = part.join(Category, Category.id == Expertise.category_id).where(seen, which)
        parts.append(part if member is None else part.where(Expertise.member_id == member.id))
    if service is not None:
        parts.append(_articles(viewer, service, member))
    return union_all(*parts).subquery()


def _articles(viewer: Member | None, service, member: Member | None) -> Select:
    line = ReputationLine
    readable = visible_articles(viewer).with_only_columns(Article.id)
    which = Article.service_id.is_not(None) if not isinstance(service, int) else Article.service_id == service
    weight = func.sum(case(ARTICLES, value=line.rule, else_=0) * line.value)
    query = (
        select(line.member_id, literal(PLACE), Article.service_id, weight)
        .join(Article, (line.subject_kind == "article") & (Article.id == line.subject_id))
        .where(line.rule.in_(ARTICLES), which, Article.id.in_(readable))
        .group_by(line.member_id, Article.service_id)
    )
    return query if member is None else query.where(line.member_id == member.id)


def _most(known, score, conditions, limit: int, *more) -> list:
    query = (
        select(Member, score, *more)
        .join(known, known.c.member_id == Member.id)
        .where(recognised_by_all(), *(each for each in conditions if each is not None))
        .group_by(Member.id)
        .having(score >= LEAST)
        .order_by(score.desc(), Member.id)
        .limit(limit)
    )
    return list(db.session.execute(query))


@in_batches
def count_expertise(events: list[Event]) -> None:
    """Count anew what those know whom these facts tell about. Twice is once: everything is counted from the ledger."""
    line = ReputationLine
    about = select(line.member_id).where(line.fact_id.in_([event.id for event in events]), line.rule.in_(WORTH))
    moved = {ident for event in events for ident in _topics(event)}
    inside = (
        select(line.member_id)
        .join(Post, (line.subject_kind == "post") & (Post.id == line.subject_id))
        .where(Post.topic_id.in_(moved), line.rule.in_(WORTH))
    )
    members = set(db.session.scalars(about)) | (set(db.session.scalars(inside)) if moved else set())
    if members:
        recount(members)


def _topics(event: Event) -> list[int]:
    """The topics that a fact filed elsewhere, took down, put back or joined, so that all who answered there count."""
    fact = event.fact
    if type(event.fact).__name__ in ("PostVoted", "AnswerAccepted", "AcceptanceWithdrawn", "AnswerVerified"):
        return []
    if "tags" not in getattr(fact, "parts", ("tags",)):
        return []
    found = (getattr(fact, name, None) for name in ("topic_id", "into_id"))
    return [ident for ident in found if ident is not None]


def recount(members: Collection[int] | None = None) -> None:
    """Count from the ledger what these members know, or everybody; in the caller's transaction."""
    take_turn("expertise", 0)
    there = delete(Expertise)
    db.session.execute(there if members is None else there.where(Expertise.member_id.in_(members)))
    columns = ["member_id", "category_id", "tag_id", "weight"]
    db.session.execute(insert(Expertise).from_select(columns, _counted(members)))


def rebuild_expertise(*, check: bool = False) -> list[str]:
    """Count everything anew. One sentence if anything differed that is not just owed. With `check` nothing changes."""
    with atomic():
        kept, due = select(*Expertise.__table__.c), _counted(None)
        apart = [select(func.count()).select_from(one.except_(other).subquery()) for one, other in
                 ((kept, due), (due, kept))]  # fmt: skip
        differing = max(db.session.scalar(each) for each in apart)
        owed = db.session.scalar(select(func.count()).where(Owed.reaction == name_of(count_expertise)))
        if differing and not check:
            recount()
    if not differing or owed:
        return []
    return [f"Who knows what: {differing:,} {'entry differs' if differing == 1 else 'entries differ'}."]


def _counted(members: Collection[int] | None) -> Select:
    line = ReputationLine
    weight = func.sum(case(WORTH, value=line.rule, else_=0) * line.value)

    stands = (line.rule.in_(WORTH), line.subject_kind == "post", Post.is_shown, Topic.is_shown)
    theirs = () if members is None else (line.member_id.in_(members),)
    whose = (line.member_id, Topic.category_id)
    place = select(*whose, literal(PLACE), weight)
    tagged = select(*whose, TopicTag.tag_id, weight)
    place, tagged = (
        query.select_from(line).join(Post, Post.id == line.subject_id).join(Topic, Topic.id == Post.topic_id)
        for query in (place, tagged)
    )
    tagged = tagged.join(TopicTag, TopicTag.topic_id == Topic.id)
    place = place.where(*stands, *theirs).group_by(*whose).having(weight > 0)
    tagged = tagged.where(*stands, *theirs).group_by(*whose, TopicTag.tag_id).having(weight > 0)
    return select(*union_all(place, tagged).subquery().c)
