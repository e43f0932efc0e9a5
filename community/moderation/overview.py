"""How moderation goes: what waits and for how long, who decided how much, how often it was taken back. No points."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import func, select

from community.accounts.models import Member
from community.accounts.queries import members_by_id
from community.core import clock
from community.core.db import db
from community.moderation.items import reviewable
from community.moderation.log import acts_for
from community.moderation.looking import count_late
from community.moderation.models import KINDS, Act, Appeal, ReviewItem

SPAN = timedelta(days=30)


@dataclass(frozen=True)
class Person:
    """What one person did in the last days, and how much of it was taken back."""

    member: Member
    decisions: int
    acts: int
    reversed: int

    @property
    def rate(self) -> float:
        """The share of acts that were taken back."""
        return self.reversed / self.acts if self.acts else 0.0


@dataclass(frozen=True)
class Overview:
    """The figures of the page, over the places that its viewer looks after."""

    waiting: list[tuple[str, int, datetime | None]]  # kind in words, how many, since when the oldest waits
    late: int  # how many of these wait for more than an hour
    people: list[Person]
    median_minutes: float | None
    decided: int
    rate: float
    appeals: dict[str, int]  # open, upheld, declined


def overview(viewer: Member) -> Overview:
    """The present state and the last thirty days: a constant number of statements."""
    since = clock.now() - SPAN
    mine = reviewable(viewer)
    open_ones = mine.where(ReviewItem.decided_at.is_(None)).group_by(ReviewItem.kind)
    query = open_ones.with_only_columns(ReviewItem.kind, func.count(ReviewItem.id), func.min(ReviewItem.opened_at))
    known = {kind: (count, oldest) for kind, count, oldest in db.session.execute(query)}
    decided = mine.where(ReviewItem.decided_at > since, ReviewItem.decided_by_id.is_not(None))
    columns = ReviewItem.decided_by_id, ReviewItem.opened_at, ReviewItem.decided_at
    rows = db.session.execute(decided.with_only_columns(*columns)).all()
    people = _people(viewer, Counter(row.decided_by_id for row in rows), since)
    acts, taken_back = sum(p.acts for p in people), sum(p.reversed for p in people)
    return Overview(
        waiting=[(words, *known.get(kind, (0, None))) for kind, words in KINDS.items() if kind in known],
        late=count_late(viewer),
        people=people,
        median_minutes=median((r.decided_at - r.opened_at).total_seconds() / 60 for r in rows) if rows else None,
        decided=len(rows),
        rate=taken_back / acts if acts else 0.0,
        appeals=_appeals(viewer, since),
    )


def _people(viewer: Member, decisions: Counter, since: datetime) -> list[Person]:
    done = acts_for(viewer).where(Act.at > since, Act.by_id.is_not(None), Act.undoes_id.is_(None)).group_by(Act.by_id)
    rows = db.session.execute(done.with_only_columns(Act.by_id, func.count(Act.id), func.count(Act.undone_by_id)))
    acts = {who: (count, undone) for who, count, undone in rows}
    members = members_by_id({*acts, *decisions})
    people = [Person(m, decisions[m.id], *acts.get(m.id, (0, 0))) for m in members.values()]
    return sorted(people, key=lambda person: person.member.display_name.casefold())


def _appeals(viewer: Member, since: datetime) -> dict[str, int]:
    items = reviewable(viewer).where(ReviewItem.kind == "appeal").with_only_columns(ReviewItem.id)
    query = select(Appeal.outcome, func.count()).where(Appeal.item_id.in_(items), Appeal.at > since)
    found = dict(db.session.execute(query.group_by(Appeal.outcome)).all())
    return {"open": found.get(None, 0), "upheld": found.get("upheld", 0), "declined": found.get("declined", 0)}
