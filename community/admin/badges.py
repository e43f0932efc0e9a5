"""The shields: their list, and the form for one of them. It is looked at before it is kept."""

import json
from datetime import date
from hashlib import sha256

from flask import flash, redirect, render_template, request
from wtforms import (
    BooleanField,
    DateField,
    FloatField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Optional

from community.accounts.queries import members_by_id
from community.admin.blueprint import blueprint
from community.core.errors import Invalid
from community.core.forms import Form, options
from community.core.web import viewer
from community.gamification.badges import FAMILIES, METALS, Badge, charges, shipped
from community.gamification.changing import (
    STATES,
    Listed,
    all_badges,
    change_badge,
    data_of,
    find_listed,
    preview_badge,
    read_badge,
    reset_badge,
)
from community.gamification.conditions import CONDITIONS
from community.gamification.deeds import DEEDS, LIMITS, WITHHELD
from community.gamification.queries import holders_count
from community.gamification.rules import AUDIENCES, COUNTS

CHOICES = {key: deed.what for key, deed in DEEDS.items() if key not in (*WITHHELD, *LIMITS)}
SPARE = ("plus", "minus", "also", "score", "exactly", "goal", "each", "share", "share_of", "revoke")
PARTS = ("name", "metal", "family", "charge", "what", "why", "unit", "series")


class KeepingForm(Form):
    """What both ways of writing a shield down have in common."""

    enabled = BooleanField("Can be earned", description="Off: nobody gets it, and it is not shown where it was earned.")
    backfill = BooleanField(
        "Give it quietly to those who earned it before",
        description="Nobody is told. Otherwise each gets it, and is told, with their next deed that counts.",
    )
    looked = HiddenField()


class BadgeForm(KeepingForm):
    """A shield, field by field."""

    name = StringField("Name", validators=[DataRequired("A shield needs a name.")])
    metal = SelectField("Metal", choices=options({metal: metal.capitalize() for metal in METALS}))
    family = SelectField("Family", choices=options({family: family for family in FAMILIES}))
    charge = SelectField("Figure on it", choices=options({charge: charge.capitalize() for charge in charges()}))
    what = StringField("For …", validators=[DataRequired("Say what it is for.")], description="Ends the sentence.")
    why = StringField("What is good about it", validators=[DataRequired("Say what is good about it.")])
    unit = StringField("What is counted, in words", description="Such as “answers accepted”; then progress is shown.")
    series = StringField("Series", description="One word for all shields of one kind, from bronze to gold.")
    plus = SelectMultipleField("Deeds that count", choices=options(CHOICES))
    minus = SelectMultipleField("Deeds that count against it", choices=options(CHOICES))
    also = SelectMultipleField("Deeds that must stand for the thing as well", choices=options(CHOICES))
    score = IntegerField("Each thing must come to", default=1, validators=[Optional()])
    exactly = IntegerField("Or exactly to", validators=[Optional()], description="Such as 0: nobody ever said so.")
    goal = IntegerField("How many", default=1, validators=[Optional()])
    count = SelectField("of", choices=options(COUNTS))
    each = BooleanField("Every such thing earns it anew")
    per = SelectField("Counted", choices=options({"member": "all together", "tag": "in each tag by itself"}))
    share = FloatField("At least this share", validators=[Optional()], description="Such as 0.25 for a quarter.")
    share_of = SelectField("of all that have", choices=options({"": "No share is asked for"} | CHOICES))
    since = DateField("From", validators=[Optional()], description="For a campaign: only deeds of these days count.")
    until = DateField("Until", validators=[Optional()], description="That day included.")
    audience = SelectField("For whom", choices=options(AUDIENCES))
    revoke = BooleanField("Taken away again when its reason is gone")

    @classmethod
    def of(cls, listed: Listed | None) -> "BadgeForm":
        """The form as a shield is now."""
        if listed is None:
            return cls(data={"enabled": True, "score": 1, "goal": 1})
        badge, rule = listed.badge, listed.badge.rule
        known = {name: getattr(rule, name) for name in ("plus", "minus", "also", "score", "exactly", "goal", "count",
                                                        "each", "per", "share_of", "audience", "revoke")}  # fmt: skip
        days = {name: date.fromisoformat(getattr(rule, name)) for name in ("since", "until") if getattr(rule, name)}
        asked = {f"where_{name}": _shown(name, value) for name, value in rule.where.items()}
        words = {name: getattr(badge, name) for name in PARTS}
        return cls(data={**words, **known, **days, **asked, "share": rule.share or None, "enabled": listed.enabled})

    def written(self) -> dict:
        """The shield as data, without what goes without saying."""
        rule = {name: self[name].data for name in SPARE if self[name].data or self[name].data == 0}
        rule = {name: value for name, value in rule.items() if value is not False}
        rule |= {name: self[name].data for name in ("count", "per", "audience")}
        rule |= {name: self[name].data.isoformat() for name in ("since", "until") if self[name].data}
        where = {name: _asked(name, self[f"where_{name}"].data) for name in CONDITIONS}
        rule["where"] = {name: value for name, value in where.items() if value is not None}
        return {**{name: self[name].data or "" for name in PARTS}, "rule": rule}


class DataForm(KeepingForm):
    """A shield as the data it is."""

    data_ = TextAreaField("The shield as data (JSON)", validators=[DataRequired("There is nothing in it.")])

    @classmethod
    def of(cls, listed: Listed | None) -> "DataForm":
        """The form as a shield is now."""
        data = data_of(listed.badge) if listed else {"name": "", "rule": {"plus": []}}
        written = json.dumps({key: value for key, value in data.items() if key != "key"}, indent=2, ensure_ascii=False)
        return cls(data={"data_": written, "enabled": listed is None or listed.enabled})

    def written(self) -> dict:
        """What was typed, as data. Raises Invalid."""
        try:
            return json.loads(self.data_.data)
        except ValueError as error:
            raise Invalid(f"This can’t be read: {error}.", "data_") from None


def _condition(name: str):
    asked = CONDITIONS[name]
    words = asked.words[0].upper() + asked.words[1:]
    if asked.number:
        return FloatField(words, validators=[Optional()])
    if asked.either:
        return SelectField(words, choices=options({"": "No matter", "yes": "Yes", "no": "No"}))
    return BooleanField(words)


for _name in CONDITIONS:
    setattr(BadgeForm, f"where_{_name}", _condition(_name))


def _asked(name: str, value):
    if CONDITIONS[name].either:
        return {"yes": True, "no": False}.get(value)
    if CONDITIONS[name].number and value is not None:
        return int(value) if value == int(value) else value
    return value or None


def _shown(name: str, value):
    return ("yes" if value else "no") if CONDITIONS[name].either else value


@blueprint.get("/badges")
def badges():
    """All shields, with those that were changed or are off."""
    there = all_badges()
    people = members_by_id(each.changed_by_id for each in there)
    return render_template(
        "admin/badges/index.html", there=there, states=STATES, holders=holders_count(viewer()), people=people
    )


@blueprint.route("/badges/new", methods=["GET", "POST"])
def new_badge():
    """A shield of one's own."""
    return _edit(None)


@blueprint.route("/badges/<key>", methods=["GET", "POST"])
def badge(key: str):
    """One shield."""
    return _edit(find_listed(key))


@blueprint.post("/badges/<key>/reset")
def badge_reset(key: str):
    """Let it be as it was shipped."""
    reset_badge(key, by=viewer())
    flash("It is again as it was shipped.", "ok")
    return redirect("/admin/badges", 303)


def _edit(listed: Listed | None):
    """The form; what it would mean is shown with the first press, and kept with the second."""
    as_data = request.args.get("as") == "data"
    form = (DataForm if as_data else BadgeForm).of(listed)
    preview = None

    def look_or_keep():
        nonlocal preview
        badge = _read(form, listed)
        mark = sha256(json.dumps([data_of(badge), form.enabled.data], sort_keys=True).encode()).hexdigest()
        if form.looked.data != mark and form.enabled.data:
            preview = preview_badge(badge, new=listed is None, by=viewer())
            form.looked.data = mark
            return
        how = {"enabled": form.enabled.data, "backfill": form.backfill.data, "new": listed is None}
        change_badge(badge, **how, by=viewer())

    if form.attempt(look_or_keep) and preview is None:
        flash("It is kept." + (" Those who earned it before get it quietly." if form.backfill.data else ""), "ok")
        return redirect("/admin/badges", 303)
    return form.page(
        "admin/badges/edit.html",
        listed=listed,
        preview=preview,
        as_data=as_data,
        conditions=[] if as_data else [form[f"where_{name}"] for name in CONDITIONS],
        resets=listed is not None and listed.state != "shipped" and listed.badge.key in shipped(),
    )


def _read(form, listed: Listed | None) -> Badge:
    """The shield that the form describes; its key never changes. What is wrong in data is said beside the data."""
    try:
        written = form.written()
        if isinstance(written, dict):
            written = {name: value for name, value in written.items() if name != "key"}
            written |= {"key": listed.badge.key} if listed else {}
        return read_badge(written)
    except Invalid as error:
        raise (error if error.field in form else Invalid(error.sentence, "data_")) from None
