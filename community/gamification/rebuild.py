"""Counting everything again from the facts, and comparing it with what is kept."""

from collections.abc import Iterator

from sqlalchemy import and_, delete, exists, func, insert, literal, select

from community.accounts.models import Member
from community.core.db import db
from community.events.facts import Owed
from community.events.table import name_of
from community.gamification.awarding import award, earned
from community.gamification.badges import BADGES, EARNED_BY
from community.gamification.ledger import Line
from community.gamification.levels import level_of
from community.gamification.models import Award, ReputationLine
from community.gamification.replay import REPLAYED, Replay, events, replayed
from community.gamification.reputation import set_total
from community.gamification.tallies import Tally

LIVE = ReputationLine.__table__
Kept = tuple[int, object, str, int]  # of an award: fact, time, kind of thing, thing


def rebuild_reputation(*, check: bool = False) -> list[str]:
    """Write ledger, totals and levels anew from the facts. One sentence per member for whom something differed.

    With `check` nothing is changed. Without, recording facts waits until it is done.
    """
    with replayed(check=check) as replay:
        differences = list(_reputation_differences(replay))
        if not check:
            _keep_lines(replay)
            replay.keep_takedowns()
            _keep_totals(replay)
    return differences


def _reputation_differences(replay: Replay) -> Iterator[str]:
    due = _sums(REPLAYED)
    query = (
        select(Member.id, Member.name, Member.reputation, Member.level, func.coalesce(due.c.points, 0).label("due"),
               level_of(func.coalesce(due.c.points, 0)).label("due_level"))
        .outerjoin(due, due.c.member_id == Member.id)
        .order_by(Member.id)
    )  # fmt: skip
    missing = _count_apart(replay, REPLAYED, LIVE)
    surplus = _count_apart(replay, LIVE, REPLAYED)
    for row in replay.connection.execute(query).all():
        found = []
        if row.reputation != row.due:
            found.append(f"{row.reputation:,} points are kept, the facts give {row.due:,}")
        elif row.level != row.due_level:
            found.append(f"level {row.level} is kept, the facts give level {row.due_level}")
        if row.id in missing:
            found.append(f"lines missing: {missing[row.id]:,}")
        if row.id in surplus:
            found.append(f"lines that follow from no fact: {surplus[row.id]:,}")
        if found:
            yield f"{row.name}: {'; '.join(found)}."


def _sums(lines):
    return select(lines.c.member_id, func.sum(lines.c.points).label("points")).group_by(lines.c.member_id).subquery()


def _same(one, other):
    return and_(*(one.c[name] == other.c[name] for name in Line._fields))


def _apart(one, other):
    return ~exists().where(_same(one, other)).correlate(one)


def _count_apart(replay: Replay, one, other) -> dict[int, int]:
    query = select(one.c.member_id, func.count()).where(_apart(one, other)).group_by(one.c.member_id)
    return dict(tuple(row) for row in replay.connection.execute(query))


def _keep_lines(replay: Replay) -> None:
    replay.connection.execute(delete(LIVE).where(_apart(LIVE, REPLAYED)))
    missing = select(*(REPLAYED.c[name] for name in Line._fields)).where(_apart(REPLAYED, LIVE))
    replay.connection.execute(insert(LIVE).from_select(list(Line._fields), missing.order_by(REPLAYED.c.fact_id)))


def _keep_totals(replay: Replay) -> None:
    due = _sums(REPLAYED)
    total = func.coalesce(due.c.points, 0)
    wrong = (Member.reputation != total) | (Member.level != level_of(total))
    query = select(Member.id, total).outerjoin(due, due.c.member_id == Member.id).where(wrong)
    for member_id, points in replay.connection.execute(query.order_by(Member.id)).all():
        set_total(member_id, literal(int(points)))


def rebuild_badges(*, check: bool = False) -> list[str]:
    """Award every shield anew from the facts, quietly. One sentence per member for whom something differed.

    With `check` nothing is changed. What the worker still owes is no difference. Memory grows with the awards.
    """
    with replayed(check=check) as replay:
        due = _due_awards(replay)
        kept = _kept_awards(replay)
        owed = set(replay.connection.execute(select(Owed.fact_id).where(Owed.reaction == name_of(award))).scalars())
        wrong = {key for key in due.keys() | kept.keys() if due.get(key) != kept.get(key)}
        wrong -= {key for key in wrong if key in due and due[key][0] in owed}
        names = dict(tuple(row) for row in replay.connection.execute(select(Member.id, Member.name))) if wrong else {}
        if not check:
            _keep_awards({key: due.get(key) for key in wrong})
    return [_told(names[member_id], badge, due, kept, member_id) for member_id, badge in sorted(wrong)]


def _due_awards(replay: Replay) -> dict[tuple[int, str], Kept]:
    tally = Tally(replay.connection, REPLAYED)
    due: dict[tuple[int, str], Kept] = {}

    def holds_since(member_id: int, badge: str) -> int | None:
        return due[member_id, badge][0] if (member_id, badge) in due else None

    for event in events(replay.connection, EARNED_BY):
        for badge, earner in earned(event, tally, holds_since):
            due[earner.member_id, badge.key] = (event.id, event.at, earner.subject_kind, earner.subject_id)
    return due


def _kept_awards(replay: Replay) -> dict[tuple[int, str], Kept]:
    columns = (Award.member_id, Award.badge, Award.fact_id, Award.at, Award.subject_kind, Award.subject_id)
    query = select(*columns).where(Award.badge.in_(BADGES))  # what people gave by hand follows from no rule
    return {(row[0], row[1]): tuple(row[2:]) for row in replay.connection.execute(query)}


def _keep_awards(right: dict[tuple[int, str], Kept | None]) -> None:
    for (member_id, badge), award_ in right.items():
        db.session.execute(delete(Award).where(Award.member_id == member_id, Award.badge == badge))
        if award_ is not None:
            fact_id, at, kind, ident = award_
            db.session.add(
                Award(member_id=member_id, badge=badge, fact_id=fact_id, at=at, subject_kind=kind, subject_id=ident)
            )
        db.session.flush()


def _told(name: str, badge: str, due: dict, kept: dict, member_id: int) -> str:
    title = BADGES[badge].name
    if (member_id, badge) not in kept:
        return f"{name}: {title} is missing."
    if (member_id, badge) not in due:
        return f"{name}: {title} follows from no fact."
    return f"{name}: {title} was earned at another time or with another thing."
