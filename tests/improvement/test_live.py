"""Open pages: which parts are said to be stale, who may listen, and what the parts hold when fetched again."""

import pytest

from community.core import realtime
from community.improvement.moving import move_stage
from community.improvement.supporting import support
from tests import people
from tests.factories import a_proposal


@pytest.fixture
def pushed(monkeypatch) -> list[tuple[str, str]]:
    """Room and fragment of every push."""
    sent = []
    monkeypatch.setattr(realtime.socketio, "emit", lambda _, what, to: sent.append((what["room"], what["fragment"])))
    return sent


def test_a_voice_and_a_step_are_seen_on_open_pages(app, deliver, pushed, client):
    proposal = a_proposal(by=people.asha())
    room = f"proposal:{proposal.id}"
    support(proposal, by=people.vera())
    deliver()
    assert [fragment for where, fragment in pushed if where == room] == ["support"]
    move_stage(proposal, "planned", "Agreed, first quarter.", by=people.dora())
    deliver()
    assert [fragment for where, fragment in pushed if where == room] == ["support", "stair", "progress"]
    page = client().get(proposal.path).text
    for part, words in (("support", ">1<"), ("stair", "Planned"), ("progress", "Agreed, first quarter.")):
        answer = client().get(f"/improvements/{proposal.id}/parts/{part}")
        assert f'data-live="{room}/{part}"' in answer.text and words in answer.text and "<html" not in answer.text
        assert f'data-live="{room}/{part}"' in page


def test_only_readers_may_listen(app):
    sam = people.sam()
    proposal = a_proposal(by=sam, audience="superusers")
    rule = realtime._may_join["proposal"]
    assert rule(str(proposal.id), sam)
    assert not rule(str(proposal.id), people.asha()) and not rule(str(proposal.id), None)
    for strange in ("", "x", "999999", "9" * 40, "1 or 1"):
        assert not rule(strange, sam)
