"""What the tests stand on stands."""

import socket
import urllib.request

import pytest
import redis
import socketio

from community.core.db import db
from community.core.realtime import refresh
from tests import people
from tests.factories import a_question
from tests.services.network import NetworkClosed


def test_each_test_begins_empty_and_on_its_own_database(app, database):
    assert db.engine.dialect.name == database
    assert people.asha().id


def test_redis_answers(service):
    with redis.Redis.from_url(service("redis")) as client:
        assert client.ping()


def test_other_machines_are_out_of_reach():
    with socket.socket() as outside, pytest.raises(NetworkClosed):
        outside.connect(("192.0.2.1", 80))


def test_a_form_without_its_token_is_refused(app, as_):
    asha = people.asha()
    assert as_(asha, csrf=False).post("/questions/ask").status_code == 400
    assert as_(asha).post("/questions/ask").status_code == 422


def test_the_live_server_answers_and_pushes(live_server, app):
    with urllib.request.urlopen(f"{live_server}/healthz") as answer:
        assert answer.status == 200
    topic = a_question(by=people.asha())
    with socketio.SimpleClient() as listener:
        listener.connect(live_server, transports=["websocket"], wait_timeout=20)
        assert listener.call("join", {"room": f"topic:{topic.id}"}) is True
        refresh(f"topic:{topic.id}", "answers")
        assert listener.receive(timeout=20) == ["stale", {"room": f"topic:{topic.id}", "fragment": "answers"}]


@pytest.mark.only_on("sqlite")
def test_a_browser_shows_the_signed_in_home_page(open_page):
    page = open_page(people.asha())
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("main").is_visible()
