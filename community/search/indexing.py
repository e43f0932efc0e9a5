"""Keeping the index true to the database, fact by fact, and building it again from scratch."""

from sqlalchemy import func, select

from community.core.db import db
from community.events import Event
from community.events.facts import FactRow
from community.events.table import in_batches, outside
from community.forum.models import Topic
from community.search import keeping
from community.search.documents import Key, all_documents, by_kind
from community.search.sources import SOURCES

FIELDS = {
    "topic_id": "topic",
    "into_id": "topic",
    "article_id": "article",
    "proposal_id": "proposal",
    "member_id": "member",
}
MARGIN = 500  # facts: on PostgreSQL a lower number may become visible after a higher one


@outside
@in_batches
def reindex(events: list[Event]) -> None:
    """Index again what these facts are about; what may no longer be found is taken out."""
    if keeping.current() is None:
        rebuild()
        return
    keys = [key for event in events for key in touched(vars(event.fact))]
    with keeping.writing():
        _write(keeping.current(), keys)


@outside
def reindex_place(event: Event) -> None:
    """A place may be open to others now, or called otherwise: everything in it is indexed again."""
    if keeping.current() is None:
        return
    with keeping.writing():
        _write(keeping.current(), _in_place(event.fact.category_id))


def _in_place(category_id: int) -> list[Key]:
    ids = db.session.scalars(select(Topic.id).where(Topic.category_id == category_id))
    return [Key("topic", ident) for ident in ids]


def rebuild() -> int:
    """Build the index from the database into a new folder and swap it in; the number of documents.

    Searching and indexing go on meanwhile: what changed since the start is caught up with before the swap. When it is
    killed, the old index stays in use. Raises Busy while another one is being built.
    """
    with keeping.replacing() as index:
        started = db.session.scalar(select(func.coalesce(func.max(FactRow.id), 0)))
        index.write((document for source in SOURCES.values() for document in all_documents(source)), fresh=True)
        with keeping.writing():
            _write(index, _touched_since(started - MARGIN))
            keeping.put_in_use(index)
        return len(index.stamps())


def search_ready() -> bool:
    """Whether there is an index that can be searched; an empty community needs none."""
    if keeping.current() is not None:
        return True
    return not any(source.ids(0, 1) for source in SOURCES.values())


def touched(payload: dict) -> list[Key]:
    """The things that a fact with these fields is about, as far as they can be found."""
    return [Key(kind, payload[name]) for name, kind in FIELDS.items() if payload.get(name) is not None]


def _touched_since(fact_id: int) -> list[Key]:
    query = select(FactRow.kind, FactRow.payload).where(FactRow.id > fact_id).order_by(FactRow.id)
    keys = []
    for kind, payload in db.session.execute(query):
        keys += _in_place(payload["category_id"]) if kind == "CategoryChanged" else touched(payload)
    return keys


def _write(index, keys: list[Key]) -> None:
    """Read the things again and put them in, or out when they are not to be found; the caller holds the write lock."""
    put, drop = [], []
    for kind, ids in by_kind(keys).items():
        documents = SOURCES[kind].documents(ids)
        there = {document.key.id for document in documents}
        put += documents
        drop += [Key(kind, ident) for ident in ids if ident not in there]
    index.write(put, drop)
