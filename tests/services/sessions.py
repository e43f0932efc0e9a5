"""The test's own session, kept true to what other sessions did."""

from sqlalchemy import inspect
from sqlalchemy.orm import MANYTOONE, Session
from sqlalchemy.orm.attributes import set_committed_value


def see_changes(session: Session) -> None:
    """Forget what was read, so that it is read again when a test looks at it.

    Relationships raise instead of querying, so one that a test's object had loaded (its author, its category) would
    be lost for good. It is kept where it still points to the same row, and loaded where it now points to another.
    """
    loaded = [found for row in list(session) if (found := _loaded(row))]
    session.rollback()
    session.expire_all()
    for row, relations in loaded:
        for relation, value, key in relations:
            now = _key(row, relation)  # reads the row again
            target = value if now == key else session.get(relation.mapper, now) if None not in now else None
            set_committed_value(row, relation.key, target)


def _loaded(row) -> tuple | None:
    """A row and its loaded many-to-one relationships, each with its value and the key that it has now."""
    state = inspect(row)
    if not state.persistent:
        return None
    relations = [
        (relation, state.dict[relation.key], _key(row, relation))
        for relation in state.mapper.relationships
        if relation.direction is MANYTOONE and relation.key in state.dict
    ]
    return (row, relations) if relations else None


def _key(row, relation) -> tuple:
    mapper = inspect(row).mapper
    return tuple(getattr(row, mapper.get_property_by_column(column).key) for column, _ in relation.local_remote_pairs)
