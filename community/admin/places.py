"""The places of the forum: how they stand, and who may see, post and moderate in each."""

from flask import flash, redirect, render_template, request
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired

from community.accounts.grouping import every_audience
from community.admin.blueprint import blueprint
from community.core.db import find
from community.core.errors import Invalid
from community.core.forms import Form, options
from community.core.web import viewer
from community.forum.arranging import Plan, add_category, change_category, move_category, remove_category
from community.forum.models import Category
from community.forum.queries import all_categories
from community.services.keeping import all_services

ICONS = tuple(
    "messages-square message-square circle-help lightbulb megaphone sprout users user-round armchair accessibility"  # noqa: SIM905
    " laptop monitor phone printer wifi key lock shield shield-check car receipt package box calendar presentation mail"
    " house book-open".split()
)


class PlaceForm(Form):
    """A place of the forum."""

    name = StringField("Name", validators=[DataRequired("A place needs a name.")])
    description = StringField("What is it for?", description="One sentence that its people would recognise.")
    service = SelectField("Service", description="Below another place it is that one’s, unless you choose.")
    parent = SelectField("Stands below", description="Places nest once.")
    audience = SelectField("Who may see it?")
    posters = SelectField("Who may post, of those?")
    moderators = SelectField("Who looks after it?", description="Provider staff who may see it always may.")
    named_votes = BooleanField("Show who voted for a post")
    icon = RadioField("Icon", choices=options((name, name.replace("-", " ")) for name in ICONS))

    def offer(self, category: Category | None = None) -> "PlaceForm":
        """The form with its choices."""
        everyone = every_audience()
        members = {audience: word for audience, word in everyone.items() if audience != "public"}
        self.audience.choices = options(everyone)
        self.posters.choices = self.moderators.choices = options(members)
        self.services = {str(service.id): service for service in all_services()}
        self.above = {str(c.id): c for c in all_categories() if c.parent_id is None and c != category}
        self.service.choices = options({"": "None: a circle"} | _names(self.services))
        self.parent.choices = options({"": "Nothing"} | _names(self.above))
        return self

    def plan(self) -> Plan:
        """What was chosen; the choices must have been offered."""
        chosen = {name: self[name].data for name in ("icon", "audience", "posters", "moderators", "named_votes")}
        return Plan(
            self.name.data,
            self.description.data or "",
            service=self.services.get(self.service.data),
            parent=self.above.get(self.parent.data),
            **chosen,
        )


def _names(things: dict) -> dict[str, str]:
    return {ident: thing.name for ident, thing in things.items()}


def _as_planned(place: Category) -> dict:
    names = ("name", "description", "icon", "audience", "posters", "moderators", "named_votes")
    above = {"service": str(place.service_id or ""), "parent": str(place.parent_id or "")}
    return above | {name: getattr(place, name) for name in names}


@blueprint.get("/places")
def places():
    """Every place, also those that the administrator may not look into."""
    return render_template("admin/places/index.html", places=all_categories(), audiences=every_audience())


@blueprint.route("/places/new", methods=["GET", "POST"])
def new_place():
    """Add a place."""
    form = PlaceForm(posters="members", moderators="superusers", icon="messages-square").offer()
    if form.attempt(lambda: add_category(by=viewer(), **vars(form.plan()))):
        return redirect("/admin/places", 303)
    return form.page("admin/places/edit.html", place=None)


@blueprint.route("/places/<int:ident>", methods=["GET", "POST"])
def place(ident: int):
    """Change a place."""
    found = find(Category, ident)
    form = PlaceForm(data=_as_planned(found)).offer(found)
    if form.attempt(lambda: change_category(found, form.plan(), by=viewer())):
        flash(f"{found.name} is as you said.", "ok")
        return redirect("/admin/places", 303)
    return form.page("admin/places/edit.html", place=found)


@blueprint.post("/places/<int:ident>/position")
def position(ident: int):
    """Move a place up or down among its neighbours."""
    move_category(find(Category, ident), -1 if request.form.get("step") == "up" else 1, by=viewer())
    return redirect(f"/admin/places#place-{ident}", 303)


@blueprint.post("/places/<int:ident>/removal")
def removal(ident: int):
    """Remove a place that nothing was posted in."""
    try:
        remove_category(find(Category, ident), by=viewer())
        flash("The place is gone.", "ok")
    except Invalid as error:
        flash(error.sentence, "warn")
    return redirect("/admin/places", 303)
