"""Replaying the log into a ledger of its own, beside the live one, in one consistent view of the database."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import Column, Connection, Index, Integer, MetaData, String, Table, delete, func, insert, select, text

from community.core.db import atomic, db, pour
from community.events import Event
from community.events.facts import FactRow, event_of
from community.gamification.deeds import LIMITED
from community.gamification.ledger import EPOCH, Ledger, Line
from community.gamification.limits import over
from community.gamification.models import TakenDown
from community.gamification.reputation import DEEDS_OF, lines_of
from community.gamification.scheme import Prices

CHUNK = 5_000
KEPT = tuple(name for name in Line._fields if name != "at")  # when it was, its fact says
_apart = MetaData()
REPLAYED = Table(
    "replayed_lines",
    _apart,
    Column("id", Integer, primary_key=True),
    Column("member_id", Integer),
    Column("fact_id", Integer),
    Column("rule", String),
    Column("version", Integer),
    Column("value", Integer),
    Column("points", Integer),
    Column("day", Integer),
    Column("subject_kind", String),
    Column("subject_id", Integer),
    Column("other_id", Integer),
    Index("ix_replayed_lines_fact", "fact_id", "member_id", "rule"),
    Index("ix_replayed_lines_subject", "subject_kind", "subject_id"),
    prefixes=["TEMPORARY"],
)


class Replay(Ledger):
    """A ledger in a temporary table. Memory holds what is down just now, and never more than a chunk of lines."""

    def __init__(self, connection: Connection, prices: Prices | None = None):
        super().__init__(connection, prices or Prices.now(connection), REPLAYED)
        self.down: dict[tuple[str, int], int] = {}
        self.up: dict[tuple[str, int], int] = {}
        self.waiting: list[Line] = []

    def add(self, lines: list[Line]) -> list[Line]:
        """Keep lines, and write them a chunk at a time."""
        self.waiting += lines
        if len(self.waiting) >= CHUNK:
            self.write()
        return lines

    def write(self) -> None:
        """Write what waits."""
        if self.waiting:
            pour(self.connection, REPLAYED, KEPT, [(*line[:6], *line[7:]) for line in self.waiting])
            self.waiting.clear()

    def mark(self, kind: str, ident: int, down: bool, event: Event) -> bool:
        """Remember that something went down or came back."""
        now, before = (self.down, self.up) if down else (self.up, self.down)
        before.pop((kind, ident), None)
        now[kind, ident] = event.id
        return True

    def is_down(self, post_id: int, topic_id: int) -> bool:
        """Whether a post is not to be read at this point of the replay."""
        return ("post", post_id) in self.down or ("topic", topic_id) in self.down or ("hidden", post_id) in self.down

    def standing(self, kind: str, idents: Iterable[int], rules: Iterable[str] | None = None, **narrowed):
        """What stands on account of these things at this point of the replay."""
        self.write()
        return super().standing(kind, idents, rules, **narrowed)

    def lines_of_fact(self, fact_id: int, rules: Iterable[str]) -> list[Line]:
        """The lines that one fact led to, as they were replayed."""
        self.write()
        return super().lines_of_fact(fact_id, rules)

    def limit_days(self) -> None:
        """Write what goes over the limit of a day, once all is there: it only depends on what a day adds up to."""
        self.write()
        line = REPLAYED.c
        points, last = func.sum(line.points), func.max(line.fact_id)
        query = (
            select(line.member_id, line.day, line.other_id, points, last)
            .where(line.rule.in_(LIMITED))
            .group_by(line.member_id, line.day, line.other_id)
            .order_by(line.member_id, line.day)
        )
        day: tuple[int, int] | None = None
        sums: Counter = Counter()
        for row in self.connection.execute(query):
            if (row.member_id, row.day) != day:
                self._limit(day, sums)
                day, sums = (row.member_id, row.day), Counter()
            sums["last"] = max(sums["last"], row[4])
            limit = self.prices.at("person_limit", EPOCH + timedelta(days=row.day))
            off = over(int(row[3]), limit.points) if row.other_id is not None else 0
            if off:
                self.waiting.append(self._off(day, "person_limit", limit.number, off, row[4], row.other_id))
            sums["total"] += int(row[3]) + off
        self._limit(day, sums)
        self.write()

    def _limit(self, day: tuple[int, int] | None, sums: Counter) -> None:
        if day is None:
            return
        limit = self.prices.at("day_limit", EPOCH + timedelta(days=day[1]))
        if off := over(sums["total"], limit.points):
            self.waiting.append(self._off(day, "day_limit", limit.number, off, sums["last"], None))

    def _off(
        self, day: tuple[int, int], rule: str, version: int, points: int, fact_id: int, other_id: int | None
    ) -> Line:
        thing = ("day", day[1]) if other_id is None else ("person", other_id)
        at = EPOCH + timedelta(days=day[1])
        return Line(day[0], fact_id, rule, version, 0, points, at, day[1], *thing, other_id)

    def keep_takedowns(self) -> None:
        """Let the live table say what the replay found to be down."""
        self.connection.execute(delete(TakenDown))
        rows = [
            {"kind": kind, "ident": ident, "down": down, "fact_id": fact_id}
            for known, down in ((self.down, True), (self.up, False))
            for (kind, ident), fact_id in known.items()
        ]
        for start in range(0, len(rows), CHUNK):
            self.connection.execute(insert(TakenDown), rows[start : start + CHUNK])


@contextmanager
def replayed(*, check: bool, prices: Prices | None = None) -> Iterator[Replay]:
    """The whole log, replayed. With `check` nothing done inside lasts; otherwise no fact is recorded meanwhile.

    `prices` are others than those that are decided: for looking at a decision before it is made.
    """
    with _looking() if check else _writing() as connection:
        if connection.dialect.name == "sqlite":
            for schema in ("main", "temp"):
                connection.exec_driver_sql(f"PRAGMA {schema}.cache_size=-32000")  # KiB; indices are written all over
        _apart.create_all(connection, checkfirst=False)
        replay = Replay(connection, prices)
        for event in events(connection, DEEDS_OF):
            replay.add(lines_of(event, replay))
        replay.limit_days()
        yield replay
        _apart.drop_all(connection, checkfirst=False)


def events(connection: Connection, kinds: Iterable[str]) -> Iterator[Event]:
    """The facts of these kinds in the order they were recorded, read a chunk at a time."""
    log = FactRow.__table__
    last = 0
    while True:
        query = select(log.c.id, log.c.kind, log.c.at, log.c.by_id, log.c.origin, log.c.payload)
        query = query.where(log.c.kind.in_(list(kinds)), log.c.id > last).order_by(log.c.id).limit(CHUNK)
        rows = connection.execute(query).all()
        for row in rows:
            yield event_of(*row)
        if len(rows) < CHUNK:
            return
        last = rows[-1].id


@contextmanager
def _looking() -> Iterator[Connection]:
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")  # one view of the file, while others go on writing
        else:
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        try:
            yield connection
        finally:
            connection.rollback()


@contextmanager
def _writing() -> Iterator[Connection]:
    with atomic() as session:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            # Waits for those who are recording a fact and holds the others back; SQLite has one writer anyway.
            connection.execute(text("LOCK TABLE facts IN SHARE MODE"))
        yield connection
