"""The forms of polls: on a page of their own, and as a part of asking."""

from typing import Any

from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from community.accounts.models import Member
from community.accounts.zones import meant_by, there
from community.core.forms import Form, LocalTimeField, options
from community.forum.polling import Draft
from community.forum.polls import RESULTS, Poll


class PollFields:
    """What a poll is made of; where a topic is posted nothing of it has to be filled in."""

    poll_question = StringField("What do you want to ask?")
    poll_options = TextAreaField("The options", description="One on each line, from two to twelve.")
    poll_several = BooleanField("One may choose several")
    poll_named = BooleanField("It is shown who chose what")
    poll_results = SelectField("When do people see the results?", choices=options(RESULTS), default="always")
    poll_closes = LocalTimeField("Closes", validators=[Optional()], description="By your own clock.")

    def poll(self, by: Member) -> Draft | None:
        """The poll as it was filled in; None when it wasn't."""
        question, written = self.poll_question.data or "", self.poll_options.data or ""
        if not question.strip() and not written.strip():
            return None
        closes = meant_by(by, self.poll_closes.data) if self.poll_closes.data else None
        return Draft.written(
            question,
            written,
            several=self.poll_several.data,
            named=self.poll_named.data,
            results=self.poll_results.data,
            closes_at=closes,
        )


class PollForm(PollFields, Form):
    """Putting a poll under a post, or changing it before the first vote."""


def filled_with(poll: Poll, viewer: Member) -> dict[str, Any]:
    """What the form says of a poll that is there."""
    return {
        "poll_question": poll.question,
        "poll_options": "\n".join(option.words for option in poll.options),
        "poll_several": poll.several,
        "poll_named": poll.named,
        "poll_results": poll.results,
        "poll_closes": there(viewer, poll.closes_at).replace(tzinfo=None) if poll.closes_at else None,
    }
