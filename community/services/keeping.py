"""Keeping the list of services and their state."""

from sqlalchemy import func, select

from community.accounts.models import Member
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, NotFound, require
from community.core.text import slug, tidy
from community.events import fact, record
from community.services.models import STATES, Service


@fact
class ServiceAdded:
    """The provider offers one more service."""

    service_id: int


@fact
class ServiceStateChanged:
    """A service runs better or worse than before."""

    service_id: int
    old: str
    new: str


def may_keep_services(by: Member | None) -> bool | str:
    """Provider staff keep the list of services."""
    return (by is None or by.is_staff) or "Only provider staff can change the list of services."


def add_service(name: str, *, description: str = "", icon: str = "box", by: Member | None) -> Service:
    """Add a service. Raises Invalid when the name is missing or taken. `by` is None for the set-up commands."""
    require(may_keep_services(by))
    name = tidy(name)[:60]
    if not name:
        raise Invalid("A service needs a name.", "name")
    with atomic():
        if db.session.scalar(select(Service.id).where(Service.slug == slug(name))):
            raise Invalid("There is a service of that name already.", "name")
        position = db.session.scalar(select(func.coalesce(func.max(Service.position), 0))) + 1
        service = Service(name=name, slug=slug(name), description=tidy(description)[:300], icon=icon, position=position)
        db.session.add(service)
        db.session.flush()
        record(ServiceAdded(service.id), by=by)
    return service


def change_state(service: Service, state: str, note: str = "", *, by: Member | None) -> None:
    """Say how a service is doing, with one line of detail. Raises Invalid for an unknown state."""
    require(may_keep_services(by))
    if state not in STATES:
        raise Invalid(f"The state must be one of: {', '.join(STATES)}.", "state")
    with atomic():
        lock(service)
        old, service.state, service.state_note = service.state, state, tidy(note)[:120]
        record(ServiceStateChanged(service.id, old, state), by=by)


def all_services() -> list[Service]:
    """Every service in its given order."""
    return list(db.session.scalars(select(Service).order_by(Service.position)))


def find_service(slug_: str) -> Service:
    """The service with this slug. Raises NotFound."""
    service = db.session.scalar(select(Service).where(Service.slug == slug_))
    if service is None:
        raise NotFound("There is no service of that name.")
    return service
