"""Naming somebody as a super-user to be."""

from flask import flash, redirect

from community.accounts.queries import find_member
from community.core.errors import require
from community.core.web import viewer
from community.superusers.nominating import may_nominate, nominate, nomination_by, withdraw_nomination
from community.superusers.views.blueprint import blueprint
from community.superusers.views.forms import NominationForm


@blueprint.route("/members/<name>/nomination", methods=["GET", "POST"])
def nomination(name: str):
    """Say why somebody should be a super-user, once."""
    member = find_member(name)
    require(may_nominate(viewer(), member))
    form = NominationForm()
    if form.attempt(lambda: nominate(member, form.words.data, by=viewer())):
        flash("Thank you. Provider staff read it.", "ok")
        return redirect(member.path, 303)
    return form.page("superusers/nominations/new.html", member=member, said=nomination_by(viewer(), member))


@blueprint.post("/members/<name>/nomination/withdrawal")
def nomination_withdrawal(name: str):
    """Take back that one named somebody."""
    member = find_member(name)
    withdraw_nomination(member, by=viewer())
    flash("Taken back. Nobody reads it any more.", "ok")
    return redirect(member.path, 303)
