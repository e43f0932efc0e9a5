"""The way of a proposal: its stages, the steps between them, and when the next official word is due."""

from datetime import datetime, timedelta

STAGES = {
    "proposed": "Proposed",
    "under_review": "Under review",
    "planned": "Planned",
    "in_progress": "In progress",
    "on_trial": "On trial",
    "delivered": "Delivered",
    "declined": "Declined",
}
STAIR = tuple(stage for stage in STAGES if stage != "declined")  # what the board climbs; a no stands beside it
CLOSED = ("delivered", "declined")
NOTES = {
    "proposed": "Anyone can support or add to it",
    "under_review": "The service’s owner weighs it",
    "planned": "Agreed, waiting for its turn",
    "in_progress": "Being built now",
    "on_trial": "Try it, say what you think",
    "delivered": "In use, thanks to those who asked",
    "declined": "Not now, and why",
}
STEPS = {
    "proposed": ("under_review", "planned", "declined"),
    "under_review": ("planned", "proposed", "declined"),
    "planned": ("in_progress", "under_review", "declined"),
    "in_progress": ("on_trial", "delivered", "planned", "declined"),
    "on_trial": ("delivered", "in_progress", "declined"),
    "delivered": (),
    "declined": ("under_review",),
}
WORKING_DAYS = {"proposed": 10, "under_review": 15, "planned": 30, "in_progress": 10, "on_trial": 10}
LONGEST_DAYS = 366  # a promise further away than this is none


def is_open(stage: str) -> bool:
    """Whether people still wait for something at this stage."""
    return stage not in CLOSED


def next_word_after(stage: str, at: datetime) -> datetime | None:
    """When the next official word is due for a proposal that reached (or heard of) `stage` at `at`.

    Weekends do not count; None for a stage after which nothing is owed.
    """
    if not is_open(stage):
        return None
    due, left = at, WORKING_DAYS[stage]
    while left:
        due += timedelta(days=1)
        left -= due.weekday() < 5
    return due
