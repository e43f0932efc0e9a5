"""A page hears what its room was told between its making and its joining; nothing older, nothing of other rooms."""

import pytest

from community.core.lately import KEPT, InProcess, InRedis


@pytest.fixture(params=["process", "redis"])
def lately(request, service):
    """What remembers, both kinds."""
    return InRedis(service("redis")) if request.param == "redis" else InProcess()


def test_what_was_said_since_then_is_heard(lately, monkeypatch):
    now = [1_000_000.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    room = f"topic:{id(now)}"  # one of this test's own, in a Redis that others use as well
    lately.note(room, "answers")
    now[0] += 2
    lately.note(room, "ticket")
    lately.note(room + "0", "bell")
    now[0] += 1
    assert lately.since(room, 0.5) == []
    assert lately.since(room, 1.5) == ["ticket"]
    assert sorted(lately.since(room, 3.5)) == ["answers", "ticket"]
    lately.note(room, "answers")
    now[0] += KEPT
    assert lately.since(room, 1e9) == ["answers"]  # nobody is told of what is older than a minute


def test_only_the_last_minute_is_kept_in_memory(monkeypatch):
    now, lately = [0.0], InProcess()
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    for number in range(500):
        lately.note(f"topic:{number}", "answers")
        now[0] += 1
    assert len(lately._said) <= KEPT + 1


def test_without_redis_nothing_is_remembered_and_nothing_fails():
    lately = InRedis("redis://127.0.0.1:1/0")
    lately.note("topic:1", "answers")
    assert lately.since("topic:1", 10) == []
