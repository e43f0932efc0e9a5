"""What tests are made of: the app on both databases, people at their browsers, a clock that stands still."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta

import flask_migrate
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as examples
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event, func, select

from community.accounts.models import Member
from community.app import create_app
from community.core import clock as community_clock
from community.core.db import db
from community.core.realtime import socketio
from community.core.settings import Settings
from community.events.delivery import deliver_all
from community.events.facts import Owed
from community.forum import braking
from community.search import keeping
from tests import people
from tests.services.databases import make_database
from tests.services.private import free_port
from tests.services.sessions import see_changes
from tests.services.sockets import send_again

pytest_plugins = ["tests.services.running", "tests.services.browsing"]

MONDAY_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
# The same examples in every run, so that none fails by chance; `--hypothesis-profile=others` looks further.
# How fast they come says nothing on a busy machine.
PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
examples.register_profile("others", **PATIENT)
examples.register_profile("the same", derandomize=True, **PATIENT)
examples.load_profile("the same")
READING = {"GET", "HEAD", "OPTIONS", "TRACE"}


class World:
    """One migrated database and the app on it, kept by a test worker for all its tests."""

    def __init__(self, kind: str, folder, service):
        self.database = make_database(kind, folder, service)
        try:
            self.app = create_app(_settings(folder, self.database.url))
            self.app.test_client_class = Browserless
            self.sockets = socketio.server  # one per app, where the module knows only the latest
            with self.app.app_context():
                flask_migrate.upgrade()
            self.database.remember()
        except BaseException:
            self.database.close()
            raise

    def close(self) -> None:
        """Let go of the database."""
        with self.app.app_context():
            db.engine.dispose()
        self.database.close()


def _settings(folder, database_url: str) -> Settings:
    port = free_port()
    return Settings(
        data_dir=folder,
        database_url=database_url,
        secret_key="only for tests",
        port=port,
        public_url=f"http://127.0.0.1:{port}",
        embedded_worker=False,
        testing=True,
    )


class Browserless(FlaskClient):
    """Sends each request in an app context and database session of its own, with a valid CSRF token.

    Afterwards the test's own objects show what the request changed.
    """

    csrf = True

    def open(self, *args, **kwargs):
        if self.csrf and kwargs.get("method", "GET").upper() not in READING:
            kwargs["headers"] = {"X-CSRFToken": self.csrf_token(), **dict(kwargs.get("headers") or {})}
        with self.application.app_context():
            response = super().open(*args, **kwargs)
        see_changes(db.session())
        return response

    def csrf_token(self) -> str:
        """A token that fits this client's session."""
        with self.session_transaction() as session:
            kept = session.setdefault("csrf_token", "0" * 40)
        return URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(kept)


class FrozenClock:
    """The community's time during a test; it moves only by `forward`."""

    def __init__(self, at: datetime, pretences: ExitStack):
        self.at, self.pretences = at, pretences
        self.forward()

    def forward(self, **span: float) -> datetime:
        """Let time pass: `clock.forward(hours=2)`. The new time."""
        self.at += timedelta(**span)
        self.pretences.enter_context(community_clock.pretend(self.at))
        return self.at


@pytest.fixture(scope="session")
def worlds(tmp_path_factory, service) -> Iterator[Callable[[str], World]]:
    """The worlds of this test worker, each made when first asked for."""
    made: dict[str, World] = {}

    def world(kind: str) -> World:
        if kind not in made:
            made[kind] = World(kind, tmp_path_factory.mktemp(kind), service)
        return made[kind]

    yield world
    for each in made.values():
        each.close()


@pytest.fixture
def database(request) -> str:
    """The kind of database this test runs on: sqlite or postgresql."""
    return request.param


@pytest.fixture
def app(database, worlds, clock) -> Iterator[Flask]:
    """The app on an empty database; the test itself is inside an app context, so actions can be called directly."""
    world = worlds(database)
    socketio.server = world.sockets
    with world.app.app_context():
        yield world.app
        db.session.rollback()
    send_again(world.sockets)
    world.database.empty()


@pytest.fixture
def numbered(app, database) -> None:
    """What the test makes is numbered from 1 on, so that addresses with small numbers lead to it."""
    if database == "postgresql":  # SQLite begins again by itself
        with db.engine.begin() as connection:
            for table in db.metadata.sorted_tables:
                if table.autoincrement_column is not None:
                    sequence = func.pg_get_serial_sequence(table.name, table.autoincrement_column.name)
                    first = select(func.coalesce(func.max(table.autoincrement_column), 0) + 1).scalar_subquery()
                    connection.execute(select(func.setval(sequence, first, False)))


@pytest.fixture
def no_index(app) -> None:
    """The search begins without an index; otherwise it still holds what earlier tests had written."""
    shutil.rmtree(keeping.place(), ignore_errors=True)


@pytest.fixture
def asha(app) -> Member:
    """Who asks; whoever else is in a test is called from the cast itself."""
    return people.asha()


@pytest.fixture
def ben(app) -> Member:
    """Who answers."""
    return people.ben()


@pytest.fixture
def client(app) -> Callable[..., FlaskClient]:
    """`client()`: somebody new at a browser without scripts; `client(csrf=False)` sends no CSRF token."""

    def arrive(*, csrf: bool = True) -> FlaskClient:
        visitor = app.test_client()
        visitor.csrf = csrf
        return visitor

    return arrive


@pytest.fixture
def as_(client) -> Callable[..., FlaskClient]:
    """`as_(asha)`: a client where this member has just signed in."""

    def sign_in(member, **kwargs) -> FlaskClient:
        visitor = client(**kwargs)
        with visitor.session_transaction() as session:
            session.update({"_user_id": member.fs_uniquifier, "_fresh": True, "fs_paa": time.time()})
        return visitor

    return sign_in


@pytest.fixture
def deliver(app) -> Callable[..., int]:
    """`deliver()`: run what is owed until nothing is; fails when a reaction failed, unless `failing=True`."""

    def run(*, failing: bool = False) -> int:
        with app.app_context():
            count = deliver_all()
            errors = db.session.scalars(select(Owed.last_error).where(Owed.attempts > 0)).all()
        see_changes(db.session())
        if errors and not failing:
            pytest.fail("a reaction failed: " + "; ".join(filter(None, errors)))
        return count

    return run


@pytest.fixture(autouse=True)
def clock(request) -> Iterator[FrozenClock | None]:
    """The community's clock, stopped on a Monday morning; running in tests with a real server."""
    if "live_server" in request.fixturenames:
        yield None
        return
    with ExitStack() as pretences:
        yield FrozenClock(MONDAY_MORNING, pretences)


@pytest.fixture
def brakes() -> None:
    """Name it to post with brakes on, as newcomers do outside of tests."""


@pytest.fixture(autouse=True)
def released(request, monkeypatch) -> None:
    """In tests nobody is braked otherwise: all their people are new, and their clock stands still."""
    if "brakes" not in request.fixturenames:
        monkeypatch.setattr(braking, "is_exempt", lambda by, category: True)


@pytest.fixture
def statements(app):
    """`with statements() as sent:` collects the SQL sent meanwhile; its length is the number of queries."""

    @contextmanager
    def watch() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_connection, _cursor, statement, *_rest):
            sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return watch
