"""The ledger as the rules read and write it: live, or in a replay with tables of its own."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, Table, and_, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from community.desk.models import Ticket
from community.events.facts import Event, FactRow
from community.forum.models import Post
from community.gamification.models import ReputationLine, TakenDown
from community.gamification.scheme import Prices, prices_now

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Line(NamedTuple):
    """One line of the ledger before it is written."""

    member_id: int
    fact_id: int
    rule: str
    version: int
    value: int
    points: int
    at: datetime
    day: int
    subject_kind: str
    subject_id: int
    other_id: int | None


class Standing(NamedTuple):
    """What stands for one member on account of one thing, of one day: deeds counted and points."""

    member_id: int
    subject_id: int
    rule: str
    day: int
    other_id: int | None
    value: int
    points: int


def day_of(at: datetime) -> int:
    """The day of a moment: days since 1970, in UTC."""
    return (at - EPOCH).days


class Ledger:
    """The live ledger, inside the transaction of `connection`."""

    def __init__(self, connection: Connection, prices: Prices | None = None, lines: Table = ReputationLine.__table__):
        self.connection, self.lines = connection, lines
        self.prices = prices or prices_now(connection)

    def line(
        self, event: Event, member_id: int, rule: str, kind: str, ident: int, *, other=None, times: int = 1
    ) -> Line:
        """A line for a deed of today, at its price."""
        price = self.prices.at(rule, event.at)
        return Line(member_id, event.id, rule, price.number, 1 if times > 0 else -1, price.points * times, event.at,
                    day_of(event.at), kind, ident, other)  # fmt: skip

    def add(self, lines: list[Line]) -> list[Line]:
        """Write lines; those that were not there yet."""
        if not lines:
            return []
        values = [line._asdict() for line in lines]
        query = _insert(self.connection, self.lines).values(values).on_conflict_do_nothing()
        keys = [self.lines.c[name] for name in Line._fields]
        return [Line(*row) for row in self.connection.execute(query.returning(*keys))]

    def mark(self, kind: str, ident: int, down: bool, event: Event) -> bool:
        """Remember that something went down or came back; False when a later fact has been seen already."""
        table = TakenDown.__table__
        query = _insert(self.connection, table).values(kind=kind, ident=ident, down=down, fact_id=event.id)
        query = query.on_conflict_do_update(
            index_elements=["kind", "ident"],
            set_={"down": query.excluded.down, "fact_id": query.excluded.fact_id},
            where=table.c.fact_id < query.excluded.fact_id,
        )
        return self.connection.execute(query.returning(table.c.ident)).first() is not None

    def is_down(self, post_id: int, topic_id: int) -> bool:
        """Whether a post is not to be read now: taken down, hidden, or down with its topic."""
        of_post = and_(TakenDown.kind.in_(("post", "hidden")), TakenDown.ident == post_id)
        of_topic = and_(TakenDown.kind == "topic", TakenDown.ident == topic_id)
        query = select(TakenDown.ident).where(TakenDown.down, or_(of_post, of_topic)).limit(1)
        return self.connection.execute(query).first() is not None

    def standing(
        self,
        kind: str,
        idents: Iterable[int],
        rules: Iterable[str] | None = None,
        *,
        other: int | None = None,
        topic_id: int | None = None,
    ) -> list[Standing]:
        """What stands on account of these things, nothing that adds up to zero.

        Without `rules` all points count, under one empty rule; `other` leaves only what that member did,
        `topic_id` only what facts of that topic brought.
        """
        table = self.lines.c
        by = [table.member_id, table.subject_id, table.day, *([table.rule, table.other_id] if rules else [])]
        value, points = func.sum(table.value), func.sum(table.points)
        query = select(*by, value, points).where(table.subject_kind == kind, table.subject_id.in_(list(idents)))
        if rules:
            query = query.where(table.rule.in_(list(rules)))
        if other is not None:
            query = query.where(table.other_id == other)
        if topic_id is not None:
            query = query.join(FactRow, FactRow.id == table.fact_id)
            query = query.where(FactRow.payload["topic_id"].as_integer() == topic_id)
        remains = or_(value != 0, points != 0) if rules else points != 0
        rows = self.connection.execute(query.group_by(*by).having(remains).order_by(*by)).all()
        named = [(*row[:3], "", None, *row[3:]) if not rules else row for row in rows]
        return [
            Standing(member_id, subject_id, rule, day, other_id, int(value), int(points))
            for member_id, subject_id, day, rule, other_id, value, points in named
        ]

    def lines_of_fact(self, fact_id: int, rules: Iterable[str]) -> list[Line]:
        """The lines that one fact led to, of these deeds."""
        table = self.lines.c
        names = [name for name in Line._fields if name != "at"]
        query = select(*(table[name] for name in names)).where(table.fact_id == fact_id, table.rule.in_(list(rules)))
        rows = self.connection.execute(query.order_by(table.id)).all()
        return [Line(at=EPOCH, **row._asdict()) for row in rows]

    def posts_of(self, topic_id: int) -> list[int]:
        """The posts of a topic now."""
        return list(self.connection.execute(select(Post.id).where(Post.topic_id == topic_id)).scalars())

    def ticket_kind(self, ticket_id: int) -> str | None:
        """Whether a ticket is an incident or a request."""
        return self.connection.execute(select(Ticket.kind).where(Ticket.id == ticket_id)).scalar()

    def handed_over(self, ticket_id: int, before: int) -> list[tuple[int, int | None]]:
        """Who had handed which topic to the desk under this ticket, before a fact: (topic, member)."""
        # The crossing from forum to desk lives beside this package, so its fact is known here by name.
        query = (
            select(FactRow.payload["topic_id"].as_integer(), FactRow.by_id)
            .where(FactRow.kind == "QuestionEscalated", FactRow.id < before)
            .where(FactRow.payload["ticket_id"].as_integer() == ticket_id)
            .order_by(FactRow.id)
        )
        return [(topic_id, member_id) for topic_id, member_id in self.connection.execute(query)]


def _insert(connection: Connection, table: Table):
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)
