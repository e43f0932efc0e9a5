"""Queues: every service has one for its incidents; requests and what belongs nowhere share two."""

from sqlalchemy import select

from community.core.db import atomic, db, find, insert_once
from community.desk.models import Queue
from community.events import Event
from community.services.models import Service

SHARED = {"incident": ("Everything else", "everything-else", 900), "request": ("Requests", "requests", 800)}


def ensure_queues(service: Service) -> None:
    """Give a service the queues it needs; what is there stays as it is."""
    with atomic():
        for kind in SHARED:
            _shared(kind)
        if not db.session.scalar(select(Queue.id).where(Queue.service_id == service.id, Queue.kind == "incident")):
            slug = service.slug if service.slug not in _shared_slugs() else f"{service.slug}-service"
            insert_once(
                Queue, name=service.name, slug=slug, kind="incident", service_id=service.id, position=service.position
            )


def open_queues(event: Event) -> None:
    """ServiceAdded: the new service has its queues from the start."""
    ensure_queues(find(Service, event.fact.service_id))


def queue_for(kind: str, service_id: int | None) -> Queue:
    """Where a ticket of this kind about this service belongs: the service's own queue, else the shared one."""
    own = select(Queue).where(Queue.kind == kind, Queue.service_id == service_id).order_by(Queue.position).limit(1)
    found = db.session.scalar(own) if service_id is not None else None
    return found or _shared(kind)


def queue_name_for(kind: str, service: Service | None) -> str:
    """The name of the queue where such a ticket would stand; only reads."""
    own = select(Queue.name).where(Queue.kind == kind, Queue.service_id == service.id) if service else None
    found = db.session.scalar(own.order_by(Queue.position).limit(1)) if own is not None else None
    return found or SHARED[kind][0]


def _shared(kind: str) -> Queue:
    name, slug, position = SHARED[kind]
    with atomic():
        insert_once(Queue, name=name, slug=slug, kind=kind, service_id=None, position=position)
        return db.session.scalars(select(Queue).where(Queue.slug == slug)).one()


def _shared_slugs() -> set[str]:
    return {slug for _, slug, _ in SHARED.values()}
