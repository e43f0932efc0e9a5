"""For those who look after a topic: finding the other one, and reading what was done here."""

from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.core.db import db
from community.core.errors import NotFound, require
from community.core.text import row_number
from community.core.web import is_fragment, viewer
from community.forum.chronicle import rearrangements_of, undoable
from community.forum.gathering import gathered
from community.forum.models import Topic
from community.forum.queries import find_topic, visible_topics
from community.forum.steering import may_arrange_topic
from community.moderation.log import WORDS
from community.moderation.models import Act
from community.moderation.undoing import one_press
from community.search.searching import search, similar_topics

blueprint = Blueprint("arranging", __name__)
LIMIT = 12
LAST = 100  # acts that are shown
PURPOSES = {  # what the other topic is looked for: heading, word of the button, where it leads
    "merging": ("Merge with another", "Merge into this", "/q/{0}/merging?into={1}"),
    "moving": ("Move replies to another topic", "Move replies here", "/q/{0}/moving?into={1}"),
    "closing": ("Where was it asked before?", "Asked before here", "/q/{0}/closing?duplicate_of={1}"),
}
REARRANGED = ("TopicsMerged", "TopicsUnmerged", "PostsMoved", "PostsMovedBack")


@blueprint.get("/q/<int:ident>/others")
def others(ident: int):
    """Topics to choose from: similar ones, what ?q= finds, or the one with that number or address."""
    topic = find_topic(ident, viewer())
    require(may_arrange_topic(viewer(), topic))
    purpose = request.args.get("for", "merging")
    if purpose not in PURPOSES:
        raise NotFound("There is nothing to choose for that.")
    words = request.args.get("q", "").strip()[:200]
    found = [each for each in _found(words, topic) if each.id != topic.id][:LIMIT]
    name = "_others.html" if is_fragment() else "others.html"
    heading, button, address = PURPOSES[purpose]
    return render_template(f"forum/rearrangements/{name}", topic=topic, purpose=purpose, words=words, found=found,
                           heading=heading, button=button, address=address)  # fmt: skip


@blueprint.get("/q/<int:ident>/doings")
def doings(ident: int):
    """What was done to a topic by those who look after it, with a way back where there is one."""
    topic = find_topic(ident, viewer())
    require(may_arrange_topic(viewer(), topic))
    acts = (
        select(Act)
        .where(Act.topic_id.in_(gathered([topic.id])), Act.kind.not_in(REARRANGED))
        .options(joinedload(Act.by))
        .order_by(Act.id.desc())
        .limit(LAST)
    )
    rearranged = rearrangements_of(topic, viewer())
    return render_template("forum/rearrangements/doings.html", topic=topic, words=WORDS, one_press=one_press,
                           acts=db.session.scalars(acts).all(),
                           rearranged=rearranged, undoable=undoable(rearranged))  # fmt: skip


def _found(words: str, topic: Topic) -> list[Any]:
    number = row_number(words.lstrip("#").rsplit("/q/", 1)[-1].split("/")[0].split("?")[0]) if words else None
    if number is not None:
        return list(db.session.scalars(visible_topics(viewer()).where(Topic.id == number)))
    if not words:
        return similar_topics(topic, viewer(), LIMIT)
    ids = [result.found.key.id for group in search(words, viewer(), kind="topic").groups for result in group.results]
    known = {each.id: each for each in db.session.scalars(visible_topics(viewer()).where(Topic.id.in_(ids)))}
    return [known[ident] for ident in ids if ident in known]
