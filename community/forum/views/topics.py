"""Asking, closing, reopening, taking down and putting back topics."""

from flask import flash, redirect, render_template, request

from community.core.errors import Gone, Invalid, NotFound
from community.core.forms import options
from community.core.web import viewer
from community.forum.asking import may_post_in, post_topic
from community.forum.closing import close_topic, reopen_topic
from community.forum.deleting import delete_topic, restore_topic
from community.forum.models import KINDS, Topic
from community.forum.queries import find_category, find_topic, visible_categories
from community.forum.views.blueprint import blueprint
from community.forum.views.forms import ReasonForm, TopicForm


@blueprint.route("/questions/ask", methods=["GET", "POST"])
def ask():
    """The form for a new topic; the words typed on the home page come along as ?title=."""
    form = TopicForm(title=request.args.get("title", ""), category=request.args.get("category"))
    kinds = {kind: word for kind, word in KINDS.items() if kind != "announcement" or viewer().is_staff}
    form.kind.choices = options(kinds)
    places = [c for c in visible_categories(viewer()) if may_post_in(viewer(), c) is True]
    form.category.choices = options([("", "Choose …"), *((place.slug, place.name) for place in places)])
    if form.attempt(lambda: _post(form)):
        return redirect(form.result.path, 303)
    return form.page("forum/topics/new.html", places=places)


def _post(form: TopicForm):
    return post_topic(
        kind=form.kind.data,
        category=find_category(form.category.data, viewer()),
        title=form.title.data,
        source=form.body.data,
        tags=form.tags.data,
        poll=form.poll(viewer()) if form.kind.data != "question" else None,
        by=viewer(),
    )


@blueprint.route("/q/<int:ident>/closing", methods=["GET", "POST"])
def closing(ident: int):
    """Take no more answers, with a reason or the question that was asked before."""
    topic, form = find_topic(ident, viewer()), ReasonForm()
    if request.form.get("duplicate_of"):
        form.reason.validators = []

    def close():
        other = _asked_before(form.duplicate_of.data) if form.duplicate_of.data else None
        close_topic(topic, form.reason.data or "", by=viewer(), duplicate_of=other)

    if form.attempt(close):
        return redirect(topic.path, 303)
    return form.page("forum/topics/closing.html", topic=topic)


def _asked_before(ident: int) -> Topic:
    try:
        return find_topic(min(max(ident, 0), 2**31 - 1), viewer())
    except (NotFound, Gone) as error:
        raise Invalid(error.sentence, "duplicate_of") from error


@blueprint.post("/q/<int:ident>/reopening")
def reopening(ident: int):
    """Take answers again."""
    topic = find_topic(ident, viewer())
    reopen_topic(topic, by=viewer())
    return redirect(topic.path, 303)


@blueprint.route("/q/<int:ident>/deletion", methods=["GET", "POST"])
def deletion(ident: int):
    """Take a topic down, with a reason that its address shows from then on."""
    topic, form = find_topic(ident, viewer()), ReasonForm()
    if form.attempt(lambda: delete_topic(topic, form.reason.data, by=viewer())):
        flash("Taken down. Its address now says why.")
        return redirect("/questions", 303)
    return form.page("forum/topics/deletion.html", topic=topic)


@blueprint.post("/q/<int:ident>/restoration")
def restoration(ident: int):
    """Put a topic back."""
    topic = find_topic(ident, viewer())
    restore_topic(topic, by=viewer())
    return redirect(topic.path, 303)


@blueprint.post("/preview")
def preview():
    """What a text will look like, for the composer."""
    from community.core.text import render, tidy_body

    return render_template("forum/posts/_preview.html", html=render(tidy_body(request.form.get("body", ""))[:30_000]))
