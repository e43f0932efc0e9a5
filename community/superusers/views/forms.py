"""Forms of the programme."""

from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from community.accounts.models import Member
from community.accounts.queries import find_member
from community.core.errors import Invalid, NotFound
from community.core.forms import Form, LocalTimeField, options
from community.superusers.briefings import REPLIES
from community.superusers.models import TERMS


def member_named(handle: str | None, field: str) -> Member | None:
    """The member whom a field names by handle; None when it is empty. Raises Invalid with the field."""
    handle = (handle or "").strip().removeprefix("@")
    try:
        return find_member(handle) if handle else None
    except NotFound as error:
        raise Invalid("Nobody here goes by that name.", field) from error


class NominationForm(Form):
    """Naming somebody."""

    words = TextAreaField(
        "What do they do for others?",
        validators=[DataRequired("A sentence is enough, but staff need that one.")],
        description="Provider staff read it, nobody else. They are not told that you named them.",
    )


class InvitationForm(Form):
    """What a super-user is asked for."""

    services = SelectMultipleField("Services", coerce=int)
    hours = IntegerField("Hours a week, at most", default=2, validators=[InputRequired("How much time is asked for?")])
    months = SelectField(
        "Term", coerce=int, default=12, choices=options({str(key): words for key, words in TERMS.items()})
    )
    backup = StringField("Who steps in", description="By handle, such as @priya. They can name somebody themselves.")
    words = TextAreaField("Why you ask them", description="They read this first.")


class AcceptanceForm(Form):
    """Agreeing, with a sponsor."""

    sponsor_name = StringField("Their name", validators=[DataRequired("Who answers for your time at work?")])
    sponsor_email = StringField("Their mail address", validators=[DataRequired("Where can we ask them?")])
    backup = StringField("Who steps in while you are away", description="By handle, such as @priya.")


class WordsForm(Form):
    """A word with something."""

    words = TextAreaField("A word with it")


class BriefingForm(Form):
    """A briefing."""

    title = StringField("Title", validators=[DataRequired("What is it about?")])
    starts_at = LocalTimeField("When", validators=[Optional()], description="By your own clock.")
    place = StringField(
        "Where", validators=[DataRequired("A room, or the address of the call.")],
        description="A room, or the address of the call.",
    )  # fmt: skip
    about = TextAreaField("What it will be about")


class NotesForm(Form):
    """What was said."""

    notes = TextAreaField("Notes", validators=[DataRequired("What was said?")])


class ReplyForm(Form):
    """Whether somebody comes."""

    reply = RadioField("Do you come?", choices=options(REPLIES))


class TrainingForm(Form):
    """What a coach saw."""

    samples = SelectMultipleField("What you looked at", validate_choice=False)
    ticks = SelectMultipleField("What you saw in it", validate_choice=False)
    note = TextAreaField("A note to them", description="They read it: what was good, and what to try next.")
