"""What a member’s lines add up to, kept with the member: points, outcomes, and the level that follows from them."""

from collections import Counter
from functools import cache

from sqlalchemy import Integer, Update, bindparam, case, select, update

from community.accounts.levels import Level, levels
from community.accounts.models import Member
from community.core.db import UtcDateTime, db
from community.gamification.deeds import OUTCOMES
from community.gamification.ledger import Line
from community.gamification.levelling import settle
from community.gamification.levels import clean_since, earned_level, share_of


def keep_totals(lines: list[Line]) -> None:
    """Add what was written to its members' totals, in one order for everyone, so that nobody waits in a circle."""
    points: Counter = Counter()
    outcomes: Counter = Counter()
    for line in lines:
        points[line.member_id] += line.points
        outcomes[line.member_id] += line.value if line.rule in OUTCOMES else 0
    for member_id in sorted(points):
        if points[member_id] or outcomes[member_id]:
            _change_total(member_id, points[member_id], outcomes[member_id], adding=True)


@cache
def _holding():
    # Not against those who only refer to the member: they would wait for us, and we for them.
    table = Member.__table__.c
    return select(table.level).where(table.id == bindparam("ident")).with_for_update(key_share=True)


def set_total(member_id: int, points: int, outcomes: int) -> None:
    """Set what a member's points and outcomes add up to. The level rises with them; what falls is looked at."""
    _change_total(member_id, points, outcomes, adding=False)


@cache
def _changing(there: tuple[Level, ...], *, adding: bool) -> Update:
    """Adds to a member’s points and outcomes, or sets them: made once for these levels, as every vote comes by here."""
    table = Member.__table__
    points, outcomes = bindparam("points", type_=Integer), bindparam("confirmed", type_=Integer)
    if adding:
        points, outcomes = table.c.reputation + points, table.c.outcomes + outcomes
    since = {f"since_{each.number}": bindparam(f"since_{each.number}", type_=UtcDateTime) for each in there}
    earned = earned_level(points, outcomes, table.c.id, since)
    level = case((table.c.level_locked | (table.c.level > earned), table.c.level), else_=earned)
    looked_at = ("id", "reputation", "level", "level_locked", "level_at_risk_until")
    return (
        update(table)
        .where(table.c.id == bindparam("ident"))
        .values(reputation=points, outcomes=outcomes, level=level, level_progress=share_of(points))
        .returning(*(table.c[name] for name in looked_at))
    )


def _change_total(member_id: int, points: int, outcomes: int, *, adding: bool) -> None:
    before = db.session.scalar(_holding(), {"ident": member_id})
    values = {"ident": member_id, "points": points, "confirmed": outcomes, **clean_since()}
    now = db.session.execute(_changing(levels(), adding=adding), values).one()
    known = db.session.identity_map.get(db.session.identity_key(Member, member_id))
    if known is not None:
        db.session.refresh(known, ["reputation", "outcomes", "level", "level_progress"])
    settle(now, before)
