"""Closing, reopening, taking down and putting back topics. Asking is in pages/asking.py."""

from flask import flash, redirect, request

from community.core.errors import Gone, Invalid, NotFound, require
from community.core.web import viewer
from community.forum.closing import close_topic, may_close, reopen_topic
from community.forum.deleting import delete_topic, restore_topic
from community.forum.models import Topic
from community.forum.queries import find_topic
from community.forum.views.blueprint import blueprint
from community.forum.views.forms import ClosingForm, ReasonForm


@blueprint.route("/q/<int:ident>/closing", methods=["GET", "POST"])
def closing(ident: int):
    """Take no more answers, with a reason or the question that was asked before."""
    topic = find_topic(ident, viewer())
    require(may_close(viewer(), topic))
    form = ClosingForm(duplicate_of=request.args.get("duplicate_of", type=int))

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
