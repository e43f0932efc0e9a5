"""What services ask of everybody who asks about them; staff keep it."""

from flask import redirect, render_template, request
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from community.core.forms import Form, options
from community.core.web import viewer
from community.desk.views.blueprint import blueprint
from community.services.fields import KINDS, fields_of, find_field, keep_field, move_field, remove_field
from community.services.keeping import all_services, find_service
from community.services.models import Service


class FieldForm(Form):
    """One thing that a service needs to know."""

    label = StringField("What do you need to know?", description="Such as “Number on the device”.")
    hint = StringField("Where do people find it?", description="One line below the field.")
    kind = SelectField("How do they answer?", choices=options(KINDS))
    choices = TextAreaField("Choices", description="One on a line; only where they choose.")
    required = BooleanField("Nobody can help without it")


@blueprint.get("/desk/fields")
def services_with_fields():
    """The services; each leads to what it asks."""
    return render_template("desk/fields/index.html", services=all_services())


@blueprint.route("/desk/fields/<slug>", methods=["GET", "POST"])
def fields(slug: str):
    """What one service asks, and a form for one thing more."""
    service, form = find_service(slug), FieldForm()
    if form.attempt(lambda: keep_field(service, **_typed(form), by=viewer())):
        return redirect(f"/desk/fields/{slug}", 303)
    return _page(service, form)


@blueprint.route("/desk/fields/<slug>/<int:ident>", methods=["GET", "POST"])
def field(slug: str, ident: int):
    """Change one of them."""
    service = find_service(slug)
    found = find_field(ident, service)
    form = FieldForm(label=found.label, hint=found.hint, kind=found.kind, required=found.required,
                     choices="\n".join(found.choices))  # fmt: skip
    if form.attempt(lambda: keep_field(service, found, **_typed(form), by=viewer())):
        return redirect(f"/desk/fields/{slug}", 303)
    return _page(service, form, found)


@blueprint.post("/desk/fields/<slug>/<int:ident>/removal")
def field_removal(slug: str, ident: int):
    """Ask for it no more."""
    remove_field(find_field(ident, find_service(slug)), by=viewer())
    return redirect(f"/desk/fields/{slug}", 303)


@blueprint.post("/desk/fields/<slug>/<int:ident>/place")
def field_place(slug: str, ident: int):
    """Ask for it earlier (step=-1) or later (step=1)."""
    step = -1 if request.form.get("step") == "-1" else 1
    move_field(find_field(ident, find_service(slug)), step, by=viewer())
    return redirect(f"/desk/fields/{slug}", 303)


def _typed(form: FieldForm) -> dict:
    return {name: form[name].data or "" for name in ("label", "hint", "kind", "choices")} | {
        "required": form.required.data
    }


def _page(service: Service, form: FieldForm, changed=None):
    return form.page("desk/fields/show.html", service=service, services=all_services(), changed=changed,
                     fields=fields_of(service.id))  # fmt: skip
