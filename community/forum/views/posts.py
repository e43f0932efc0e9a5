"""Single posts: finding, editing, their history, taking down and putting back."""

from flask import redirect, render_template

from community.core.errors import Conflict, require
from community.core.text import row_number
from community.core.web import open_to_guests, viewer
from community.forum.deleting import delete_post, restore_post
from community.forum.editing import edit_post, may_edit
from community.forum.history import changes_of
from community.forum.models import Post
from community.forum.queries import find_post, find_topic, revisions_of
from community.forum.views.blueprint import blueprint
from community.forum.views.forms import EditForm, ReasonForm


@blueprint.route("/posts/<int:ident>/edit", methods=["GET", "POST"])
def edit(ident: int):
    """Change a post; when somebody else did meanwhile, both versions are shown and nothing is lost."""
    post = find_post(ident, viewer())
    require(may_edit(viewer(), post))
    topic = find_topic(post.topic_id, viewer())
    form = EditForm(title=topic.title, body=post.source, tags=" ".join(t.name for t in topic.tags),
                    revision=post.revision)  # fmt: skip
    try:
        if form.attempt(lambda: _edit(post, form)):
            return redirect(f"{topic.path}#answer-{post.id}", 303)
    except Conflict as error:
        form.refusal, form.status = error.sentence, 409
        form.revision.data = post.revision
        return form.page("forum/posts/edit.html", post=post, topic=topic, theirs=post.source)
    return form.page("forum/posts/edit.html", post=post, topic=topic, theirs=None)


def _edit(post: Post, form: EditForm) -> None:
    opening = post.is_opening
    edit_post(
        post,
        form.body.data,
        by=viewer(),
        title=form.title.data if opening else None,
        tags=form.tags.data if opening else None,
        reason=form.reason.data or "",
        read_revision=row_number(str(form.revision.data or "")),
    )


@blueprint.get("/posts/<int:ident>/history")
@open_to_guests
def history(ident: int):
    """What a post said over time."""
    post = find_post(ident, viewer())
    revisions = revisions_of(post)
    return render_template("forum/posts/history.html", post=post, topic=post.topic, changes=changes_of(revisions))


@blueprint.route("/posts/<int:ident>/deletion", methods=["GET", "POST"])
def post_deletion(ident: int):
    """Take an answer down, with a reason."""
    post, form = find_post(ident, viewer()), ReasonForm()
    if form.attempt(lambda: delete_post(post, form.reason.data, by=viewer())):
        return redirect(find_topic(post.topic_id, viewer()).path, 303)
    return form.page("forum/posts/deletion.html", post=post, topic=post.topic)


@blueprint.post("/posts/<int:ident>/restoration")
def post_restoration(ident: int):
    """Put an answer back."""
    post = find_post(ident, viewer())
    restore_post(post, by=viewer())
    return redirect(find_topic(post.topic_id, viewer()).path, 303)
