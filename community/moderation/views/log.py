"""The log of moderation, the overview, and taking things back."""

from flask import flash, redirect, render_template, request

from community.accounts.queries import members_by_id
from community.core.errors import NotAllowed, Refusal
from community.core.text import row_number
from community.core.web import open_to_guests, viewer
from community.moderation.items import reviews
from community.moderation.log import acts_for, entries, find_act, others_of, public_acts
from community.moderation.models import Act
from community.moderation.overview import overview
from community.moderation.undoing import may_reverse, one_press, reverse_act
from community.moderation.views.blueprint import blueprint
from community.moderation.views.forms import ReversalForm


@blueprint.get("/moderation/log")
@open_to_guests
def log():
    """What was done: for everyone without names; with ?view=all everything, for those who look after places."""
    keeps = reviews(viewer())
    whole = keeps and request.args.get("view") == "all"
    query = acts_for(viewer()) if whole else public_acts(viewer())
    who = next(iter(members_by_id([row_number(request.args.get("by", ""))]).values()), None) if whole else None
    if who is not None:
        query = query.where(Act.by_id == who.id)
    page = entries(query, after=request.args.get("after"), public=not whole)
    return render_template("moderation/log/index.html", page=page, whole=whole, keeps=keeps, who=who,
                           one_press=one_press)  # fmt: skip


@blueprint.route("/moderation/log/<int:ident>", methods=["GET", "POST"])
def act(ident: int):
    """One entry, and taking it back with a reason."""
    found, form = find_act(ident, viewer()), ReversalForm()
    if form.attempt(lambda: reverse_act(found, form.reason.data or "", by=viewer(), whole=form.whole.data)):
        flash("Taken back. Whoever it concerned is told.")
        return redirect("/moderation/log?view=all", 303)
    return form.page("moderation/log/show.html", entry=entries(acts_for(viewer()).where(Act.id == ident)).items[0],
                     others=others_of(found, viewer()), allowed=may_reverse(viewer(), found),
                     one_press=one_press)  # fmt: skip


@blueprint.post("/moderation/log/<int:ident>/setting-back")
def setting_back(ident: int):
    """Set back how a topic stood, with one press in the log or (from=topic) on the page of what was done there."""
    found = find_act(ident, viewer())
    back = "/moderation/log?view=all"
    if request.form.get("from") == "topic" and found.topic_id:
        back = f"/q/{found.topic_id}/doings"
    try:
        reverse_act(found, request.form.get("reason", ""), by=viewer())
    except Refusal as refused:
        flash(refused.sentence)
    else:
        flash("Set back. It stands as it stood before.")
    return redirect(back, 303)


@blueprint.get("/moderation/overview")
def figures():
    """How moderation goes."""
    if not reviews(viewer()):
        raise NotAllowed("This is for those who look after a place.")
    return render_template("moderation/overview/show.html", overview=overview(viewer()))
