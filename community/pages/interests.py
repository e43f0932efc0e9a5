"""What a member cares for, as far as it shows: the places and tags of what they asked, answered and follow."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select, union

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.core.db import db
from community.forum.models import Category, Post, Tag, Topic, TopicTag
from community.notifications.watching import followed

LATELY = 200  # of each kind: what somebody asked years ago says little about today
TAGS = 12
OFTEN = 2  # a tag counts once it was on so many of these topics


@dataclass(frozen=True)
class Interests:
    """The places and tags, those that come up most first."""

    places: Sequence[Category]
    tags: Sequence[Tag]

    def __bool__(self) -> bool:
        return bool(self.places or self.tags)

    @property
    def condition(self) -> ColumnElement[bool]:
        """Whether a topic is in one of the places, in another of the same service, or under one of the tags."""
        services = {place.service_id for place in self.places if place.service_id}
        tagged = select(TopicTag.topic_id).where(TopicTag.tag_id.in_([tag.id for tag in self.tags]))
        return or_(
            Topic.category_id.in_([place.id for place in self.places]),
            Category.service_id.in_(services),
            Topic.id.in_(tagged),
        )


def interests_of(viewer: Member) -> Interests:
    """Two statements. What the member may not see any more is not named."""
    topics = _topics_of(viewer)
    places = (
        select(Category, func.count())
        .join(Topic, Topic.category_id == Category.id)
        .where(Topic.id.in_(topics), Category.audience.in_(audiences_of(viewer)))
        .group_by(Category.id)
    )
    tags = (
        select(Tag, func.count())
        .join(TopicTag, TopicTag.tag_id == Tag.id)
        .join(Topic, Topic.id == TopicTag.topic_id)
        .join(Topic.category)
        .where(Topic.id.in_(topics), Category.audience.in_(audiences_of(viewer)))
        .group_by(Tag.id)
        .having(func.count() >= OFTEN)
    )
    return Interests(_by_count(places), _by_count(tags)[:TAGS])


def _by_count(query: Select) -> list:
    counted = db.session.execute(query).all()
    return [thing for thing, _ in sorted(counted, key=lambda row: (-row[1], row[0].name))]


def _topics_of(viewer: Member):
    asked = select(Topic.id).where(Topic.author_id == viewer.id).order_by(Topic.id.desc()).limit(LATELY)
    answered = select(Post.topic_id).where(Post.author_id == viewer.id).order_by(Post.id.desc()).limit(LATELY)
    parts = (asked, answered, followed("topic", viewer).limit(LATELY))
    return union(*(select(part.subquery()) for part in parts))
