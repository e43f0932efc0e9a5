"""Voting."""

from flask import request

from community.core.web import answer, viewer
from community.forum.queries import find_post
from community.forum.views.blueprint import blueprint
from community.forum.voting import vote_on


@blueprint.post("/posts/<int:ident>/votes")
def votes(ident: int):
    """Give, turn or take back one's voice."""
    post = find_post(ident, viewer())
    value = request.form.get("value", type=int, default=9)
    vote_on(post, value, by=viewer())
    return answer("forum/posts/_vote.html", post.path, post=post, my_vote=value)
