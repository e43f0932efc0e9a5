"""Knocking too often: one is told how many seconds to wait, and nothing typed is lost."""

import time

import pytest

from community.core.limits import SHARED
from tests import people
from tests.factories import a_question


@pytest.fixture
def limited(app, monkeypatch):
    begun = time.time()
    monkeypatch.setattr(time, "time", lambda: begun)  # sixty in a minute, also where that takes two
    (limiter,) = app.extensions["limiter"]
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()
    yield
    limiter.reset()


def test_the_door_counts_knocks(app, limited, client):
    visitor = client()
    answers = [visitor.post("/login", data={"email": "a@example.org", "password": "wrong words"}) for _ in range(11)]
    assert answers[9].status_code == 200
    assert answers[10].status_code == 429
    assert int(answers[10].headers["Retry-After"]) > 0
    assert "seconds" in answers[10].text and "wrong words" not in answers[10].text


def test_searching_too_fast_says_how_many_seconds(app, limited, client):
    visitor = client()
    answers = [visitor.get("/search?q=gateway") for _ in range(61)]
    assert {answer.status_code for answer in answers[:60]} == {200}
    assert answers[60].status_code == 429 and int(answers[60].headers["Retry-After"]) > 0
    assert "seconds" in answers[60].text
    assert visitor.get("/questions").status_code == 200


def test_every_costly_address_is_one_of_ours(app):
    named = {endpoint for _, _, endpoints in SHARED.values() for endpoint in endpoints}
    assert named <= set(app.view_functions)


def test_writing_too_fast_keeps_the_text(app, limited, as_):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha)
    visitor = as_(ben)
    answers = [visitor.post(f"/q/{topic.id}/me-too", data={"value": "1"}) for _ in range(60)]
    assert {answer.status_code for answer in answers} == {303}
    late = visitor.post(f"/q/{topic.id}/answers/new", data={"body": "A thought worth keeping."})
    assert late.status_code == 429 and "A thought worth keeping." in late.text
    assert as_(asha).post(f"/q/{topic.id}/answers/new", data={"body": "Somebody else may write."}).status_code == 303
