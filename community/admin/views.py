"""The admin pages."""

from flask import flash, redirect, render_template, request
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired

from community.accounts.joining import change_role
from community.accounts.models import ROLE_WORDS, Member
from community.accounts.queries import find_member, matching_members, members_by_id
from community.admin import badges, groups, places, recognition
from community.admin.blueprint import blueprint
from community.admin.checkup import examine
from community.admin.log import facts, set_aside
from community.admin.outbox import written_mails
from community.core.forms import Form, options
from community.core.paging import page_of
from community.core.web import settings, viewer
from community.events.delivery import pending, retry
from community.events.facts import KINDS
from community.forum.arranging import add_category
from community.services.keeping import add_service, all_services, change_state, find_service
from community.services.models import STATES

assert badges and groups and places and recognition  # imported for their routes


class ServiceForm(Form):
    """A new service; its place in the forum is made with it."""

    name = StringField("Name", validators=[DataRequired("A service needs a name.")])
    description = StringField("What is it?", description="One sentence that its people would recognise.")


class StateForm(Form):
    """How a service is doing."""

    state = SelectField("State", choices=options(STATES))
    note = StringField("In one line", description="Such as “Building C only”.")


@blueprint.get("/")
def overview():
    """How the site is."""
    return render_template("admin/overview.html", findings=examine(), owed=pending())


@blueprint.route("/services", methods=["GET", "POST"])
def services():
    """The services; adding one makes its place in the forum."""
    form = ServiceForm()
    if form.attempt(lambda: _add_service(form)):
        return redirect("/admin/services", 303)
    return form.page("admin/services.html", services=all_services())


def _add_service(form: ServiceForm) -> None:
    service = add_service(form.name.data, description=form.description.data, by=viewer())
    add_category(service.name, service=service, description=service.description, by=viewer())


@blueprint.route("/services/<slug>/state", methods=["GET", "POST"])
def service_state(slug: str):
    """Say how a service is doing."""
    service = find_service(slug)
    form = StateForm(state=service.state, note=service.state_note)
    if form.attempt(lambda: change_state(service, form.state.data, form.note.data, by=viewer())):
        return redirect("/admin/services", 303)
    return form.page("admin/service_state.html", service=service)


@blueprint.get("/people")
def people():
    """Accounts and their roles."""
    words = request.args.get("q", "").strip()
    page = page_of(matching_members(words), by=(Member.id,), after=request.args.get("after"))
    return render_template("admin/people.html", page=page, roles=ROLE_WORDS, words=words)


@blueprint.post("/people/<name>/role")
def role(name: str):
    """Give somebody another role."""
    member = find_member(name)
    change_role(member, request.form.get("role", ""), by=viewer())
    flash(f"{member.display_name} is now {member.role_word.lower()}.", "ok")
    return redirect("/admin/people", 303)


@blueprint.get("/reactions")
def reactions():
    """What is owed, and what was set aside after ten failures."""
    return render_template("admin/reactions.html", owed=pending(), failed=set_aside())


@blueprint.post("/reactions/<int:ident>/retry")
def retry_reaction(ident: int):
    """Try a reaction again."""
    retry(ident)
    flash("It will be tried again right away.", "ok")
    return redirect("/admin/reactions", 303)


@blueprint.get("/facts")
def fact_log():
    """Everything that happened."""
    kind = request.args.get("kind") if request.args.get("kind") in KINDS else None
    page = facts(request.args.get("after"), kind)
    people = members_by_id(fact.by_id for fact in page.items)
    return render_template("admin/facts.html", page=page, people=people, kinds=sorted(KINDS), kind=kind)


@blueprint.get("/outbox")
def outbox():
    """Mails that were written instead of sent."""
    return render_template("admin/outbox.html", mails=written_mails(), sends=bool(settings().mail_url))
