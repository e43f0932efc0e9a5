"""Short addresses of posts. An imported site may have used the same number: then the reader chooses."""

from flask import Blueprint, redirect

from community.core.web import open_to_guests, viewer
from community.forum.queries import find_post, find_topic
from community.forum.stretches import place_of

blueprint = Blueprint("posts", __name__)


@blueprint.get("/posts/<int:ident>")
@open_to_guests
def post(ident: int):
    """Lead to the post on its page."""
    found = find_post(ident, viewer())
    topic = find_topic(found.topic_id, viewer())
    return redirect(place_of(topic, found.id), 302)
