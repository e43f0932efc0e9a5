"""How migrations meet the database: the app's own engine and models."""

from alembic import context
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from community import models
from community.core.db import UtcDateTime, db, unusable
from community.core.indexes import keep_expression_indexes

assert models  # imported for its tables


def write_type(kind: str, item, context) -> str | bool:
    """Times are written as our own type, so that both databases keep them alike."""
    if kind == "type" and isinstance(item, UtcDateTime):
        context.imports.add("from community.core.db import UtcDateTime")
        return "UtcDateTime()"
    return False


def _prepare_sqlite(connection) -> None:
    """Tables are changed by making them anew, so keys rest meanwhile; each migration is all or nothing."""
    connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.commit()
    keep_expression_indexes(connection)
    event.listen(connection, "begin", lambda conn: conn.exec_driver_sql("BEGIN IMMEDIATE"))


def run() -> None:
    """Run what was asked for on the app's database, each migration in a transaction of its own."""
    engine = current_app.extensions["migrate"].db.engine
    try:
        connection = engine.connect()
    except OperationalError as error:
        raise CommandError(unusable(error)) from error
    with connection:
        if connection.dialect.name == "sqlite":
            _prepare_sqlite(connection)
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=True,
            render_item=write_type,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
