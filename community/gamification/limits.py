"""What one day, and one person in a day, can give: the rest is a line that takes it off again.

The line only depends on what the day's other lines add up to, so the order in which they came makes no difference, and
what is taken back makes room again.
"""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import case, func, select

from community.accounts.models import Member
from community.events import Event
from community.gamification.deeds import LIMITED, LIMITS
from community.gamification.ledger import EPOCH, Ledger, Line


def limited(event: Event, lines: list[Line], ledger: Ledger) -> list[Line]:
    """The lines that bring the days of these lines down to their limits; the members are held meanwhile."""
    days = sorted({(line.member_id, line.day) for line in lines if line.rule in LIMITED and line.points})
    if not days:
        return []
    members = sorted({member_id for member_id, _ in days})
    ledger.connection.execute(
        select(Member.id).where(Member.id.in_(members)).order_by(Member.id).with_for_update(key_share=True)
    )
    return [line for member_id, day in days for line in _of_a_day(event, member_id, day, ledger)]


def _of_a_day(event: Event, member_id: int, day: int, ledger: Ledger) -> Iterator[Line]:
    table = ledger.lines.c
    limit = case((table.rule.in_(LIMITS), table.rule), else_="")
    query = (
        select(limit, table.other_id, func.sum(table.points))
        .where(table.member_id == member_id, table.day == day, table.rule.in_((*LIMITED, *LIMITS)))
        .group_by(limit, table.other_id)
    )
    sums = {(rule, other_id): int(points) for rule, other_id, points in ledger.connection.execute(query)}
    given = {other_id: points for (rule, other_id), points in sums.items() if not rule}
    then = EPOCH + timedelta(days=day)
    per_person, per_day = ledger.prices.at("person_limit", then), ledger.prices.at("day_limit", then)
    total = 0
    for other_id, points in given.items():
        due = over(points, per_person.points) if other_id is not None else 0
        total += points + due
        if change := due - sums.get(("person_limit", other_id), 0):
            yield _line(event, member_id, "person_limit", per_person.number, change, day, other_id)
    if change := over(total, per_day.points) - sums.get(("day_limit", None), 0):
        yield _line(event, member_id, "day_limit", per_day.number, change, day, None)


def over(points: int, limit: int) -> int:
    """What has to come off so that no more than the limit stands; a limit of 0 is none."""
    return min(0, limit - points) if limit > 0 else 0


def _line(event: Event, member_id: int, rule: str, version: int, points: int, day: int, other_id: int | None) -> Line:
    thing = ("day", day) if other_id is None else ("person", other_id)
    return Line(member_id, event.id, rule, version, 0, points, event.at, day, *thing, other_id)
