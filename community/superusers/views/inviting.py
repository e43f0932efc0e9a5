"""Inviting somebody."""

from flask import flash, redirect

from community.accounts.models import Member
from community.accounts.queries import find_member
from community.core.errors import require
from community.core.web import viewer
from community.services.keeping import all_services
from community.superusers.inviting import Terms, invite_superuser, may_invite, withdraw_invitation
from community.superusers.models import Agreement
from community.superusers.queries import find_agreement
from community.superusers.views.blueprint import blueprint
from community.superusers.views.forms import InvitationForm, member_named


@blueprint.route("/superusers/candidates/<name>/invitation", methods=["GET", "POST"])
def invitation(name: str):
    """Offer a member an agreement."""
    member, services = find_member(name), all_services()
    require(may_invite(viewer(), member))
    form = InvitationForm()
    form.services.choices = [(each.id, each.name) for each in services]
    if form.attempt(lambda: _invite(form, member, services)):
        flash(f"{member.display_name} is invited and reads the agreement now.", "ok")
        return redirect(form.result.path, 303)
    return form.page("superusers/invitations/new.html", member=member)


def _invite(form: InvitationForm, member: Member, services: list) -> Agreement:
    chosen = tuple(each for each in services if each.id in (form.services.data or ()))
    backup = member_named(form.backup.data, "backup")
    terms = Terms(chosen, form.hours.data, form.months.data, form.words.data or "", backup)
    return invite_superuser(member, terms, by=viewer())


@blueprint.post("/superusers/agreements/<int:ident>/withdrawal")
def invitation_withdrawal(ident: int):
    """Take an invitation back."""
    agreement = find_agreement(ident, viewer())
    withdraw_invitation(agreement, by=viewer())
    flash("The invitation is taken back.", "ok")
    return redirect(agreement.path, 303)
