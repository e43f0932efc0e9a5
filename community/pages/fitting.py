"""What may already answer a question that is being written: questions, articles, known incidents, ailing services."""

from collections import Counter
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from community.accounts.models import Member
from community.bridges.incidents import known_incidents
from community.core.db import db
from community.forum.models import Category, Topic
from community.search.documents import Key
from community.search.searching import Outcome, suggest
from community.services.keeping import all_services

LEAST = 3  # letters before anything is looked for
SOLVES = ("topic", "article")  # kinds of things that can solve it; a proposal can't


def fits_for(title: str, place: Category | None, places: list[Category], viewer: Member) -> dict[str, Any]:
    """Context of the part "is it known already?": a constant number of statements."""
    title = title.strip()
    outcome = suggest(title, viewer) if len(title) >= LEAST else None
    topics = [
        result.found.key.id for group in (outcome.groups if outcome else ()) if group.kind == "topic"
        for result in group.results
    ]  # fmt: skip
    homes = _homes(topics)
    near = {place.service_id} if place else {service_id for _, service_id in homes}
    services = all_services() if title or place else []
    service_id = place.service_id if place else None
    incidents = known_incidents(viewer, service_id=service_id, topic_ids=topics) if title or place else []
    return {
        "title": title,
        "outcome": _without(outcome, {incident.topic_id for incident in incidents}),
        "solves": SOLVES,
        "place": place,
        "guess": None if place else _guess(homes, places),
        "incidents": incidents,
        "ailing": [s for s in services if s.state != "running" and (s.id in near or s.state == "major")],
    }


def _without(outcome: Outcome | None, topic_ids: set[int]) -> Outcome | None:
    """The outcome less what stands above it as an incident."""
    keys = {Key("topic", ident) for ident in topic_ids}
    if outcome is None or not keys:
        return outcome
    shown = [
        replace(each, results=[one for one in each.results if one.found.key not in keys]) for each in outcome.groups
    ]
    return replace(outcome, groups=[group for group in shown if group.results])


def _homes(topic_ids: list[int]) -> list[tuple[int, int | None]]:
    """Place and service of each of the topics."""
    if not topic_ids:
        return []
    query = select(Category.id, Category.service_id).join(Topic, Topic.category_id == Category.id)
    return [tuple(row) for row in db.session.execute(query.where(Topic.id.in_(topic_ids)))]


def _guess(homes: list[tuple[int, int | None]], places: list[Category]) -> Category | None:
    """The place of most of what fits, if one may ask there."""
    most = Counter(place_id for place_id, _ in homes).most_common(1)
    return next((place for place in places if most and place.id == most[0][0]), None)
