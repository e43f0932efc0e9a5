"""What the tests of recognition look at."""

from sqlalchemy import delete, func, select, update

from community.accounts.models import Member
from community.core.db import atomic, db
from community.events.facts import FactRow, Owed
from community.gamification.models import Award, ReputationLine


def points(member: Member) -> int:
    """The total that the profile shows."""
    return db.session.scalar(select(Member.reputation).where(Member.id == member.id))


def lines(member: Member) -> list[tuple[str, int]]:
    """The points of a member's ledger, oldest first: rule and points."""
    query = select(ReputationLine.rule, ReputationLine.points)
    query = query.where(ReputationLine.member_id == member.id, ReputationLine.points != 0)
    return [tuple(row) for row in db.session.execute(query.order_by(ReputationLine.id))]


def ledger_sum(member: Member) -> int:
    """What the lines add up to."""
    query = select(func.coalesce(func.sum(ReputationLine.points), 0)).where(ReputationLine.member_id == member.id)
    return db.session.scalar(query)


LOOKED_AT = (
    "first-light", "lamplighter", "swift", "thanked", "scribe", "archivist", "mender", "beacon", "acorn", "keystone",
    "watchbell", "threshold", "bridge", "hive", "steadfast", "given-by-hand",
)  # fmt: skip


def shields(member: Member) -> list[str]:
    """Those of the member's shields that the stories here are about, in the order in which they were earned."""
    query = select(Award.badge).where(Award.member_id == member.id, Award.badge.in_(LOOKED_AT))
    return list(db.session.scalars(query.order_by(Award.fact_id, Award.badge)))


def events(kind: str | None = None) -> list:
    """The log, oldest first."""
    query = select(FactRow).order_by(FactRow.id)
    return [row.event() for row in db.session.scalars(query.where(FactRow.kind == kind) if kind else query)]


def falsify(member: Member, reputation: int) -> None:
    """Let the kept total say something that the ledger does not."""
    with atomic():
        db.session.execute(update(Member).where(Member.id == member.id).values(reputation=reputation))


def owe_again(event, reaction: str) -> None:
    """Owe a reaction a second time, as if the machine had died before it was crossed off."""
    with atomic():
        db.session.add(Owed(fact_id=event.id, reaction=reaction, due_at=event.at, attempts=0))


def owe_only_awards() -> None:
    """Forget what other packages owe for the facts so far."""
    with atomic():
        db.session.execute(delete(Owed).where(Owed.reaction.not_like("gamification.%")))
