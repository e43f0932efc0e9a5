"""The kinds of tickets and how urgent they may be: tables, so that a new kind is a new line."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Kind:
    """What a ticket is about; `prefix` starts its reference, `priority` is what it begins with."""

    word: str
    prefix: str
    meaning: str
    icon: str
    priority: int


@dataclass(frozen=True)
class Priority:
    """How urgent a ticket is, and how soon people hear about it unless somebody promises another time."""

    word: str
    meaning: str
    update_within: timedelta
    within_words: str


KINDS = {
    "incident": Kind(
        "Incident",
        "INC",
        "Something that should work is broken, slow or wrong.",
        icon="triangle-alert",
        priority=3,
    ),
    "request": Kind(
        "Service request",
        "REQ",
        "Something is wanted that isn’t there yet: access, a device, a change of details.",
        icon="package",
        priority=4,
    ),
}
PRIORITIES = {
    1: Priority("P1", "Many people cannot work", timedelta(hours=1), "within an hour"),
    2: Priority("P2", "Several people are held up", timedelta(hours=4), "within four hours"),
    3: Priority("P3", "One person is held up, or there is a way around", timedelta(days=1), "within a day"),
    4: Priority("P4", "Nobody is held up", timedelta(days=3), "within three days"),
}
STATES = {
    "new": "New",
    "in_progress": "In progress",
    "waiting": "Waiting",
    "resolved": "Resolved",
    "closed": "Closed",
}
OPEN = ("new", "in_progress", "waiting")
WAITING_FOR = {
    "user": "an answer from the asker",
    "supplier": "a supplier",
    "change": "a planned change",
    "problem": "a lasting fix",
}
STEPS = {  # what the desk may move by hand; taking, resolving, confirming and reopening are verbs of their own
    "new": ("in_progress", "waiting"),
    "in_progress": ("waiting",),
    "waiting": ("in_progress",),
    "resolved": ("closed",),
    "closed": (),
}
