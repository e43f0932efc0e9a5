"""Their ids and ours. Everything is written in the transaction of the thing itself and read once per batch."""

from collections.abc import Iterable

from sqlalchemy import insert, select, update

from community.core.db import db
from community.imports.models import ForeignId, ImportedSite, ImportedState


def known(site_id: int, kind: str, foreign_ids: Iterable) -> dict[str, int]:
    """Our ids of those of their things that were brought in already, by their id as text."""
    wanted = {str(ident) for ident in foreign_ids}
    if not wanted:
        return {}
    query = select(ForeignId.foreign_id, ForeignId.local_id).where(
        ForeignId.site_id == site_id, ForeignId.kind == kind, ForeignId.foreign_id.in_(wanted)
    )
    return dict(db.session.execute(query).all())


def known_elsewhere(site_id: int, kind: str, foreign_ids: Iterable) -> dict[str, int]:
    """The same by what the other sites of that source brought in: one person has one account over all of them."""
    wanted = {str(ident) for ident in foreign_ids}
    if not wanted:
        return {}
    source = select(ImportedSite.source).where(ImportedSite.id == site_id).scalar_subquery()
    query = (
        select(ForeignId.foreign_id, ForeignId.local_id)
        .join(ImportedSite, ImportedSite.id == ForeignId.site_id)
        .where(ForeignId.kind == kind, ForeignId.foreign_id.in_(wanted))
        .where(ForeignId.site_id != site_id, ImportedSite.source == source)
        .order_by(ForeignId.site_id.desc())  # so that the first site has the last word
    )
    return dict(db.session.execute(query).all())


def remember(site_id: int, things: Iterable[tuple[str, object, int]]) -> None:
    """Note what things of theirs became: kind, their id, our id. In one statement, so once per batch."""
    rows = [
        {"site_id": site_id, "kind": kind, "foreign_id": str(theirs), "local_id": ours} for kind, theirs, ours in things
    ]
    if rows:
        db.session.execute(insert(ForeignId.__table__), rows)


def states(site_id: int, kind: str, foreign_ids: Iterable) -> dict[str, str]:
    """What the site said last of these things, by their id as text."""
    wanted = {str(ident) for ident in foreign_ids}
    if not wanted:
        return {}
    query = select(ImportedState.foreign_id, ImportedState.value).where(
        ImportedState.site_id == site_id, ImportedState.kind == kind, ImportedState.foreign_id.in_(wanted)
    )
    return dict(db.session.execute(query).all())


def keep_states(site_id: int, said: dict[tuple[str, str], str], before: Iterable[tuple[str, str]]) -> None:
    """Note what the site says of things now, by kind and id; `before` are those of which it said something already."""
    before = set(before)
    rows = [
        {"site_id": site_id, "kind": kind, "foreign_id": theirs, "value": value}
        for (kind, theirs), value in said.items()
    ]
    fresh = [row for row in rows if (row["kind"], row["foreign_id"]) not in before]
    changed = [row for row in rows if (row["kind"], row["foreign_id"]) in before]
    if fresh:
        db.session.execute(insert(ImportedState.__table__), fresh)
    if changed:
        db.session.execute(update(ImportedState), changed)


def became(kinds: Iterable[str], foreign_id) -> list[tuple[ImportedSite, str, int]]:
    """What things of these kinds under this number became, one for each site that has one: site, kind, our id."""
    query = (
        select(ImportedSite, ForeignId.kind, ForeignId.local_id)
        .join(ImportedSite, ImportedSite.id == ForeignId.site_id)
        .where(ForeignId.kind.in_(tuple(kinds)), ForeignId.foreign_id == str(foreign_id))
        .order_by(ImportedSite.name)
    )
    return [tuple(row) for row in db.session.execute(query)]
