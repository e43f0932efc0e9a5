"""“This helped me”, and what else is said with one press."""

from flask import request

from community.core.web import answer, viewer
from community.forum.queries import find_post
from community.forum.thanking import thank_for
from community.forum.thanks import HELPED, KINDS, thanks_of
from community.forum.views.blueprint import blueprint


@blueprint.post("/posts/<int:ident>/thanks")
def thanks(ident: int):
    """Say it (value=1), or take it back (value=0)."""
    post = find_post(ident, viewer())
    thank_for(post, request.form.get("kind", HELPED), request.form.get("value", "1") == "1", by=viewer())
    said = thanks_of(viewer(), [post])
    return answer("forum/posts/_thanks.html", post.path, post=post, thanks=said, thank_kinds=KINDS, thankable={post.id})
