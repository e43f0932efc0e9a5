"""Every row of every table, to see that what was taken back left no trace."""

from sqlalchemy import select

from community.core.db import db

LOGS = {"facts", "owed_reactions", "rearrangements", "acts", "topic_changes"}  # what happened is not forgotten
TOLD = {"notifications", "mails", "awards"}  # nor what people were told, and earned by it


def dump(*, but=frozenset()) -> dict:
    """Every row of every table, apart from the logs."""
    found = {}
    for table in db.metadata.sorted_tables:
        if table.name not in LOGS | but:
            rows = [tuple(map(repr, row)) for row in db.session.execute(select(table)).all()]
            found[table.name] = sorted(rows)
    return found
