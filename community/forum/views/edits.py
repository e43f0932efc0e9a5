"""Editing posts, their history, going back, wiki posts, suggested wordings."""

from flask import flash, redirect, render_template, request

from community.core.differences import counted, rows_changed
from community.core.errors import Conflict, require
from community.core.text import row_number
from community.core.web import open_to_guests, viewer
from community.forum.editing import edit_post, is_silent, may_edit
from community.forum.history import compare
from community.forum.joining import join_wordings
from community.forum.models import Post, Topic
from community.forum.queries import find_post, find_topic, revisions_of
from community.forum.reverting import revert_post
from community.forum.steering import may_arrange_topic
from community.forum.stretches import place_of
from community.forum.suggesting import (
    accept_suggestion,
    decline_suggestion,
    find_suggestion,
    may_decide,
    may_suggest,
    suggest_edit,
    waiting_suggestion,
)
from community.forum.views.blueprint import blueprint
from community.forum.views.forms import EditForm, ReasonForm, SuggestionForm
from community.forum.wiki import make_wiki


@blueprint.route("/posts/<int:ident>/edit", methods=["GET", "POST"])
def edit(ident: int):
    """Change a post; when somebody else did meanwhile, both versions are shown and nothing is lost."""
    post = find_post(ident, viewer())
    require(may_edit(viewer(), post))
    topic = find_topic(post.topic_id, viewer())
    form = EditForm(title=topic.title, body=post.source, tags=" ".join(t.name for t in topic.tags),
                    revision=post.revision)  # fmt: skip
    conflict = None
    try:
        if form.attempt(lambda: _edit(post, form)):
            return redirect(place_of(topic, post.id), 303)
    except Conflict as error:
        form.refusal, form.status = error.sentence, 409
        conflict = _joined(post, topic, form)
    return form.page("forum/posts/edit.html", post=post, topic=topic, conflict=conflict,
                     silent=is_silent(post, viewer()))  # fmt: skip


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


def _joined(post: Post, topic: Topic, form: EditForm) -> dict:
    """Both versions, and the form filled with the two joined as far as they can be."""
    mine = (form.body.data or "").replace("\r\n", "\n").strip()
    title, tags, read = form.title.data or topic.title, form.tags.data or "", row_number(str(form.revision.data or ""))
    joined = join_wordings(post, topic, mine, title, tags, read=read or 0, by=viewer())
    form.body.data, form.title.data, form.tags.data = joined.text, joined.title, joined.tags
    form.revision.data = post.revision
    rows = rows_changed(post.source, mine)
    return {"mine": mine, "left": joined.conflicts, "renamed": joined.renamed, "rows": rows}


@blueprint.get("/posts/<int:ident>/history")
@open_to_guests
def history(ident: int):
    """What a post said over time: two wordings side by side (?older=&newer=, ?view=inline), and all of them."""
    post, args = find_post(ident, viewer()), request.args
    revisions = revisions_of(post, viewer())
    compared = compare(revisions, row_number(args.get("older", "")), row_number(args.get("newer", "")))
    return render_template("forum/posts/history.html", post=post, topic=post.topic, revisions=revisions,
                           compared=compared, inline=args.get("view") == "inline", numbers=counted(revisions),
                           may_revert=may_edit(viewer(), post) is True,
                           may_arrange=may_arrange_topic(viewer(), post.topic) is True)  # fmt: skip


@blueprint.post("/posts/<int:ident>/reversion")
def reversion(ident: int):
    """Go back to an earlier wording."""
    post = find_post(ident, viewer())
    revert_post(post, row_number(request.form.get("revision", "")) or 0, by=viewer())
    flash("It says so again. Nothing is lost: the wordings in between stay in the history.", "ok")
    return redirect(f"/posts/{ident}/history", 303)


@blueprint.post("/posts/<int:ident>/wiki")
def wiki(ident: int):
    """Let everybody improve a post (value=1), or no longer (value=0)."""
    post = find_post(ident, viewer())
    make_wiki(post, request.form.get("value", "1") == "1", by=viewer())
    return redirect(place_of(find_topic(post.topic_id, viewer()), post.id), 303)


@blueprint.route("/posts/<int:ident>/suggestions", methods=["GET", "POST"])
def suggestions(ident: int):
    """Suggest a better wording."""
    post = find_post(ident, viewer())
    require(may_suggest(viewer(), post))
    waiting = waiting_suggestion(post, viewer())
    form = SuggestionForm(body=waiting.source, reason=waiting.reason) if waiting else SuggestionForm(body=post.source)
    if form.attempt(lambda: suggest_edit(post, form.body.data, form.reason.data or "", by=viewer())):
        flash("Thank you. The author and those who look after this place decide on it, and you hear from them.", "ok")
        return redirect(f"/suggestions/{form.result.id}", 303)
    return form.page("forum/suggestions/new.html", post=post, topic=post.topic)


@blueprint.get("/suggestions/<int:ident>")
def suggestion(ident: int):
    """A suggested wording beside what the post says."""
    return _suggestion(ident, ReasonForm())


def _suggestion(ident: int, form: ReasonForm):
    found = find_suggestion(ident, viewer())
    rows = rows_changed(found.base, found.source)
    return form.page("forum/suggestions/show.html", suggestion=found, post=found.post, topic=found.post.topic,
                     rows=rows, may_decide=may_decide(viewer(), found) is True)  # fmt: skip


@blueprint.post("/suggestions/<int:ident>/acceptance")
def suggestion_acceptance(ident: int):
    """Take a suggested wording over."""
    found = find_suggestion(ident, viewer())
    accept_suggestion(found, by=viewer())
    return redirect(place_of(find_topic(found.post.topic_id, viewer()), found.post_id), 303)


@blueprint.post("/suggestions/<int:ident>/refusal")
def suggestion_refusal(ident: int):
    """Don't take it over, with a word to whoever suggested it; or take one's own back."""
    found, form = find_suggestion(ident, viewer()), ReasonForm()
    if found.author_id == viewer().id:
        form.reason.validators = []
    if form.attempt(lambda: decline_suggestion(found, form.reason.data or "", by=viewer())):
        return redirect(f"/suggestions/{ident}", 303)
    return _suggestion(ident, form)
