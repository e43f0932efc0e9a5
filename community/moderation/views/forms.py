"""The forms of moderation."""

from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from community.core.forms import Form, options
from community.moderation.reasons import REASONS


class FlagForm(Form):
    """Saying that something needs a look."""

    reason = RadioField("What is the matter?", validators=[InputRequired("Please choose what is the matter.")],
                        choices=options({key: each.title for key, each in REASONS.items()}))  # fmt: skip
    note = TextAreaField("In a few words", description="Only those who look after this place read it.")


class DecisionForm(Form):
    """Deciding a matter."""

    verdict = RadioField("What should happen?", validators=[InputRequired("Please choose what should happen.")],
                         validate_choice=False)  # fmt: skip
    word = TextAreaField("A word to the author", validators=[Optional(), Length(max=500)])


class AppealForm(Form):
    """Asking that somebody else looks at a decision."""

    words = TextAreaField("What should be seen differently?")


class ReversalForm(Form):
    """Taking something back."""

    reason = TextAreaField("Why is it taken back?")
    whole = BooleanField("Also what was decided along with it")
