"""The improvement log's forms."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from community.core.errors import Invalid
from community.core.forms import Form, options
from community.improvement.models import Proposal
from community.improvement.stages import STAGES, STEPS


class ProposalForm(Form):
    """Proposing to make something better."""

    title = StringField("What should be better, in one line", validators=[DataRequired("Name it in one line first.")])
    service = SelectField("Which service is it about?", default="")
    hard = TextAreaField(
        "What is hard today",
        description="What happens, how often, to whom. Numbers help, feelings too.",
        validators=[DataRequired("Say what is hard today.")],
    )
    better = TextAreaField(
        "What would be better",
        description="As you would notice it. The way there is for others to find.",
        validators=[DataRequired("Say what would be better.")],
    )
    value = TextAreaField(
        "For whom, and what is it worth to them",
        description="In your own words: time, calm, safety, money, being able to take part.",
        validators=[DataRequired("Say for whom it would be worth something.")],
    )


class WordForm(Form):
    """Saying how a proposal is doing."""

    word = TextAreaField("How is it doing?", validators=[DataRequired("There is nothing to post yet.")])
    next_word = DateField("Next word by", validators=[Optional()])

    def due(self, zone: str):
        """The end of the promised day where the promiser lives, or None for the usual time."""
        day = self.next_word.data
        if day is None:
            return None
        try:
            return datetime.combine(day, time(17, 0), ZoneInfo(zone)).astimezone(UTC)
        except OverflowError as error:
            raise Invalid("The next word has to come after now, and within a year.", "next_word") from error


class StageForm(WordForm):
    """Moving a proposal to another stage."""

    stage = SelectField("To which stage?", validators=[InputRequired("Choose the stage it goes to.")])
    reason = StringField("Why not, in one line", description="Only when it is declined; it stays on the page.")
    read_stage = HiddenField()

    @classmethod
    def for_(cls, proposal: Proposal) -> "StageForm":
        """The form with the steps that are allowed from here."""
        form = cls(read_stage=proposal.stage)
        form.stage.choices = options((stage, STAGES[stage]) for stage in STEPS[proposal.stage])
        return form
