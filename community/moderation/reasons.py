"""Why something may be flagged, and what each reason leads to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """`claim` is what the flags say, after "Three people say"; `mend` tells the author what would help."""

    title: str
    text: str
    claim: str
    why: str
    mend: str
    needs_note: bool = False


REASONS = {
    "spam": Reason(
        "It is spam", "It advertises, or leads away from here for no reason.", "this is spam",
        "Several people say that it is spam.", "Take out what advertises, or say openly what you have to do with it.",
    ),
    "unkind": Reason(
        "It is unkind or harmful", "It attacks, insults, threatens or exposes somebody.", "this is unkind",
        "Several people found it unkind.", "Say what is wrong with the thing, and leave the person out.",
    ),
    "off_topic": Reason(
        "It doesn’t belong here", "It has nothing to do with the question or the place.", "this doesn’t belong here",
        "Several people say that it doesn’t belong here.",
        "Say how it helps with the question, or post it where it fits.",
    ),
    "out_of_date": Reason(
        "It is out of date", "It was right once and would lead people wrong now.", "this no longer works",
        "Several people say that it no longer works.", "Say what is true now, or for which version it was.",
        needs_note=True,
    ),
    "staff": Reason(
        "Provider staff should see it", "Something only they can judge or do. It stays as it is.",
        "staff should see this",
        "Several people asked provider staff to look at it.", "", needs_note=True,
    ),
    "security": Reason(
        "It is a security concern", "It shows a password, personal data or a weakness. It is hidden at once, and only "
        "provider staff see it and your words.", "this is a security concern",
        "It may show something that nobody should see, so only you and provider staff can see it now.",
        "Take out passwords, names, numbers and how to misuse anything.", needs_note=True,
    ),
}  # fmt: skip
HIDING = ("spam", "unkind", "off_topic", "out_of_date")  # flags that together may hide; "staff" only calls somebody


def sentence_for_author(reason: str) -> str:
    """What the author of something hidden reads: why, and how to mend it."""
    return f"{REASONS[reason].why} {REASONS[reason].mend}".strip()
