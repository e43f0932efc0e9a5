"""Counting everything again from the facts, and comparing it with what is kept."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import and_, case, delete, exists, func, insert, select

from community.accounts.models import Member
from community.core.db import atomic, db, set_columns
from community.events.facts import FactRow, Owed
from community.events.table import name_of
from community.gamification.awarding import award, give
from community.gamification.badges import Badge, catalogue
from community.gamification.deeds import LIMITS, OUTCOMES
from community.gamification.earning import Earned, earned
from community.gamification.levels import earned_level
from community.gamification.models import Award, ReputationLine
from community.gamification.replay import KEPT, REPLAYED, Replay, replayed
from community.gamification.revoking import look_at_roles, revoke, settle, take_off
from community.gamification.totals import set_total

LIVE = ReputationLine.__table__
Key = tuple[int, str, str]  # of an award: member, shield, thing


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
    points, outcomes = func.coalesce(due.c.points, 0), func.coalesce(due.c.outcomes, 0)
    query = (
        select(Member.id, Member.name, Member.reputation, Member.outcomes, Member.level, Member.level_locked,
               points.label("due"), outcomes.label("due_outcomes"),
               earned_level(points, outcomes, Member.id).label("due_level"))
        .outerjoin(due, due.c.member_id == Member.id)
        .order_by(Member.id)
    )  # fmt: skip
    missing = _count_apart(replay, REPLAYED, LIVE)
    surplus = _count_apart(replay, LIVE, REPLAYED)
    reached = _reached(replay)
    for row in replay.connection.execute(query).all():
        found = []
        if row.reputation != row.due:
            found.append(f"{row.reputation:,} points are kept, the facts give {row.due:,}")
        elif row.outcomes != row.due_outcomes:
            found.append(f"{row.outcomes:,} outcomes are kept, the facts give {row.due_outcomes:,}")
        elif _is_wrong(row, reached):
            found.append(f"level {row.level} is kept, the facts give level {row.due_level}")
        if row.id in missing:
            found.append(f"lines missing: {missing[row.id]:,}")
        if row.id in surplus:
            found.append(f"lines that follow from no fact: {surplus[row.id]:,}")
        if found:
            yield f"{row.name}: {'; '.join(found)}."


def _is_wrong(row, reached: set[tuple[int, int]]) -> bool:
    """A level may stay above what is earned now, for it falls late; but somebody has to have come to it."""
    if row.level_locked:
        return False
    return row.level < row.due_level or (row.level > row.due_level and (row.id, row.level) not in reached)


def _reached(replay: Replay) -> set[tuple[int, int]]:
    payload = FactRow.payload
    query = select(payload["member_id"].as_integer(), payload["level"].as_integer())
    return {
        tuple(row) for row in replay.connection.execute(query.where(FactRow.kind.in_(("LevelReached", "LevelLowered"))))
    }


def _sums(lines):
    outcomes = func.sum(case((lines.c.rule.in_(OUTCOMES), lines.c.value), else_=0)).label("outcomes")
    query = select(lines.c.member_id, func.sum(lines.c.points).label("points"), outcomes)
    return query.group_by(lines.c.member_id).subquery()


def _same(one, other):
    equal = [one.c[name] == other.c[name] for name in KEPT if name != "other_id"]
    return and_(*equal, one.c.other_id.is_not_distinct_from(other.c.other_id))


def _apart(one, other):
    """Lines of one that the other has not. Of the limits of a day it is the day that counts, not which fact met it."""
    return and_(one.c.rule.not_in(LIMITS), ~exists().where(_same(one, other)).correlate(one))


def _count_apart(replay: Replay, one, other) -> dict[int, int]:
    # Grouped by a sum, since SQLite would walk the index of members otherwise and fetch each line from another page.
    member = one.c.member_id + 0
    query = select(member, func.count()).where(_apart(one, other)).group_by(member)
    return dict(tuple(row) for row in replay.connection.execute(query))


def _keep_lines(replay: Replay) -> None:
    replay.connection.execute(delete(LIVE).where(_apart(LIVE, REPLAYED)))
    with _indexed_afterwards(replay):
        _write(replay, _apart(REPLAYED, LIVE))
    _keep_limits(replay)


@contextmanager
def _indexed_afterwards(replay: Replay) -> Iterator[None]:
    """Where most of the ledger has to be written, SQLite sorts the indices once instead of finding a place per line."""
    kept, due = (replay.connection.scalar(select(func.count()).select_from(lines)) for lines in (LIVE, REPLAYED))
    indices = list(LIVE.indexes) if replay.connection.dialect.name == "sqlite" and kept < due / 2 else []
    for index in indices:
        index.drop(replay.connection)
    yield
    for index in indices:
        index.create(replay.connection)


def _keep_limits(replay: Replay) -> None:
    """Write the limits of those days anew for which the live ledger says something else."""

    def by_day(lines):
        query = select(lines.c.member_id, lines.c.day, lines.c.rule, lines.c.other_id, func.sum(lines.c.points))
        query = query.where(lines.c.rule.in_(LIMITS)).group_by(*query.selected_columns[:4])
        return {tuple(row) for row in replay.connection.execute(query.having(func.sum(lines.c.points) != 0))}

    for member_id, day in sorted({row[:2] for row in by_day(LIVE) ^ by_day(REPLAYED)}):
        theirs = (LIVE.c.member_id == member_id, LIVE.c.day == day, LIVE.c.rule.in_(LIMITS))
        replay.connection.execute(delete(LIVE).where(*theirs))
        _write(replay, and_(REPLAYED.c.member_id == member_id, REPLAYED.c.day == day, REPLAYED.c.rule.in_(LIMITS)))


def _write(replay: Replay, which) -> None:
    """Take lines of the replay over, each with the time of its fact."""
    query = select(*(REPLAYED.c[name] for name in KEPT), FactRow.at).join(FactRow, FactRow.id == REPLAYED.c.fact_id)
    query = query.where(which).order_by(REPLAYED.c.fact_id, REPLAYED.c.id)
    replay.connection.execute(insert(LIVE).from_select([*KEPT, "at"], query))


def _keep_totals(replay: Replay) -> None:
    due = _sums(REPLAYED)
    points, outcomes = func.coalesce(due.c.points, 0), func.coalesce(due.c.outcomes, 0)
    level = earned_level(points, outcomes, Member.id)
    query = select(
        Member.id, points, outcomes, Member.level, level, Member.level_locked, Member.reputation, Member.outcomes
    )
    query = query.outerjoin(due, due.c.member_id == Member.id).order_by(Member.id)
    reached = _reached(replay)
    for member_id, total, number, kept, earned_, locked, before, counted in replay.connection.execute(query).all():
        if not locked and kept > earned_ and (member_id, kept) not in reached:
            set_columns(Member, member_id, level=1)  # nobody ever came to it
        elif (before, counted) == (total, number) and kept >= earned_:
            continue
        set_total(member_id, int(total), int(number))


def rebuild_badges(*, check: bool = False) -> list[str]:
    """Give every shield that the facts earned, quietly. One sentence per member and shield for what differed.

    With `check` nothing is changed. What the worker still owes is no difference. A shield that was given stays, even
    when its reason is gone, unless its rule says otherwise; one that no fact tells of is taken away. Memory grows with
    the awards.
    """
    with replayed(check=check) as replay:
        badges = catalogue()
        due = _due_awards(replay, badges)
        kept = _kept_awards(replay, badges)
        told = _told_of(replay)
        owed = set(replay.connection.execute(select(Owed.fact_id).where(Owed.reaction == name_of(award))).scalars())
        wrong = {key for key in due if key not in kept or kept[key].fact_id > due[key].fact_id}
        wrong = {key for key in wrong if due[key].fact_id not in owed} | {key for key in kept if key[:2] not in told}
        if _is_looked_at_again(replay):
            wrong = {key for key in wrong if not (badges[key[1]].rule.revoke or badges[key[1]].rule.goal > 1)}
        else:
            wrong |= {key for key in kept if badges[key[1]].rule.revoke and due.get(key) != kept[key]}
        names = dict(tuple(row) for row in replay.connection.execute(select(Member.id, Member.name))) if wrong else {}
        if not check:
            for key in sorted(wrong):
                _mend(badges.get(key[1]), key, due.get(key), kept)
    return [_told(names[key[0]], badges, key, due, kept) for key in sorted(wrong)]


def _is_looked_at_again(replay: Replay) -> bool:
    """Whether the worker still owes a look at shields whose reason may be gone, or there again."""
    waiting = select(Owed.id).where(Owed.reaction.in_((name_of(revoke), name_of(look_at_roles)))).limit(1)
    return replay.connection.execute(waiting).first() is not None


def backfill(keys: Iterable[str] | None = None) -> int:
    """Give the shields that were earned before their rules stood, quietly; how many. `keys` leaves only those."""
    given = 0
    with atomic() as session:
        for key, badge in catalogue().items():
            if keys is None or key in keys:
                given += sum(give(badge, each, quietly=True) for each in earned(badge.rule, session.connection()))
    return given


def _due_awards(replay: Replay, badges: dict[str, Badge]) -> dict[Key, Earned]:
    return {
        (each.member_id, key, badge.thing_of(each)): each
        for key, badge in badges.items()
        for each in earned(badge.rule, replay.connection, REPLAYED)
    }


def _kept_awards(replay: Replay, badges: dict[str, Badge]) -> dict[Key, Earned]:
    columns = (Award.badge, Award.thing, Award.member_id, Award.fact_id, Award.subject_kind, Award.subject_id)
    rows = replay.connection.execute(select(*columns).where(Award.badge.in_(badges)))
    return {(row.member_id, row.badge, row.thing): Earned(*row[2:]) for row in rows}  # those given by hand have no rule


def _told_of(replay: Replay) -> set[tuple[int, str]]:
    """Whom facts call a holder of what."""
    payload = FactRow.payload
    query = select(payload["member_id"].as_integer(), payload["badge"].as_string())
    return {tuple(row) for row in replay.connection.execute(query.where(FactRow.kind == "BadgeAwarded"))}


def _mend(badge: Badge | None, key: Key, due: Earned | None, kept: dict[Key, Earned]) -> None:
    if badge is not None and badge.rule.revoke:
        settle(badge, [key[0]])
    elif key in kept and due is None:
        mine = (Award.member_id == key[0], Award.badge == key[1], Award.thing == key[2])
        db.session.execute(delete(Award).where(*mine))
        take_off(key[0], key[1])
    elif badge is not None:
        give(badge, due, quietly=True)
    db.session.flush()


def _told(name: str, badges: dict[str, Badge], key: Key, due: dict, kept: dict) -> str:
    title = badges[key[1]].name
    if key not in kept:
        return f"{name}: {title} is missing."
    if key not in due:
        return f"{name}: {title} follows from no fact."
    return f"{name}: {title} was earned at another time or with another thing."
