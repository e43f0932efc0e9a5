"""Merging topics, moving and splitting off replies, and taking that back."""

from flask import flash, redirect, request

from community.accounts.grouping import audience_words
from community.core.errors import Invalid, Refusal, require
from community.core.text import row_number
from community.core.web import viewer
from community.forum.chronicle import find_rearrangement
from community.forum.merging import may_merge, merge_topics, unmerge_topics
from community.forum.models import Topic
from community.forum.moving import may_move, move_back, move_posts, split_posts
from community.forum.queries import find_topic
from community.forum.reading import answers_of
from community.forum.rearrangements import Rearrangement
from community.forum.views.blueprint import blueprint
from community.forum.views.forms import MergingForm, MovingForm


@blueprint.route("/q/<int:ident>/merging", methods=["GET", "POST"])
def merging(ident: int):
    """See what merging into ?into= will do, and do it; without a target, look for one first."""
    topic, form = find_topic(ident, viewer()), MergingForm(into=request.args.get("into", ""))
    require(may_merge(viewer(), topic))
    target = _target(form.into.data)
    if target is None:
        return redirect(f"/q/{topic.id}/others?for=merging", 303)
    if form.attempt(lambda: merge_topics(topic, target, form.reason.data or "", by=viewer(), aware=form.aware.data)):
        return redirect(f"{target.path}#answer-{topic.opening_id}", 303)
    return form.page("forum/rearrangements/merging.html", topic=topic, target=target, readers=_readers(topic, target))


@blueprint.route("/q/<int:ident>/moving", methods=["GET", "POST"])
def moving(ident: int):
    """Choose replies and let them go on in ?into=, or in a topic of their own."""
    topic = find_topic(ident, viewer())
    require(may_move(viewer(), topic))
    chosen = request.args.getlist("posts")
    form = MovingForm(into=request.args.get("into", ""), posts=chosen)
    target = _target(form.into.data)
    if form.attempt(lambda: _move(form, topic, target)):
        return redirect(topic.path + "#answers", 303)
    shown = answers_of(topic, viewer(), "oldest")
    return form.page(
        "forum/rearrangements/moving.html", **shown | {"target": target, "readers": _readers(topic, target)}
    )


def _move(form: MovingForm, topic: Topic, target: Topic | None) -> Rearrangement:
    said = {"reason": form.reason.data or "", "by": viewer(), "aware": form.aware.data}
    if target is not None:
        return move_posts(form.posts.data, topic, target, **said)
    return split_posts(form.posts.data, topic, form.title.data or "", kind=form.kind.data, **said)


@blueprint.post("/rearrangements/<int:ident>/undoing")
def undoing(ident: int):
    """Take back what was merged, split or moved, if nothing was built on it since."""
    row = find_rearrangement(ident, viewer())
    try:
        (unmerge_topics if row.kind == "merge" else move_back)(row, row.source, row.target, by=viewer())
    except Refusal as refused:
        flash(refused.sentence)
        return redirect(f"/q/{row.to_id}/doings", 303)
    flash("Taken back. Everything stands where it stood.")
    return redirect(row.source.path, 303)


def _readers(topic: Topic, target: Topic | None) -> dict[str, str]:
    return audience_words({each.category.audience for each in (topic, target) if each is not None})


def _target(into: str | None) -> Topic | None:
    """The topic that was chosen. Raises Invalid for what is no number of one."""
    if not into:
        return None
    number = row_number(into)
    if number is None:
        raise Invalid("That is no topic. Please choose one.")
    return find_topic(number, viewer())
