"""Reactions that wait: owed at once, delivered from their time on, once."""

from datetime import timedelta

from community.core.db import atomic
from community.events import delivery, fact, record
from community.events.table import Follows, due


@fact
class TeaPromised:
    """Somebody wants tea in so many minutes."""

    minutes: int


def test_a_reaction_waits_for_its_time_and_comes_once(app, clock, deliver, monkeypatch):
    poured = []

    @due(lambda event: event.at + timedelta(minutes=event.fact.minutes))
    def pour(event):
        poured.append(event.fact.minutes)

    monkeypatch.setitem(delivery.TABLE, TeaPromised, Follows(afterwards=(pour,)))
    with atomic():
        record(TeaPromised(30))
        record(TeaPromised(5))
    assert delivery.pending()["waiting"] == 0  # nothing is late
    deliver()
    assert poured == []
    clock.forward(minutes=6)
    deliver()
    assert poured == [5]
    clock.forward(minutes=30)
    deliver()
    deliver()
    assert poured == [5, 30]
