"""A database for each test worker and kind: made by the real migrations once, emptied after each test.

What the migrations themselves put in (default rows) is set aside under the schema name `seeds` and put back each time.
"""

import os
import sqlite3
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from tests.services.postgresql import for_psycopg


class SqliteDatabase:
    """A database file of one test worker."""

    def __init__(self, folder: Path):
        self.url = f"sqlite:///{folder / 'test.sqlite3'}"
        self.connection = sqlite3.connect(folder / "test.sqlite3", isolation_level=None, timeout=10)
        self.connection.execute("ATTACH ? AS seeds", [str(folder / "seeds.sqlite3")])

    def remember(self) -> None:
        """Call once, after the migrations: from now on `empty` brings back this state."""
        self.connection.execute("PRAGMA foreign_keys = OFF")
        self.connection.execute("PRAGMA synchronous = OFF")
        found = self.connection.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
            " AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
        )
        self.script = f"BEGIN IMMEDIATE; {_script(self.connection, [name for (name,) in found])}; COMMIT;"

    def empty(self) -> None:
        """Delete every row that is not from the migrations."""
        self.connection.executescript(self.script)

    def close(self) -> None:
        """Let go of the file; the folder is pytest's."""
        self.connection.close()


class PostgresqlDatabase:
    """A database of one test worker at the server `url`."""

    def __init__(self, url: str, name: str):
        self.name = name
        self.server = for_psycopg(url)
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
        self.url = make_url(url).set(database=name).render_as_string(hide_password=False)
        self.connection = psycopg.connect(for_psycopg(self.url), autocommit=True)

    def remember(self) -> None:
        """Call once, after the migrations: from now on `empty` brings back this state."""
        self.connection.execute("CREATE SCHEMA seeds")
        found = self.connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'alembic_version'"
        )
        truncate = not self._may_ignore_keys()
        self.script = _script(self.connection, [name for (name,) in found], truncate=truncate)

    def empty(self) -> None:
        """Delete every row that is not from the migrations."""
        with self.connection.transaction():
            self.connection.execute(self.script)

    def _may_ignore_keys(self) -> bool:
        try:
            self.connection.execute("SET session_replication_role = replica")
        except psycopg.errors.InsufficientPrivilege:
            return False
        return True

    def close(self) -> None:
        """Drop the database."""
        self.connection.close()
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


def make_database(kind: str, folder: Path, service, *, name: str = "test") -> SqliteDatabase | PostgresqlDatabase:
    """A new database of `kind`, for this test worker alone. Skips the test when its server is missing."""
    if kind == "sqlite":
        return SqliteDatabase(folder)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    return PostgresqlDatabase(service("postgresql"), f"guildhall_{name}_{os.getpid()}_{worker}")


def _script(connection, tables: list[str], *, truncate: bool = False) -> str:
    """The statements that empty `tables` and put back what is in them now. Keys must be off, or `truncate` set."""
    if truncate:  # slower, but any role may do it
        statements = ["TRUNCATE " + ", ".join(f'"{name}"' for name in tables) + " CASCADE"]
    else:
        statements = [f'DELETE FROM "{name}"' for name in tables]
    for name in tables:
        if connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone():
            connection.execute(f'CREATE TABLE seeds."{name}" AS SELECT * FROM "{name}"')
            statements.append(f'INSERT INTO "{name}" SELECT * FROM seeds."{name}"')
    return "; ".join(statements)
