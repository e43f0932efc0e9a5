"""The stage: a private SQLite file beside the unpacked dump, on which all is laid out before anything is written.

It sorts and joins on disk, so memory stays the same for any size of dump.
"""
# ruff: noqa: S608 (all these statements are made of names of our own)

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

TABLES = """
CREATE TABLE users (id INTEGER PRIMARY KEY, at INTEGER, account INTEGER, name TEXT, about TEXT);
CREATE TABLE posts (id INTEGER PRIMARY KEY, type INTEGER, parent INTEGER, at INTEGER, author INTEGER, note TEXT,
    score INTEGER, title TEXT, body TEXT, tags TEXT, accepted INTEGER, closed INTEGER,
    edited INTEGER, editor INTEGER, editor_note TEXT, active INTEGER, sort INTEGER, wiki INTEGER);
CREATE TABLE edits (id INTEGER PRIMARY KEY, post INTEGER, guid TEXT, at INTEGER, editor INTEGER, note TEXT,
    title TEXT, body TEXT, tags TEXT, reason TEXT, first INTEGER NOT NULL DEFAULT 0, last INTEGER NOT NULL DEFAULT 0,
    suggested INTEGER NOT NULL DEFAULT 0, rolled_back INTEGER NOT NULL DEFAULT 0,
    UNIQUE (post, guid));
CREATE TABLE comments (id INTEGER PRIMARY KEY, post INTEGER, at INTEGER, author INTEGER, note TEXT, text TEXT,
    score INTEGER);
CREATE TABLE votes (id INTEGER PRIMARY KEY, post INTEGER, type INTEGER, at INTEGER, author INTEGER, amount INTEGER);
CREATE TABLE links (id INTEGER PRIMARY KEY, post INTEGER, related INTEGER, type INTEGER, at INTEGER);
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT, excerpt INTEGER, wiki INTEGER, description TEXT);
CREATE INDEX tag_names ON tags (name);
CREATE TABLE closings (post INTEGER PRIMARY KEY, at INTEGER, reason TEXT, duplicate_of INTEGER);
CREATE TABLE left_out (what TEXT, why TEXT, number INTEGER);
CREATE TABLE steps (phase INTEGER, sort INTEGER, rank INTEGER, ref INTEGER, kind TEXT,
    PRIMARY KEY (phase, sort, rank, ref, kind)) WITHOUT ROWID;
"""


class Stage:
    """The laid-out dump."""

    def __init__(self, folder: Path):
        self.file = folder / "stage.sqlite3"
        self.connection = sqlite3.connect(self.file, isolation_level=None)
        self.connection.row_factory = sqlite3.Row
        for setting in ("journal_mode=OFF", "synchronous=OFF", "temp_store=FILE", "cache_size=-16000"):
            self.connection.execute(f"PRAGMA {setting}")
        self.connection.executescript(TABLES)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def run(self, statement: str, values: Iterable = ()) -> sqlite3.Cursor:
        """Run one statement."""
        return self.connection.execute(statement, tuple(values))

    def one(self, statement: str, values: Iterable = ()):
        """The first value of the first row, or None."""
        row = self.run(statement, values).fetchone()
        return row[0] if row else None

    def last_moment(self) -> int:
        """When the latest thing in the dump happened, in milliseconds since 1970."""
        tables = ("users", "posts", "comments", "votes", "edits")
        return max(self.one(f"SELECT max(at) FROM {table}") or 0 for table in tables)

    def rows(self, table: str, ids: Iterable[int], key: str = "id") -> dict[int, sqlite3.Row]:
        """Rows of a table by their key."""
        ids = list(ids)
        marks = ",".join("?" * len(ids))
        found = self.run(f"SELECT * FROM {table} WHERE {key} IN ({marks})", ids)
        return {row[key]: row for row in found}

    def first_texts(self, posts: Iterable[int]) -> dict[int, sqlite3.Row]:
        """The first wording of each of these posts that has one in the history."""
        posts = list(posts)
        marks = ",".join("?" * len(posts))
        query = f"SELECT * FROM edits WHERE first = 1 AND body IS NOT NULL AND post IN ({marks}) ORDER BY id DESC"
        return {row["post"]: row for row in self.run(query, posts)}

    def edited(self, posts: Iterable[int]) -> set[int]:
        """Those of these posts that edits follow."""
        posts = list(posts)
        query = f"SELECT post FROM edits WHERE last = 1 AND post IN ({','.join('?' * len(posts))})"
        return {row["post"] for row in self.run(query, posts)}

    def tags_among(self, names: Iterable[str]) -> set[str]:
        """Those of these names that are tags of the site; the history has others that were renamed or given up."""
        names = list(names)
        query = f"SELECT name FROM tags WHERE name IN ({','.join('?' * len(names))})"
        return {row["name"] for row in self.run(query, names)}

    def batches(self, phase: int, size: int) -> Iterator[list[sqlite3.Row]]:
        """The steps of a phase in their order."""
        cursor = self.run("SELECT kind, ref, sort FROM steps WHERE phase = ? ORDER BY sort, rank, ref, kind", (phase,))
        while batch := cursor.fetchmany(size):
            yield batch

    def add_step(self, phase: int, kind: str, ref: int, sort: int = 0) -> None:
        """One more thing to do; the same one twice is one."""
        self.run("INSERT OR IGNORE INTO steps VALUES (?, ?, 0, ?, ?)", (phase, sort, ref, kind))

    def left_out(self) -> list[tuple[str, str, int]]:
        """What is not brought in, why, and how many."""
        query = "SELECT what, why, sum(number) FROM left_out GROUP BY 1, 2 ORDER BY 3 DESC"
        return [tuple(row) for row in self.run(query)]
