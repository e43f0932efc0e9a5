"""Single posts: taking down and putting back."""

from flask import redirect

from community.core.web import viewer
from community.forum.deleting import delete_post, restore_post
from community.forum.queries import find_post, find_topic
from community.forum.views.blueprint import blueprint
from community.forum.views.forms import ReasonForm


@blueprint.route("/posts/<int:ident>/deletion", methods=["GET", "POST"])
def post_deletion(ident: int):
    """Take an answer down, with a reason. What a topic begins with goes with that."""
    post, form = find_post(ident, viewer()), ReasonForm()
    if post.is_opening:
        return redirect(f"/q/{post.topic_id}/deletion", 303)
    if form.attempt(lambda: delete_post(post, form.reason.data, by=viewer())):
        return redirect(find_topic(post.topic_id, viewer()).path, 303)
    return form.page("forum/posts/deletion.html", post=post, topic=post.topic)


@blueprint.post("/posts/<int:ident>/restoration")
def post_restoration(ident: int):
    """Put an answer back."""
    post = find_post(ident, viewer())
    restore_post(post, by=viewer())
    return redirect(find_topic(post.topic_id, viewer()).path, 303)
