"""While the database can't be reached every page says so, and what somebody has typed comes back to be sent again."""

from contextlib import contextmanager

import pytest
from flask import has_request_context
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from community.core.db import db
from tests import people
from tests.factories import a_question


@contextmanager
def away(app):
    """The database refuses every statement of a page."""

    def refuse(_connection, _cursor, statement, parameters, *_):
        if has_request_context():
            raise OperationalError(statement, parameters, Exception("connection refused"))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", refuse)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", refuse)


@pytest.fixture
def topic():
    return a_question(by=people.asha())


@pytest.mark.parametrize("address", ["/", "/questions", "/desk", "/api/v1/questions", "/nowhere", "/login"])
def test_pages_say_that_the_records_cannot_be_reached(app, as_, topic, address):
    ben = as_(people.ben())
    with away(app):
        response = ben.get(address)
    assert response.status_code == 503
    said = response.get_json()["title"] if "api" in address else response.text
    assert "The records can’t be reached" in said


def test_what_was_typed_comes_back(app, as_, topic):
    ben = as_(people.ben())
    with away(app):
        response = ben.post(f"/q/{topic.id}/answers/new", data={"body": "Switch to gateway 3."})
    assert response.status_code == 503
    assert "Switch to gateway 3." in response.text
    assert "Send it again" in response.text
    assert "Sign in in a new tab" not in response.text


def test_health_and_readiness_differ(app, client, topic):
    visitor = client()
    with away(app):
        assert visitor.get("/healthz").status_code == 200
        ready = visitor.get("/readyz")
    assert ready.status_code == 503
    assert ready.get_json()["database"] == "OperationalError"
