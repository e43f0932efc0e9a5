"""What was decided about what somebody wrote, for that person, who may appeal."""

from flask import flash, redirect

from community.core.web import viewer
from community.moderation.appealing import appeal, may_appeal
from community.moderation.log import find_decision
from community.moderation.views.blueprint import blueprint
from community.moderation.views.forms import AppealForm


@blueprint.route("/moderation/decisions/<int:ident>", methods=["GET", "POST"])
def told(ident: int):
    """One decision: what was done and why, and what its reader can do about it."""
    found, form = find_decision(ident, viewer()), AppealForm()
    if form.attempt(lambda: appeal(found.act, form.words.data or "", by=viewer())):
        flash("Somebody who had no part in this looks at it, and you hear what came of it.")
        return redirect(found.act.path, 303)
    return form.page("moderation/decisions/show.html", decision=found, may_appeal=may_appeal(viewer(), found.act))
