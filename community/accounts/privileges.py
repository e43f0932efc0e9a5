"""What a level opens: asked in one place, and every refusal says what is missing."""

from community.accounts.levels import PRIVILEGES, level_for, levels
from community.accounts.models import Member
from community.accounts.showing import sees_recognition


def holds(by: Member | None, privilege: str) -> bool:
    """Whether somebody has come far enough; roles and places are asked for elsewhere."""
    return by is not None and by.level >= level_for(privilege)


def is_newcomer(by: Member) -> bool:
    """Whether the hall hardly knows them yet."""
    return not holds(by, "post_freely") and not by.may_moderate


def refusal(by: Member, privilege: str) -> str:
    """Why it is not open to somebody yet, and what is missing."""
    if not sees_recognition(by):  # who wants to hear nothing of levels is told what it takes in other words
        return f"{PRIVILEGES[privilege].words} opens to those who have helped here for a while."
    level = levels()[level_for(privilege) - 1]
    return f"{PRIVILEGES[privilege].words} opens at {level.name}; {missing_words(by, level)}."


def missing_words(by: Member, level) -> str:
    """What somebody lacks for a level, as the end of a sentence."""
    points, outcomes = level.points - by.reputation, level.outcomes - by.outcomes
    parts = []
    if points > 0:
        parts.append(f"{points:,} {'point' if points == 1 else 'points'}")
    if outcomes > 0:
        parts.append(f"{outcomes:,} {'outcome' if outcomes == 1 else 'outcomes'} that somebody confirmed")
    if parts:
        return f"you are {' and '.join(parts)} away"
    return "it follows once some time has passed without a warning"
