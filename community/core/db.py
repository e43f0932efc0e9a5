"""The database, and the only place where anything is committed."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar
from zlib import crc32

from flask import current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Engine, MetaData, Select, Table, event, func, inspect, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, registry, relationship
from sqlalchemy.types import TypeDecorator

from community.core.errors import Busy, Conflict, NotFound, Refusal

T = TypeVar("T")


class UtcDateTime(TypeDecorator):
    """A time in UTC. SQLite keeps no zone, so it is taken off on the way in and put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("times are stored with their zone; this one has none")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every model; names its constraints so that migrations can speak of them."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UtcDateTime},
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


@event.listens_for(db.session, "after_flush")
def _note_flush(session, _context):
    session.info["wrote"] = True


@event.listens_for(db.session, "do_orm_execute")
def _note_statement(state):
    if not state.is_select:
        state.session.info["wrote"] = True


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection, _record):
    if type(connection).__module__.startswith("sqlite3"):
        connection.isolation_level = None  # reads run outside a transaction; atomic() begins the writing ones
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=8000"):
            connection.execute(f"PRAGMA {pragma}")


def related(*args: Any, **kwargs: Any):
    """A relationship that raises instead of querying, so that a page can't slip into one query per row."""
    return relationship(*args, lazy="raise_on_sql", **kwargs)


def find(model: type[T], ident: Any, *options) -> T:
    """The row with this key. Raises NotFound."""
    row = db.session.get(model, ident, options=options)
    if row is None:
        raise NotFound("We looked, but there is no such thing.")
    return row


def lock(row: T, *, shared: bool = False) -> T:
    """Read the row again and hold it until the end of the transaction, so that what is decided on it stays true.

    `shared` lets others hold it in the same way (many voters, one topic) and keeps out whoever locks it alone.
    Only its columns are read: what was loaded along with it stays loaded. Where several rows are locked, the topic
    comes before its posts, so that two actions never wait for each other.
    """
    columns = [attribute.key for attribute in inspect(row).mapper.column_attrs]
    db.session.refresh(row, columns, with_for_update={"read": True, "key_share": True} if shared else True)
    return row


def take_turn(what: str, ident: int) -> None:
    """Wait until nobody else has this turn, and hold it until the end of the transaction.

    For limits that are counted over rows, where there is no single row to lock. Members are not locked for that: others
    write points and rows of theirs, and would wait in a circle. SQLite has one writer at a time anyway.
    """
    if db.session().get_bind().dialect.name == "postgresql":
        number = crc32(what.encode()) - 2**31  # the database takes two signed numbers
        db.session.execute(select(func.pg_advisory_xact_lock(number, ident)))


def insert_once(model: type[Base], **values: Any) -> bool:
    """Insert unless a unique constraint says it is there already; True when this call inserted it."""
    table = model.__table__
    once = _insert()(table).values(**values).on_conflict_do_nothing().returning(*table.primary_key)
    return db.session.execute(once).first() is not None


def insert_or_skip(model: type[Base], columns: list[str], rows: Select, *, returning: tuple) -> list[tuple]:
    """Insert the rows of a query into `columns` in one statement; what a unique constraint knows already is skipped.

    Gives the `returning` columns of the rows that were inserted.
    """
    skipping = _insert()(model.__table__).from_select(columns, rows).on_conflict_do_nothing()
    return [tuple(row) for row in db.session.execute(skipping.returning(*returning))]


def set_columns(model: type[Base], ident: int, *conditions: Any, **values: Any) -> None:
    """Set columns of one row, by SQL expressions as a rule, if the conditions hold. The row as it is loaded follows."""
    change = update(model).where(model.id == ident, *conditions).values(**values)
    db.session.execute(change.execution_options(synchronize_session=False))
    loaded = db.session.identity_map.get(db.session.identity_key(model, ident))
    if loaded is not None:
        db.session.refresh(loaded, list(values))


def pour(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple]) -> None:
    """Write many rows of plain numbers and words as fast as the database takes them, without asking for anything back.

    The values go to the driver as they are, in the order of `columns`: times have no place here.
    """
    if not rows:
        return
    names = ", ".join(columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", list(rows))  # noqa: S608
        return
    with connection.connection.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _insert():
    """The insert of the database in use that knows ON CONFLICT."""
    if db.engine.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert
    return insert


@contextmanager
def atomic() -> Iterator[Session]:
    """One action, one transaction; an inner one joins the outer.

    Raises Conflict when a unique constraint was met (somebody was first), Busy when the database stayed locked.
    """
    session = db.session()
    if "after_commit" in session.info:
        yield session
        return
    callbacks = session.info["after_commit"] = []
    try:
        if session.get_bind().dialect.name == "sqlite":
            session.connection().exec_driver_sql("BEGIN IMMEDIATE")
        yield session
        session.commit()
    except IntegrityError as error:
        session.rollback()
        raise Conflict("Someone was just ahead of you. Look again, then decide.") from error
    except OperationalError as error:
        session.rollback()
        raise Busy("Your words are safe, but we could not store them in time. Please send them again.") from error
    except Refusal:
        # Refused before anything was written, as actions should: ending the transaction this way keeps what the
        # page has loaded, where a rollback would forget it.
        session.rollback() if session.info.get("wrote") else session.commit()
        raise
    except BaseException:
        session.rollback()
        raise
    finally:
        del session.info["after_commit"]
        session.info.pop("wrote", None)
    for callback in callbacks:
        callback()


@contextmanager
def trial() -> Iterator[Session]:
    """What is done inside is rolled back at the end, in a session of its own: for looking at what it would change.

    Rows that were loaded outside don't belong in here. SQLite lets nobody else write meanwhile.
    """
    with current_app.app_context():
        try:
            with atomic() as session:
                yield session
                raise _TrialOver
        except _TrialOver:
            pass


class _TrialOver(Exception):
    """Ends a trial."""


def after_commit(callback: Callable[[], None]) -> None:
    """Run `callback` once the surrounding transaction has been committed; never when it was rolled back."""
    db.session().info["after_commit"].append(callback)


def in_transaction() -> bool:
    """Whether an `atomic()` block is open here."""
    return "after_commit" in db.session().info


def unusable(error: DBAPIError) -> str:
    """A sentence for whoever runs the site: why the database can't be used, and what to do where that is known."""
    said = str(error.orig).strip().splitlines()[0]
    if "no such table" in said or "no such column" in said or type(error.orig).__name__.startswith("Undefined"):
        return "The database is not up to date. Run: flask --app wsgi db upgrade"
    return f"The database {db.engine.url.render_as_string()} can't be used: {said}"
