"""A database for each test worker and kind: made by the real migrations once, emptied after each test."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import MetaData, insert, make_url, select
from sqlalchemy.engine import Engine

from tests.services.postgresql import for_psycopg


class SqliteDatabase:
    """A database file of one test worker."""

    def __init__(self, folder: Path):
        self.file = folder / "test.sqlite3"
        self.url = f"sqlite:///{self.file}"

    def empty(self, tables: list[str]) -> None:
        """Delete every row."""
        with closing(sqlite3.connect(self.file, isolation_level=None, timeout=10)) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            deletes = "".join(f'DELETE FROM "{table}";' for table in tables)
            connection.executescript(f"BEGIN IMMEDIATE; {deletes} COMMIT;")

    def close(self) -> None:
        """Nothing to do: the folder is pytest's."""


class PostgresqlDatabase:
    """A database of one test worker at the server `url`."""

    def __init__(self, url: str, name: str):
        self.name = name
        self.server = for_psycopg(url)
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
        self.url = make_url(url).set(database=name).render_as_string(hide_password=False)
        self.connection = psycopg.connect(for_psycopg(self.url), autocommit=True)
        self.may_ignore_keys = self._may_ignore_keys()

    def empty(self, tables: list[str]) -> None:
        """Delete every row."""
        if self.may_ignore_keys:
            self.connection.execute("; ".join(f'DELETE FROM "{table}"' for table in tables))
        else:  # slower, but any role may do it
            self.connection.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in tables) + " CASCADE")

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


def make_database(kind: str, folder: Path, service) -> SqliteDatabase | PostgresqlDatabase:
    """A new database of `kind`, for this test worker alone. Skips the test when its server is missing."""
    if kind == "sqlite":
        return SqliteDatabase(folder)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    return PostgresqlDatabase(service("postgresql"), f"guildhall_test_{os.getpid()}_{worker}")


class Emptying:
    """Brings a migrated database back to what the migrations left in it."""

    def __init__(self, database: SqliteDatabase | PostgresqlDatabase, engine: Engine):
        self.database, self.engine = database, engine
        metadata = MetaData()
        metadata.reflect(engine)
        self.tables = [name for name in metadata.tables if name != "alembic_version"]
        self.seeded: list[tuple[Any, list[dict]]] = []
        with engine.connect() as connection:
            for table in metadata.sorted_tables:
                rows = [dict(row._mapping) for row in connection.execute(select(table))]
                if rows and table.name != "alembic_version":
                    self.seeded.append((table, rows))

    def __call__(self) -> None:
        self.database.empty(self.tables)
        if self.seeded:
            with self.engine.begin() as connection:
                for table, rows in self.seeded:
                    connection.execute(insert(table), rows)
