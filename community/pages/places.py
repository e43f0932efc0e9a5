"""The places of the hall: communities of each service and the circles, each with what moved last."""

from dataclasses import dataclass, field

from flask import Blueprint, render_template
from sqlalchemy import func

from community.accounts.grouping import audience_words
from community.accounts.models import Member
from community.core.db import db
from community.core.web import open_to_guests, viewer
from community.forum.models import Category, Topic
from community.forum.queries import visible_categories, visible_topics
from community.services.models import Service

blueprint = Blueprint("places", __name__)


@dataclass
class Place:
    """A place with its numbers and the places below it."""

    category: Category
    topics: int = 0
    last: Topic | None = None
    below: list["Place"] = field(default_factory=list)


@blueprint.get("/places")
@open_to_guests
def places():
    """Every place this viewer may see, under its service: four statements, however many there are."""
    found = _places(viewer())
    services: dict[Service | None, list[Place]] = {}
    for place in found:
        services.setdefault(place.category.service, []).append(place)
    circles = services.pop(None, [])
    words = audience_words({each.category.audience for place in found for each in (place, *place.below)})
    return render_template("forum/categories/index.html", services=services, circles=circles, audiences=words)


def _places(viewer: Member | None) -> list[Place]:
    places = {category.id: Place(category) for category in visible_categories(viewer)}
    counted = (
        visible_topics(viewer)
        .where(Topic.unlisted_at.is_(None))
        .with_only_columns(Topic.category_id, func.count(), func.max(Topic.active_key))
        .group_by(Topic.category_id)
    )
    newest = {}
    for category_id, count, key in db.session.execute(counted):
        if category_id in places:
            places[category_id].topics, newest[category_id] = count, key
    latest = visible_topics(viewer).where(Topic.unlisted_at.is_(None), Topic.active_key.in_(newest.values()))
    for topic in db.session.scalars(latest):
        if newest.get(topic.category_id) == topic.active_key:
            places[topic.category_id].last = topic
    for place in places.values():
        if place.category.parent_id in places:
            places[place.category.parent_id].below.append(place)
    return [place for place in places.values() if place.category.parent_id not in places]
