"""An agreement: reading, accepting, declining, naming the sponsor anew, leaving, thanking; and all of a person."""

from flask import flash, redirect, render_template, request

from community.accounts.queries import find_member
from community.core.errors import NotFound
from community.core.web import viewer
from community.superusers.agreeing import accept_agreement, ask_sponsor_anew, decline_agreement, may_name_sponsor
from community.superusers.leaving import leave_programme, may_leave, may_thank, thank_superuser
from community.superusers.models import Agreement
from community.superusers.queries import agreements_in, find_agreement, history_of
from community.superusers.training import STEPS, may_coach, next_step, reviews_of, steps_of
from community.superusers.views.blueprint import blueprint
from community.superusers.views.forms import AcceptanceForm, WordsForm, member_named

LISTS = {
    "active": ("Running", ("active",)),
    "offered": ("Invited", ("offered",)),
    "over": ("Over", ("renewed", "ended", "left", "declined", "withdrawn")),
}


def _page(agreement: Agreement, form: AcceptanceForm | None = None, words: WordsForm | None = None):
    asked = form or AcceptanceForm(
        formdata=None,
        sponsor_name=agreement.sponsor_name,
        sponsor_email=agreement.sponsor_email,
        backup=agreement.backup.name if agreement.backup else "",
    )
    may = {
        "answer": agreement.state == "offered" and not agreement.accepted_at and agreement.member_id == viewer().id,
        "name_sponsor": may_name_sponsor(viewer(), agreement) is True,
        "leave": may_leave(viewer(), agreement) is True,
        "thank": may_thank(viewer(), agreement) is True,
        "withdraw": viewer().is_staff and agreement.state == "offered",
    }
    return (words or asked).page(
        "superusers/agreements/show.html",
        agreement=agreement,
        asked=asked,
        words=words or WordsForm(formdata=None),
        may=may,
        own=agreement.member_id == viewer().id,
    )


@blueprint.get("/superusers/agreements")
def agreements():
    """For staff: all agreements; ?show= says which."""
    show = request.args.get("show") if request.args.get("show") in LISTS else "active"
    found = agreements_in(LISTS[show][1], viewer())
    return render_template("superusers/agreements/index.html", agreements=found, show=show, lists=LISTS)


@blueprint.get("/superusers/agreements/<int:ident>")
def agreement(ident: int):
    """One agreement, for the person and for staff."""
    return _page(find_agreement(ident, viewer()))


@blueprint.post("/superusers/agreements/<int:ident>/acceptance")
def agreement_acceptance(ident: int):
    """Agree; the sponsor is asked."""
    found, form = find_agreement(ident, viewer()), AcceptanceForm()
    said = {"sponsor_name": form.sponsor_name.data, "sponsor_email": form.sponsor_email.data}
    if form.attempt(
        lambda: accept_agreement(found, **said, backup=member_named(form.backup.data, "backup"), by=viewer())
    ):
        flash(f"Thank you. {found.sponsor_name} gets a mail and confirms your time.", "ok")
        return redirect(found.path, 303)
    return _page(found, form)


@blueprint.post("/superusers/agreements/<int:ident>/sponsor")
def agreement_sponsor(ident: int):
    """Ask the sponsor again, or another one."""
    found, form = find_agreement(ident, viewer()), AcceptanceForm()
    said = {"sponsor_name": form.sponsor_name.data, "sponsor_email": form.sponsor_email.data}
    if form.attempt(lambda: ask_sponsor_anew(found, **said, by=viewer())):
        flash(f"{found.sponsor_name} gets a new link.", "ok")
        return redirect(found.path, 303)
    return _page(found, form)


@blueprint.post("/superusers/agreements/<int:ident>/refusal")
def agreement_refusal(ident: int):
    """Rather not."""
    found = find_agreement(ident, viewer())
    decline_agreement(found, request.form.get("words", ""), by=viewer())
    flash("That is fine. What you do here counts as much as before.", "ok")
    return redirect(found.path, 303)


@blueprint.post("/superusers/agreements/<int:ident>/leaving")
def agreement_leaving(ident: int):
    """End it now, with a word."""
    found, form = find_agreement(ident, viewer()), WordsForm()
    if form.attempt(lambda: leave_programme(found, form.words.data or "", by=viewer())):
        flash("It is ended. Thank you for all of it." if found.member_id == viewer().id else "It is ended.", "ok")
        return redirect(found.path, 303)
    return _page(found, words=form)


@blueprint.post("/superusers/agreements/<int:ident>/thanks")
def agreement_thanks(ident: int):
    """Words that stay on the profile."""
    found, form = find_agreement(ident, viewer()), WordsForm()
    if form.attempt(lambda: thank_superuser(found, form.words.data or "", by=viewer())):
        flash("It stands on their profile.", "ok")
        return redirect(found.path, 303)
    return _page(found, words=form)


@blueprint.get("/members/<name>/service")
def service(name: str):
    """All of a person's time in the programme: for that person and staff; training for those who coach as well."""
    member = find_member(name)
    coaches = may_coach(viewer(), member) is True
    history = history_of(member, viewer())
    if not (history or coaches or viewer().is_staff or viewer().id == member.id):
        raise NotFound("This is between them and those who run the programme.")
    done = steps_of(member)
    return render_template(
        "superusers/service/show.html",
        member=member,
        history=history,
        coaches=coaches,
        steps=STEPS,
        done=done,
        next_step=next_step(done),
        reviews=reviews_of(member, viewer()),
        own=member.id == viewer().id,
    )
