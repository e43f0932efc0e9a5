"""Atom feeds of lists, places, topics and people. A feed holds what a guest may read, whoever fetches it."""

from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, redirect, request
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from community.accounts.models import Member
from community.accounts.queries import find_member
from community.core.db import db
from community.core.errors import Moved
from community.core.web import open_to_guests
from community.forum.chronicle import merged_into
from community.forum.listing import STATES, Filter, pick_topics
from community.forum.models import KINDS, Post, Topic
from community.forum.queries import find_category, find_topic, listed_topics, places_below, posts_of
from community.pages.atom import Entry, entry_of, feed
from community.pages.topic_lists import fields_of, filter_of

blueprint = Blueprint("feeds", __name__)
GUEST = None  # in whose name everything is read
TABS = {
    "new": "Newest",
    "unanswered": "Unanswered questions",
    "top": "Most helpful of the month",
}
STILL = {"new", "top"}  # in these a topic is news once, whatever is written in it later
LATEST = 100  # posts of one topic, of which there may be very many


@blueprint.get("/questions.atom")
@open_to_guests
def questions():
    """Lately active topics, narrowed by ?tab=, ?service=, ?tag=, ?state= and ?kind= as their list is."""
    asked, _ = filter_of(request.args, GUEST)
    wanted = replace(asked, period=Filter.period)
    query = urlencode(fields_of(wanted))
    parts = (wanted.service and wanted.service.name, *(tag.name for tag in wanted.tags), STATES.get(wanted.state),
             KINDS.get(wanted.kind))  # fmt: skip
    title = " · ".join([TABS.get(wanted.tab, "Questions and discussions"), *filter(None, parts)])
    suffix = f"?{query}" if query else ""
    return feed(f"questions{suffix}", title, f"/questions{suffix}", _entries(wanted))


@blueprint.get("/c/<slug>.atom")
@open_to_guests
def category(slug: str):
    """Lately active topics of one place."""
    place = find_category(slug, GUEST)
    return feed(
        f"category/{place.id}",
        place.name,
        f"/c/{place.slug}",
        _entries(Filter(category=place, below=places_below(place))),
    )


@blueprint.get("/q/<int:ident>.atom")
@open_to_guests
def topic(ident: int):
    """A topic with its latest answers or replies."""
    try:
        found = find_topic(ident, GUEST)
    except Moved as moved:
        return redirect(f"/q/{moved.ident}.atom", 301)
    posts = sorted(posts_of(found, GUEST), key=lambda post: (post.id == found.opening_id, post.id))[-LATEST:]
    merged = merged_into(found, GUEST).openings
    entries = [entry_of(found, post, title=_asked_as_well(found, post, merged)) for post in posts]
    return feed(f"topic/{found.id}/posts", found.title, found.path, entries)


@blueprint.get("/members/<name>.atom")
@open_to_guests
def member(name: str):
    """What somebody wrote lately."""
    who = find_member(name)
    posts = _posts_of(who)
    asked = dict.fromkeys(
        db.session.scalars(select(Topic.opening_id).where(Topic.opening_id.in_([p.id for p in posts])))
    )
    entries = [entry_of(post.topic, post, title=_asked_as_well(post.topic, post, asked)) for post in posts]
    return feed(f"member/{who.id}", who.display_name, who.path, entries)


def _asked_as_well(topic: Topic, post: Post, merged: dict[int, str | None]) -> str | None:
    """The title of what another topic, merged into this one, began with: it answers nothing."""
    if post.id not in merged or post.id == topic.opening_id:
        return None
    return merged[post.id] or f"Asked as well: {topic.title}"


def _entries(wanted: Filter) -> list[Entry]:
    """The first page of a list, each topic with its opening text: three statements however many there are."""
    openings = (
        select(Post)
        .join(Post.topic)
        .where(Topic.id.in_(pick_topics(wanted, GUEST).items), Topic.opening_id == Post.id)
        .options(contains_eager(Post.topic).selectinload(Topic.tags), joinedload(Post.author))
    )
    made = []
    for post in db.session.scalars(openings):
        entry = entry_of(post.topic, post, moved=None if wanted.tab in STILL else post.topic.active_at)
        made.append(replace(entry, tags=[tag.name for tag in post.topic.tags]))
    return made


def _posts_of(who: Member, size: int = 30) -> list[Post]:
    open_topics = listed_topics(GUEST).with_only_columns(Topic.id)
    query = (
        select(Post)
        .join(Post.topic)
        .where(Post.author_id == who.id, Post.is_shown, Post.topic_id.in_(open_topics))
        .options(contains_eager(Post.topic), joinedload(Post.author))
        .order_by(Post.created_at.desc(), Post.id.desc())
    )
    return list(db.session.scalars(query.limit(size)))
