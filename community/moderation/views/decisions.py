"""What was decided about what somebody wrote, for that person."""

from flask import render_template

from community.core.web import viewer
from community.moderation.log import find_decision
from community.moderation.views.blueprint import blueprint


@blueprint.get("/moderation/decisions/<int:ident>")
def decision(ident: int):
    """One decision: what was done and why, and what its reader can do about it."""
    return render_template("moderation/decisions/show.html", decision=find_decision(ident, viewer()))
