"""The forum's forms."""

from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Optional

from community.core.forms import Form, options
from community.core.text import row_number
from community.forum.objections import REASONS
from community.forum.views.poll_forms import PollFields

MADE_BY_SPLITS = {"discussion": "A discussion", "question": "A question"}


class TopicForm(PollFields, Form):
    """Asking a question or opening a discussion."""

    kind = RadioField("What is it?", default="question")
    title = StringField("Your question, in one line", validators=[DataRequired("Say it in one line first.")])
    category = SelectField("Where does it belong?", validators=[InputRequired("Choose the service it is about.")])
    body = TextAreaField("The details", validators=[DataRequired("Tell us what you did and what you saw.")])
    tags = StringField("Tags", description="Up to five words, parted by spaces.")


class AnswerForm(Form):
    """Answering, replying or remarking."""

    body = TextAreaField("Your answer", validators=[DataRequired("There is nothing to post yet.")])
    official = BooleanField("Speak for the provider")
    reply_to = IntegerField("The post it replies to", validators=[Optional()])


class EditForm(Form):
    """Changing a post; the title and tags only for the opening one."""

    title = StringField("Title")
    body = TextAreaField("Text", validators=[DataRequired("A post can’t be empty; take it down instead.")])
    tags = StringField("Tags", description="Up to five words, parted by spaces.")
    reason = StringField("What did you change?", description="One line for the history.")
    revision = HiddenField()


class SuggestionForm(Form):
    """Suggesting a better wording."""

    body = TextAreaField("Your wording", validators=[DataRequired("A post can’t be empty.")])
    reason = StringField("What gets better?", validators=[DataRequired("Please say in one line what gets better.")])


class NeedForm(Form):
    """Saying what the asker should tell."""

    note = StringField("What is missing?", validators=[DataRequired("Say what you need to know.")])


class ReasonForm(Form):
    """Saying why."""

    reason = StringField("Reason", validators=[DataRequired("Please say why.")])


class ClosingForm(Form):
    """Why, unless it was asked before."""

    reason = StringField("Why?", description="Not needed when it was asked before.")
    duplicate_of = IntegerField("Number of the question that has the answer", validators=[Optional()])


class ObjectionForm(Form):
    """Voting against a post."""

    reason = RadioField("What is wrong with it?", choices=options(REASONS), validate_choice=False)
    note = StringField("In your own words", description="What would make it right?")


class OptionalReasonForm(Form):
    """Saying why, where the action decides whether one has to."""

    reason = StringField("Reason")


class CannedForm(Form):
    """Keeping a canned answer."""

    title = StringField("Its name", description="By which others find it.",
                        validators=[DataRequired("Give it a name.")])  # fmt: skip
    service = SelectField("For which service?", default="")
    body = TextAreaField("What it says", validators=[DataRequired("There is nothing to keep yet.")])
    revision = HiddenField()


class RearrangingForm(Form):
    """What all rearranging asks: why, and whether other readers are meant."""

    reason = StringField("Why?", description="One line. It stands in the history of both.")
    aware = BooleanField("That is right: other people will read these words")


class MergingForm(RearrangingForm):
    """Which topic it goes into."""

    into = HiddenField()


class MovingForm(RearrangingForm):
    """Which replies go, and where: into a topic that is there, or into one of their own."""

    posts = SelectMultipleField("Replies", coerce=row_number, validate_choice=False)
    into = HiddenField()
    title = StringField("Title of the new topic")
    kind = RadioField("What is it?", default="discussion", choices=options(MADE_BY_SPLITS))


class FilingForm(Form):
    """What kind a topic is, where it belongs, under which tags."""

    kind = RadioField("What is it?")
    place = SelectField("Where does it belong?")
    tags = StringField("Tags", description="Up to five words, parted by spaces.")
    aware = BooleanField("That is right: other people will read these words")


class WhyForm(Form):
    """A reason that others read on the page."""

    reason = StringField("Why?", description="One line; everyone reads it on the page.")


class PaceForm(Form):
    """How much time lies between two posts of one member."""

    seconds = SelectField("Time between two posts of one member", coerce=int)


class ClosingTimeForm(Form):
    """When it closes by itself."""

    close_at = DateTimeLocalField("Closes at", format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], validators=[Optional()])
