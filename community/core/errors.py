"""What an action may refuse with. Each carries one sentence for the person who asked."""

from collections.abc import Callable
from typing import Any


class Refusal(Exception):
    """Base of all refusals: a sentence and the HTTP status that says it."""

    status = 400
    title = "That didn’t work"

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(Refusal):
    """There is no such thing, or this viewer may not know of it."""

    status = 404
    title = "There is nothing here"


class Gone(Refusal):
    """It was here and was taken down; the sentence says why."""

    status = 410
    title = "This isn’t shown any more"


class Moved(Refusal):
    """It is read somewhere else now: `path` leads there, `ident` is what it is part of."""

    status = 410
    title = "This went on elsewhere"

    def __init__(self, sentence: str, path: str, ident: int):
        super().__init__(sentence)
        self.path, self.ident = path, ident


class NotAllowed(Refusal):
    """The person may not do this; the sentence says what would be needed."""

    status = 403
    title = "That isn’t open to you"


class SignInFirst(NotAllowed):
    """It is there for members alone; whoever asks may be one."""

    status = 401
    title = "Please sign in"


class Conflict(Refusal):
    """Somebody else was there first, or the thing has changed meanwhile."""

    status = 409
    title = "Something changed meanwhile"


class TooFast(Refusal):
    """Not yet; sending it again after `seconds` will do."""

    status = 429
    title = "That was quick"

    def __init__(self, sentence: str, seconds: int):
        super().__init__(sentence)
        self.seconds = seconds


class Busy(Refusal):
    """The database could not take the write in time; sending again is safe."""

    status = 503
    title = "We’re busier than usual"


class Invalid(Refusal):
    """Input that can't be used; `field` names where the sentence belongs, `others` are what else can't be used."""

    status = 422
    title = "Please check what you wrote"

    def __init__(self, sentence: str, field: str | None = None):
        super().__init__(sentence)
        self.field = field
        self.others: tuple[Invalid, ...] = ()


def check_together(*checks: Callable[[], Any]) -> None:
    """Run every check, so that all that can't be used is said at once. Raises the first Invalid, with the others."""
    found: list[Invalid] = []
    for check in checks:
        try:
            check()
        except Invalid as error:
            found += (error, *error.others)
    if found:
        found[0].others = tuple(found[1:])
        raise found[0]


def require(allowed: "bool | str") -> None:
    """Refuse unless `allowed` is True. A rule returns True or the sentence that explains the refusal.

    Raises NotAllowed.
    """
    if allowed is not True:
        raise NotAllowed(allowed or "You can’t do this here.")
