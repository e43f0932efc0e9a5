"""Bringing all services up before a test run and down after it."""

from tests.services import chromium, postgresql, redis_server
from tests.services.private import Private
from tests.services.service import Service

_open: list[Private] = []


def bring_up(*, with_postgresql: bool = True) -> dict[str, Service]:
    """Find or start every service, by name: postgresql, redis, chromium."""
    finders = {"redis": redis_server.find, "chromium": chromium.find}
    if with_postgresql:
        finders["postgresql"] = postgresql.find
    services = {}
    for name, find in finders.items():
        services[name], process = find()
        if process:
            _open.append(process)
    return services


def take_down() -> None:
    """End what `bring_up` started, and only that."""
    while _open:
        _open.pop().close()
