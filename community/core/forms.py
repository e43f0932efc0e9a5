"""Forms: what an action refuses is said beside the field it is about."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from flask import render_template
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField
from wtforms.fields.choices import SelectChoice

from community.core.errors import Invalid, NotAllowed, TooFast
from community.core.web import is_fragment


def options(words: Mapping[str, str] | Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Choices of a select or radio field: (value, words) pairs, or a mapping of them."""
    pairs = words.items() if isinstance(words, Mapping) else words
    return [SelectChoice(value, label) for value, label in pairs]


class LocalTimeField(DateTimeLocalField):
    """A day and a time of day, without a zone."""

    def process_data(self, value):
        """Take a time, or the words of one as they were typed before."""
        super().process_data(None if isinstance(value, str) else value)
        if isinstance(value, str) and value:
            with suppress(ValueError):
                self.process_formdata([value])

    def process_formdata(self, valuelist):
        """Read what was typed. Raises ValueError with a sentence."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Please give a day and a time, such as 2026-03-09 09:00.") from None
        if self.data is not None and not 1970 < self.data.year < 3000:
            self.data = None
            raise ValueError("Please give a time that people live to see.")


WORDS = {  # what the form library says of its own accord: what it says here
    "Not a valid choice.": "Please choose one of these.",
    "Invalid Choice: could not coerce.": "Please choose one of these.",
    "Not a valid integer value.": "Please give a whole number.",
    "Not a valid float value.": "Please give a number.",
    "Not a valid date value.": "Please give a day, such as 2026-03-09.",
    "Not a valid datetime value.": "Please give a day and a time, such as 2026-03-09 09:00.",
    "Not a valid time value.": "Please give a time of day, such as 09:00.",
}


class Words:
    """The form library’s sentences in our words, where it looks for a translation."""

    def gettext(self, sentence: str) -> str:
        """What a field says."""
        return WORDS.get(sentence, sentence)

    def ngettext(self, one: str, several: str, count: int) -> str:
        """What a field with several choices says of those that are none."""
        return "Please choose among these." if "choice" in one else one if count == 1 else several


class Form(FlaskForm):
    """A form that hands its input to an action and keeps everything typed when the action refuses."""

    class Meta(FlaskForm.Meta):
        """How the library builds it."""

        def get_translations(self, form) -> Words:
            """Whom a field asks for its words."""
            return Words()

    refusal: str | None = None  # a sentence about the whole form
    status = 200
    headers: Mapping[str, str] = {}  # of the answer, such as when to come again

    def attempt(self, action: Callable[[], Any]) -> bool:
        """Run `action` when the input is well-formed; whether it went through. Its result is kept as `result`."""
        if not self.is_submitted():
            return False
        if not self.validate():
            self.status = 422
            return False
        try:
            self.result = action()
        except Invalid as error:
            for each in (error, *error.others):
                self._blame(each)
            return False
        except (NotAllowed, TooFast) as error:
            self.headers = {"Retry-After": str(error.seconds)} if isinstance(error, TooFast) else {}
            self.refusal, self.status = error.sentence, error.status
            return False
        return True

    def _blame(self, error: Invalid) -> None:
        self.status = error.status
        if error.field in self._fields:
            field = self._fields[error.field]
            field.errors = [*field.errors, error.sentence]
        else:
            self.refusal = error.sentence

    def page(self, template: str, **context: Any):
        """The page with this form, with 422 when something in it needs another look."""
        return render_template(template, form=self, **context), self.status, self.headers

    def ask(self, template: str, **context: Any):
        """A short question: a page of its own or, where a page asks for it, a dialog; later the form inside that.

        The template extends `layout` and fills the blocks title and form.
        """
        if not is_fragment():
            return self.page(template, layout="layouts/question.html", **context)
        layout = "layouts/part.html" if self.is_submitted() else "layouts/dialog.html"
        page, status, headers = self.page(template, layout=layout, in_dialog=True, **context)
        return page, 422 if status >= 400 else status, headers  # what was refused is said in the dialog
