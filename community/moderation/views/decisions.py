"""What was decided about somebody or what they wrote, for that person, who may appeal."""

from flask import flash, redirect, request

from community.accounts.models import Member
from community.accounts.views.keys import member_with
from community.core.web import open_to_guests, viewer
from community.moderation.appealing import appeal, may_appeal
from community.moderation.log import act_about, find_decision
from community.moderation.views.blueprint import blueprint
from community.moderation.views.forms import AppealForm


@blueprint.route("/moderation/decisions/<int:ident>", methods=["GET", "POST"])
def told(ident: int):
    """One decision: what was done and why, and what its reader can do about it."""
    return _told(ident, viewer())


@blueprint.route("/sanctions/<int:ident>/appeal", methods=["GET", "POST"])
@open_to_guests
def sanction(ident: int):
    """The same for a warning, silence or suspension; who is kept out comes with the key that the door gave them."""
    member = viewer() or member_with(request.args.get("key", ""), ident)
    return _told(act_about(ident, member), member)


def _told(ident: int, member: Member):
    found, form = find_decision(ident, member), AppealForm()
    if form.attempt(lambda: appeal(found.act, form.words.data or "", by=member)):
        flash("Somebody who had no part in this looks at it, and you hear what came of it.")
        return redirect(request.full_path.rstrip("?"), 303)
    return form.page("moderation/decisions/show.html", decision=found, may_appeal=may_appeal(member, found.act))
