"""Replaying the log into a ledger of its own, beside the live one, in one consistent view of the database."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Column, Connection, Index, Integer, MetaData, String, Table, delete, insert, select, text

from community.core.db import UtcDateTime, atomic, db
from community.events import Event
from community.events.facts import FactRow
from community.gamification.ledger import Ledger, Line
from community.gamification.models import TakenDown
from community.gamification.reputation import PAYS, lines_of

CHUNK = 2_000
_apart = MetaData()
REPLAYED = Table(
    "replayed_lines",
    _apart,
    Column("member_id", Integer),
    Column("fact_id", Integer),
    Column("rule", String),
    Column("points", Integer),
    Column("at", UtcDateTime),
    Column("subject_kind", String),
    Column("subject_id", Integer),
    Index("ix_replayed_lines_fact", "fact_id", "member_id"),
    Index("ix_replayed_lines_member", "member_id", "fact_id"),
    Index("ix_replayed_lines_subject", "subject_kind", "subject_id"),
    prefixes=["TEMPORARY"],
)


class Replay(Ledger):
    """A ledger in a temporary table. Memory holds what is down just now, and never more than a chunk of lines."""

    def __init__(self, connection: Connection):
        super().__init__(connection, REPLAYED)
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
            self.connection.execute(insert(REPLAYED), [line._asdict() for line in self.waiting])
            self.waiting.clear()

    def mark(self, kind: str, ident: int, down: bool, event: Event) -> bool:
        """Remember that something went down or came back."""
        now, before = (self.down, self.up) if down else (self.up, self.down)
        before.pop((kind, ident), None)
        now[kind, ident] = event.id
        return True

    def is_down(self, post_id: int, topic_id: int) -> bool:
        """Whether a post is not to be read at this point of the replay."""
        return not self.down.keys().isdisjoint({("post", post_id), ("hidden", post_id), ("topic", topic_id)})

    def points_on(self, kind: str, idents: Iterable[int], rules: Iterable[str] | None = None, **how):
        """What stands on account of these things at this point of the replay."""
        self.write()
        return super().points_on(kind, idents, rules, **how)

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
def replayed(*, check: bool) -> Iterator[Replay]:
    """The whole log, replayed. With `check` nothing done inside lasts; otherwise no fact is recorded meanwhile."""
    with _looking() if check else _writing() as connection:
        _apart.create_all(connection, checkfirst=False)
        replay = Replay(connection)
        for event in events(connection, PAYS):
            replay.add(lines_of(event, replay))
        replay.write()
        yield replay
        _apart.drop_all(connection, checkfirst=False)


def events(connection: Connection, kinds: Iterable[str]) -> Iterator[Event]:
    """The facts of these kinds in the order they were recorded, read a chunk at a time."""
    log = FactRow.__table__
    last = 0
    while True:
        query = select(log).where(log.c.kind.in_(list(kinds)), log.c.id > last).order_by(log.c.id).limit(CHUNK)
        rows = connection.execute(query).all()
        for row in rows:
            yield FactRow.event(row)
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
