"""Remarks under posts."""

from flask import redirect

from community.core.web import viewer
from community.forum.commenting import comment_on
from community.forum.queries import find_post, find_topic
from community.forum.views.blueprint import blueprint
from community.forum.views.forms import AnswerForm


@blueprint.route("/posts/<int:ident>/comments", methods=["GET", "POST"])
def comments(ident: int):
    """Remark on a post; the page with the form alone is for browsers without scripts and for refused input."""
    post, form = find_post(ident, viewer()), AnswerForm()
    form.body.label.text = "Your comment"
    if form.attempt(lambda: comment_on(post, form.body.data, by=viewer())):
        return redirect(f"{find_topic(post.topic_id, viewer()).path}#reply-{form.result.id}", 303)
    return form.page("forum/comments/new.html", post=post, topic=post.topic)
