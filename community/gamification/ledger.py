"""The ledger as the price list reads and writes it: live, or in a replay with tables of its own."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Table, and_, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from community.events.facts import Event, FactRow
from community.forum.models import Post
from community.gamification.models import ReputationLine, TakenDown

WITHHELD = ("taken_down", "put_back")  # what a post earned is held back while it is down or hidden


class Line(NamedTuple):
    """One line of the ledger before it is written."""

    member_id: int
    fact_id: int
    rule: str
    points: int
    at: datetime
    subject_kind: str
    subject_id: int


class Ledger:
    """The live ledger, inside the transaction of `connection`."""

    def __init__(self, connection: Connection, lines: Table = ReputationLine.__table__):
        self.connection, self.lines = connection, lines

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

    def points_on(
        self, kind: str, idents: Iterable[int], rules: Iterable[str] | None = None, *, topic_id: int | None = None
    ) -> list[tuple[int, int, str, int]]:
        """What stands on account of these things: (member, thing, rule, points), nothing that adds up to zero.

        Without `rules` everything counts, under one empty rule. With `topic_id` only what facts of that topic brought.
        """
        table = self.lines.c
        by = [table.member_id, table.subject_id, *([table.rule] if rules else [])]
        total = func.sum(table.points)
        query = select(*by, total).where(table.subject_kind == kind, table.subject_id.in_(list(idents)))
        if rules:
            query = query.where(table.rule.in_(list(rules)))
        if topic_id is not None:
            query = query.join(FactRow, FactRow.id == table.fact_id)
            query = query.where(FactRow.payload["topic_id"].as_integer() == topic_id)
        rows = self.connection.execute(query.group_by(*by).having(total != 0).order_by(*by)).all()
        return [(row[0], row[1], row[2] if rules else "", int(row[-1])) for row in rows]

    def posts_of(self, topic_id: int) -> list[int]:
        """The posts of a topic now."""
        return list(self.connection.execute(select(Post.id).where(Post.topic_id == topic_id)).scalars())

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
