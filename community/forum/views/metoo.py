"""“I have this too”."""

from flask import request

from community.core.web import answer, viewer
from community.forum.metoo import say_me_too
from community.forum.queries import find_topic
from community.forum.views.blueprint import blueprint


@blueprint.post("/q/<int:ident>/me-too")
def me_too(ident: int):
    """Say to have the same problem, or no longer."""
    topic = find_topic(ident, viewer())
    on = request.form.get("value") == "1"
    say_me_too(topic, on, by=viewer())
    return answer("forum/topics/_me_too.html", topic.path, topic=topic, my_me_too=on)
