"""Remarks under posts."""

from flask import flash, redirect

from community.core.errors import require
from community.core.web import is_fragment, open_to_guests, viewer
from community.forum.commenting import (
    comment_on,
    delete_comment,
    edit_comment,
    may_delete_comment,
    may_edit_comment,
    restore_comment,
)
from community.forum.models import Comment
from community.forum.queries import find_comment, find_post, find_topic
from community.forum.views.blueprint import blueprint
from community.forum.views.forms import AnswerForm, OptionalReasonForm


@blueprint.route("/posts/<int:ident>/comments", methods=["GET", "POST"])
def comments(ident: int):
    """Remark on a post; scripts put the form under it, its own page is for browsers without, and for refused input."""
    post, form = find_post(ident, viewer()), AnswerForm()
    form.body.label.text = "Your comment"
    if form.attempt(lambda: comment_on(post, form.body.data, by=viewer())):
        return redirect(f"{find_topic(post.topic_id, viewer()).path}#reply-{form.result.id}", 303)
    here = is_fragment()
    return form.page(f"forum/comments/{'_form' if here else 'new'}.html", post=post, topic=post.topic, here=here)


@blueprint.get("/comments/<int:ident>")
@open_to_guests
def comment(ident: int):
    """Lead to the comment on its page."""
    return redirect(_place_of(find_comment(ident, viewer())), 302)


@blueprint.route("/comments/<int:ident>/edit", methods=["GET", "POST"])
def comment_edit(ident: int):
    """Mend a comment soon after it was written."""
    found = find_comment(ident, viewer())
    form = AnswerForm(body=found.source)
    if form.attempt(lambda: edit_comment(found, form.body.data, by=viewer())):
        return redirect(_place_of(found), 303)
    require(form.is_submitted() or may_edit_comment(viewer(), found))
    return form.page("forum/comments/edit.html", comment=found, topic=found.post.topic)


@blueprint.route("/comments/<int:ident>/deletion", methods=["GET", "POST"])
def comment_deletion(ident: int):
    """Take a comment back, or down with a reason."""
    found, form = find_comment(ident, viewer()), OptionalReasonForm()
    require(may_delete_comment(viewer(), found))
    if form.attempt(lambda: delete_comment(found, form.reason.data or "", by=viewer())):
        flash("The comment is gone.")
        return redirect(found.post.path, 303)
    return form.page("forum/comments/deletion.html", comment=found, topic=found.post.topic)


@blueprint.post("/comments/<int:ident>/restoration")
def comment_restoration(ident: int):
    """Put a comment back."""
    found = find_comment(ident, viewer())
    restore_comment(found, by=viewer())
    return redirect(_place_of(found), 303)


def _place_of(comment: Comment) -> str:
    return f"{comment.post.topic.path}#reply-{comment.id}"
