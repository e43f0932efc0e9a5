"""The desk's forms. Each carries the revision that was read, so that a stale page overwrites nothing."""

from wtforms import BooleanField, DateTimeLocalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional

from community.core.forms import Form, options
from community.desk.kinds import PRIORITIES, STATES, WAITING_FOR

FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


class DeskForm(Form):
    """What all have: which revision of the ticket the page showed."""

    revision = IntegerField(validators=[Optional()])


class EntryForm(DeskForm):
    """A public update or an internal note; a note unless one says otherwise."""

    visibility = StringField(default="internal")
    text = TextAreaField("What do you want to say?")
    next_update = DateTimeLocalField("Next update by", format=FORMATS, validators=[Optional()])


class MoveForm(DeskForm):
    """Another state, and for “waiting” the reason."""

    state = SelectField("State", choices=options(STATES))
    waiting_for = SelectField(
        "Waits for",
        choices=options({"": "–", **WAITING_FOR}),
        validators=[Optional()],
    )


class PriorityForm(DeskForm):
    """How urgent it is."""

    priority = SelectField(
        "Priority", coerce=int, choices=options((n, f"{p.word}: {p.meaning}") for n, p in PRIORITIES.items())
    )
    major = BooleanField("Major incident")


class PromiseForm(DeskForm):
    """When people hear next."""

    next_update = DateTimeLocalField("Next update by", format=FORMATS, validators=[Optional()])


class ResolutionForm(DeskForm):
    """What was done, and what only the desk should know about it."""

    sentence = TextAreaField("What was done, for those who asked", validators=[DataRequired("Say what was done.")])
    note = TextAreaField("Internal note")


class OwnerForm(Form):
    """Whom one takes it over from, as the page showed it."""

    over_from = IntegerField(validators=[Optional()])
