"""Indexes on expressions, such as lower(email), outlive a migration that makes their table anew.

SQLite can't change much of a table, so Alembic copies it, drops the old one and gives the copy its name. It reads the
indexes back to make them again, but not those on expressions: they would be gone without a word.
"""

import re

from sqlalchemy import Connection, event

DROPPED = re.compile(r'\s*DROP TABLE "?(\w+)"?\s*$')
RENAMED = re.compile(r'\s*ALTER TABLE "?_alembic_tmp_(\w+)"? RENAME TO')
ON_EXPRESSIONS = """
    SELECT sql FROM sqlite_master AS made
    WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL
    AND EXISTS (SELECT 1 FROM pragma_index_info(made.name) WHERE cid = -2)
"""


def keep_expression_indexes(connection: Connection) -> None:
    """Make them again on this connection to SQLite, whenever a table was made anew.

    A migration that takes away a column drops the indexes on it itself; otherwise it fails here.
    """
    known: dict[str, list[str]] = {}

    @event.listens_for(connection, "before_cursor_execute")
    def _remember(_connection, cursor, statement, *_how) -> None:
        if found := DROPPED.match(statement):
            rows = cursor.connection.execute(ON_EXPRESSIONS, (found[1],))
            known[found[1]] = [sql for (sql,) in rows]

    @event.listens_for(connection, "after_cursor_execute")
    def _make_again(_connection, cursor, statement, *_how) -> None:
        if found := RENAMED.match(statement):
            for sql in known.pop(found[1], ()):
                cursor.connection.execute(sql)
