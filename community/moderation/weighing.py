"""What a flag weighs, and how much hides something until it was looked at.

    weight = level × 2 · (upheld + 2) / (upheld + declined + 4), at most 2.5

`level` is 1.0 for a newcomer up to 1.8 for a steward. The second factor begins at 1 for somebody whose flags nobody has
judged yet, and comes near 2 for those who are always right, near 0 for those who never are. Things are hidden from a
weight of 3: three newcomers, or two regulars with a record; never one person alone.
"""

from sqlalchemy import func, select

from community.accounts.models import Member
from community.core.db import db
from community.moderation.models import Flag

HIDES_AT = 3.0
MOST = 2.5
BY_LEVEL = {1: 1.0, 2: 1.2, 3: 1.35, 4: 1.5, 5: 1.65, 6: 1.8}
PRIOR = 2  # judged flags of each kind that everyone begins with


def weight_of(member: Member) -> float:
    """What this member's next flag weighs."""
    upheld, declined = record_of(member)
    accuracy = 2 * (upheld + PRIOR) / (upheld + declined + 2 * PRIOR)
    return round(min(MOST, BY_LEVEL[member.level] * accuracy), 2)


def record_of(member: Member) -> tuple[int, int]:
    """How many of the member's flags were upheld and declined."""
    query = select(Flag.outcome, func.count()).where(Flag.member_id == member.id, Flag.outcome.is_not(None))
    counts = dict(db.session.execute(query.group_by(Flag.outcome)).all())
    return counts.get("upheld", 0), counts.get("declined", 0)


def cries_wolf(member: Member) -> bool:
    """Whether what this member calls a security concern is looked at before it is hidden: twice wrong, never right."""
    query = select(Flag.outcome).where(Flag.member_id == member.id, Flag.reason == "security")
    outcomes = list(db.session.scalars(query))
    return outcomes.count("declined") >= 2 and "upheld" not in outcomes
