"""The demo takes seconds to load, so the tests of this folder read one loaded community per database."""

import pytest

from community.core import clock as community_clock
from community.core.db import db
from community.core.realtime import socketio
from community.demo.loading import load_demo
from tests.conftest import MONDAY_MORNING


@pytest.fixture(scope="module")
def database(request) -> str:
    """The kind of database, kept for all tests of a module."""
    return request.param


@pytest.fixture(scope="module")
def northmere(database, worlds):
    """A world in which the demo community lives; the number of its actions is `northmere.actions`."""
    world = worlds(database)
    socketio.server = world.sockets
    try:
        with world.app.app_context(), community_clock.pretend(MONDAY_MORNING):
            world.steps = []
            world.actions = load_demo(lambda done, total: world.steps.append((done, total)))
            db.session.remove()
        yield world
    finally:
        world.database.empty()


@pytest.fixture
def app(northmere, clock):
    """The app on the demo community; tests of this folder only read."""
    with northmere.app.app_context():
        yield northmere.app
        db.session.rollback()
