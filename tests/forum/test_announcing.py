"""Announcements: who makes them, how long they stand, putting them away."""

import pytest

from community.core.db import atomic
from tests import people
from tests.factories import a_category, a_question


def news(by, **more):
    return a_question(by=by, kind="announcement", title="The gate is closed on Friday", **more)


def test_only_staff_announce(app, as_):
    a_category()
    said = {"kind": "announcement", "title": "The gate is closed on Friday", "category": "remote-access",
            "body": "All day, for the new barrier."}  # fmt: skip
    assert as_(people.sam()).post("/questions/ask", data=said).status_code in (403, 422)
    assert as_(people.dora()).post("/questions/ask", data=said).status_code == 303


@pytest.mark.parametrize("page", ["/", "/questions", "/c/remote-access"])
def test_it_stands_above_lists_until_a_member_puts_it_away(app, as_, page):
    asha, topic = people.asha(), news(people.dora())
    reader, mark = as_(asha), f'id="announcement-{topic.id}"'
    assert mark in reader.get(page).text
    reader.post(f"/q/{topic.id}/dismissal")
    reader.post(f"/q/{topic.id}/dismissal")  # pressed twice
    assert mark not in reader.get(page).text
    assert mark in as_(people.ben()).get(page).text  # the others still see it
    reader.post(f"/q/{topic.id}/dismissal", data={"value": "0"})
    assert mark in reader.get(page).text


def test_a_visitor_puts_it_away_as_well(app, client):
    topic, visitor = news(people.dora()), client()
    visitor.post(f"/q/{topic.id}/dismissal")
    assert f'id="announcement-{topic.id}"' not in visitor.get("/").text
    assert f'id="announcement-{topic.id}"' in client().get("/").text


def test_it_goes_by_itself(app, client, clock):
    topic, mark = news(people.dora()), "announcement-"
    clock.forward(days=13)
    assert mark in client().get("/").text
    clock.forward(days=2)
    assert mark not in client().get("/").text
    with atomic():
        topic.close_at = clock.at.replace(month=6)
    assert mark in client().get("/").text


def test_other_topics_are_not_put_away(app, as_):
    topic = a_question(by=people.asha())
    assert as_(people.ben()).post(f"/q/{topic.id}/dismissal").status_code == 422


def test_a_closed_place_announces_to_its_own(app, as_, client):
    dora = people.dora()
    topic = news(dora, category=a_category("Inner", audience="staff"))
    assert topic.title in as_(dora).get("/").text
    assert topic.title not in client().get("/").text
    assert client().post(f"/q/{topic.id}/dismissal").status_code == 404
