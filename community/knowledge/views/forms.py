"""The forms of the knowledge base."""

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from community.accounts.audiences import audiences_of
from community.accounts.grouping import audience_words
from community.accounts.models import Member
from community.core.forms import Form, options
from community.knowledge.models import KINDS
from community.services.keeping import all_services


class ArticleForm(Form):
    """Writing an article."""

    title = StringField("Title", validators=[DataRequired("An article needs a title that people would search for.")])
    summary = StringField("In one or two sentences", description="What it is about and when one needs it.")
    kind = SelectField("What kind of article is it?", choices=options(KINDS), validators=[InputRequired()])
    service = SelectField("Which service is it about?", default="")
    audience = SelectField("Who may read it?", validators=[InputRequired()])
    body = TextAreaField("The article", validators=[DataRequired("There is nothing to keep yet.")])

    def offer(self, writer: Member) -> None:
        """Fill the choices with what this writer may choose."""
        services = [(service.slug, service.name) for service in all_services()]
        self.service.choices = options([("", "None in particular"), *services])
        self.audience.choices = options(audience_words(audiences_of(writer)))


class RevisionForm(ArticleForm):
    """Changing an article."""

    reason = StringField("What did you change?", description="One line for the history.")
    wording_only = BooleanField(
        "Only the wording changed", description="What to do stayed the same, so the article need not be checked again."
    )
    revision = HiddenField()


class ReasonForm(Form):
    """Saying why."""

    reason = StringField("Reason", validators=[DataRequired("Please say why; readers will see it.")])
