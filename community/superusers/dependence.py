"""Where the community hangs on one person, and who could come to stand beside them: from what everybody can read."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, Select, func, select, true

from community.accounts.audiences import MEMBERS, PUBLIC
from community.accounts.models import Member
from community.core import clock
from community.core.db import db
from community.core.errors import require
from community.forum.gathering import begins_a_topic
from community.forum.models import Category, Post, Tag, Topic, TopicTag
from community.services.models import Service
from community.superusers.candidates import accepted_answers

SPAN = timedelta(days=365)
SHARE = 0.6  # of the accepted answers; above it an area hangs on one person
FEWEST = 5  # accepted answers in an area, before anything is said about it
NEXT, NEWCOMERS = 2, 2  # how many are named
OPEN_TO_ALL = (PUBLIC, MEMBERS)


@dataclass(frozen=True)
class Known:
    """Somebody else who knows an area: answers that were accepted, or (newcomers) that others found helpful."""

    member: Member
    answers: int


@dataclass(frozen=True)
class Area:
    """A service or tag where most of what is accepted comes from one member."""

    kind: str
    name: str
    path: str
    member: Member
    given: int
    total: int
    next: list[Known]
    newcomers: list[Known]

    @property
    def share(self) -> float:
        """Their part of the accepted answers, 0 to 1."""
        return self.given / self.total


def may_see_dependence(by: Member | None) -> bool | str:
    """Provider staff: it is about where to invite and to relieve people."""
    return (by is not None and by.is_staff) or "This view is for provider staff, who invite and relieve people."


def dependent_areas(*, by: Member) -> list[Area]:
    """The areas that hang on one person over the last year, the most so first, in a constant number of statements."""
    require(may_see_dependence(by))
    since = clock.now() - SPAN
    hanging = {kind: _hanging(kind, since) for kind in KINDS}
    helpful = {kind: _by_area(_helpful(kind, since, hanging[kind])) for kind in KINDS}
    everybody = [
        who for found in (hanging, helpful) for areas in found.values() for each in areas.values() for who, _ in each
    ]
    people = {each.id: each for each in db.session.scalars(select(Member).where(Member.id.in_(everybody)))}
    found = []
    for kind in KINDS:
        things = _things(kind, hanging[kind])
        for ident, given in hanging[kind].items():
            found.append(_area(kind, things[ident], given, helpful[kind].get(ident, []), people, since))
    return sorted(found, key=lambda area: (-area.share, -area.given, area.name))


def _hanging(kind: str, since: datetime) -> dict[int, list[tuple[int | None, int]]]:
    """The areas that hang on one person, each with its authors and their accepted answers, the most first."""
    return {ident: people for ident, people in _by_area(_accepted(kind, since)).items() if _hangs(people)}


def _hangs(people: list[tuple[int | None, int]]) -> bool:
    total = sum(count for _, count in people)
    return total >= FEWEST and people[0][0] is not None and people[0][1] > SHARE * total


def _area(kind: str, thing: Row, given: list, helpful: list, people: dict[int, Member], since: datetime) -> Area:
    first, others = given[0], [(who, count) for who, count in given[1:] if who in people and people[who].active]
    known = {who for who, _ in given}
    young = [(w, c) for w, c in helpful if w not in known and people[w].active and people[w].joined_at > since]
    return Area(
        kind,
        thing.name,
        f"/questions?service={thing.slug}" if kind == "service" else f"/questions?tag={thing.name}",
        people[first[0]],
        first[1],
        sum(count for _, count in given),
        [Known(people[who], count) for who, count in others[:NEXT]],
        [Known(people[who], count) for who, count in young[:NEWCOMERS]],
    )


def _accepted(kind: str, since: datetime) -> Select:
    """Accepted answers per area and author; a former member's count as somebody's."""
    query = accepted_answers(true(), since=since, anybody=True).where(Category.audience.in_(OPEN_TO_ALL))
    return _per_area(query, kind)


def _helpful(kind: str, since: datetime, areas) -> Select:
    """Answers that others found helpful, per area and author, of those who came within the span."""
    query = (
        select(Post.author_id.label("author_id"), func.count().label("helpful"))
        .join(Topic, Topic.id == Post.topic_id)
        .join(Category, Category.id == Topic.category_id)
        .join(Member, Member.id == Post.author_id)
        .where(Post.is_shown, Topic.is_listed, Topic.kind == "question", ~begins_a_topic(), Post.score > 0)
        .where(Post.created_at > since, Member.joined_at > since, Category.audience.in_(OPEN_TO_ALL))
        .group_by(Post.author_id)
    )
    return _per_area(query, kind).where(KINDS[kind].in_(areas))


def _per_area(query: Select, kind: str) -> Select:
    if kind == "tag":
        query = query.join(TopicTag, TopicTag.topic_id == Topic.id)
    area = KINDS[kind]
    return query.add_columns(area.label("area_id")).where(area.is_not(None)).group_by(area)


def _by_area(query: Select) -> dict[int, list[tuple[int | None, int]]]:
    """Per area its authors with their counts, the most first."""
    found = defaultdict(list)
    for who, count, area in db.session.execute(query):
        found[area].append((who, count))
    return {area: sorted(people, key=lambda one: (-one[1], one[0] or 0)) for area, people in found.items()}


def _things(kind: str, ids) -> dict[int, Row]:
    columns = (Service.id, Service.name, Service.slug) if kind == "service" else (Tag.id, Tag.name)
    return {row.id: row for row in db.session.execute(select(*columns).where(columns[0].in_(ids)))}


KINDS = {"service": Category.service_id, "tag": TopicTag.tag_id}
