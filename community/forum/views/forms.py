"""The forum's forms."""

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from community.core.forms import Form


class TopicForm(Form):
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
    duplicate_of = IntegerField("Number of the question that has the answer", validators=[Optional()])


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
