"""What the composer offers while somebody types: people and groups after @, tags, articles and tickets after #."""

import re

from flask import Blueprint, jsonify, render_template, request
from sqlalchemy import ColumnElement, case, false, func, true

from community.accounts.audiences import belongs_to, group_of
from community.accounts.grouping import groups_like
from community.accounts.models import Member
from community.accounts.queries import matching_members
from community.core.db import db
from community.core.errors import Refusal
from community.core.text import row_number
from community.core.web import viewer
from community.desk.queries import tickets_like
from community.forum.models import Category, Topic
from community.forum.queries import find_category, find_topic, participants_of, popular_tags, tags_like
from community.knowledge.queries import articles_like
from community.notifications.subjects import shown
from community.superusers.absences import away_shown_to

blueprint = Blueprint("completing", __name__)
MOST = 6
GUEST = None
PLACES = {"q": "topic", "articles": "article", "improvements": "proposal"}
OURS = re.compile(r"/(q|articles|improvements)/(\d{1,9})(?:/[\w%.~-]*)?(#[\w-]+)?")


@blueprint.get("/completions/people")
def people():
    """People and groups whose name begins with ?q=: those in ?topic= first, and only those who may read there."""
    words, topic = request.args.get("q", "")[:40].strip(" %_"), _topic()
    place = topic.category if topic else _place()
    only = group_of(place.audience) if place else None
    found = _members(words, topic, place)
    return render_template(
        "composer/completions/_people.html",
        members=found,
        away=away_shown_to(viewer(), found),
        groups=groups_like(words, only=only) if words else [],
    )


@blueprint.get("/completions/references")
def references():
    """Tags, articles and, for the desk, tickets that ?q= may mean."""
    words, who = request.args.get("q", "")[:60].strip(), viewer()
    return render_template(
        "composer/completions/_references.html",
        tags=tags_like(words, who, limit=MOST) if words else [],
        articles=articles_like(words, who, limit=MOST) if words else [],
        tickets=tickets_like(words, who) if words else [],
    )


@blueprint.get("/completions/tags")
def tags():
    """What the last of the words in ?tags= may become, as whole values for the field; with none yet, what is usual
    in the ?category=."""
    typed = request.args.get("tags", "")[:200]
    before, _, last = typed.rpartition(" ")
    chosen, last = set(before.lower().split()), last.lstrip("#")
    found = (
        tags_like(last, viewer(), limit=MOST)
        if last
        else popular_tags(viewer(), [place.id] if (place := _place()) else (), limit=2 * MOST)
    )
    return render_template(
        "composer/completions/_tags.html",
        before=f"{before} " if before else "",
        tags=[(tag, used) for tag, used in found if tag.name not in chosen and tag.name != last.lower()],
    )


@blueprint.get("/completions/title")
def title():
    """What stands at the address ?path= of ours, for somebody who pastes it; 204 when there is nothing to say.

    Only what everyone may read: its title would stand in a text that others read.
    """
    found = OURS.fullmatch(request.args.get("path", "")[:400])
    kind, number = (PLACES[found[1]], row_number(found[2])) if found else ("", None)
    thing = shown([(kind, number)], GUEST).get((kind, number)) if number else None
    if thing is None:
        return "", 204
    return jsonify(title=thing.title, path=thing.path + (found[3] or ""))


def _members(words: str, topic: Topic | None, place: Category | None) -> list[Member]:
    """With no words yet only those who are in the topic."""
    here = Member.id.in_(participants_of(topic)) if topic else false()
    begins = func.lower(Member.name).startswith(words.lower(), autoescape=True)
    query = matching_members(words).where(Member.id != viewer().id, _reads(place), here if not words else true())
    first = case((here, 0), (begins, 1), else_=2)
    return list(db.session.scalars(query.order_by(first, Member.reputation.desc(), Member.id).limit(MOST)))


def _reads(place: Category | None) -> ColumnElement[bool]:
    """Who may read there: to call others would be in vain."""
    return true() if place is None else belongs_to(place.audience)


def _topic() -> Topic | None:
    number = row_number(request.args.get("topic", ""))
    try:
        return find_topic(number, viewer()) if number else None
    except Refusal:
        return None


def _place() -> Category | None:
    slug = request.args.get("category", "")
    try:
        return find_category(slug, viewer()) if slug else None
    except Refusal:
        return None
