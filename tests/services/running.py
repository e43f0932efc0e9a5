"""How a test run uses the services: brought up once by the process that distributes the tests, reported at its end."""

import signal

import pytest

from tests.services import network
from tests.services.bringup import bring_up, take_down
from tests.services.service import Service

DATABASES = ("sqlite", "postgresql")
SERVICES = pytest.StashKey[dict[str, Service]]()


def pytest_addoption(parser):
    parser.addoption(
        "--database",
        choices=(*DATABASES, "both"),
        default="both",
        help="the database that tests run on; each test that uses the app runs once on each (default: both)",
    )


def pytest_configure(config):
    config.addinivalue_line("markers", "only_on(database): a test of something that only this database has")
    config.stash[SERVICES] = {}
    network.close()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session):
    config = session.config
    if hasattr(config, "workerinput"):
        packed = config.workerinput["services"]
        config.stash[SERVICES] = {name: Service(**values) for name, values in packed.items()}
    elif not config.option.collectonly:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # being told to end is like Ctrl-C: tidy up first
        config.stash[SERVICES] = bring_up(with_postgresql=config.option.database != "sqlite")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    """Tell a new test worker where the services are."""
    node.workerinput["services"] = {name: service.packed() for name, service in node.config.stash[SERVICES].items()}


def pytest_generate_tests(metafunc):
    if "database" not in metafunc.fixturenames:
        return
    chosen = metafunc.config.option.database
    names = DATABASES if chosen == "both" else (chosen,)
    only = [marker.args[0] for marker in metafunc.definition.iter_markers("only_on")]
    metafunc.parametrize("database", [name for name in names if not only or name in only], indirect=True)


def pytest_collection_modifyitems(config, items):
    """A single case of a test may be for one database alone as well (a mark on its `pytest.param`)."""
    there = [item for item in items if _is_for_its_database(item)]
    if len(there) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if not _is_for_its_database(item)])
        items[:] = there


def _is_for_its_database(item) -> bool:
    only = [marker.args[0] for marker in item.iter_markers("only_on")]
    name = getattr(item, "callspec", None) and item.callspec.params.get("database")
    return not only or name is None or name in only


def pytest_terminal_summary(terminalreporter, config):
    services = config.stash[SERVICES].values()
    if services:
        terminalreporter.section("services")
    for service in services:
        missing = {} if service.url else {"red": True, "bold": True}
        terminalreporter.write_line(service.line(), **missing)


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        take_down()


@pytest.fixture(scope="session")
def service(pytestconfig):
    """`service("redis")`: the address of a service; skips with the command that mends it when it is not there."""

    def address(name: str) -> str:
        found = pytestconfig.stash[SERVICES].get(name)
        if found is None or found.url is None:
            pytest.skip(found.line() if found else f"{name} was not asked for in this run")
        return found.url

    return address
