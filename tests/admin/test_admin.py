"""The admin pages: only for administrators, and what they do is seen elsewhere."""

from dataclasses import replace

import pytest

from community.accounts.queries import find_member
from community.core.db import db
from community.events import delivery
from community.events.facts import Owed
from community.events.table import Follows
from community.forum import facts
from tests import people
from tests.factories import a_question

PAGES = ["/", "/services", "/places", "/places/new", "/groups", "/people", "/reactions", "/facts", "/outbox"]


@pytest.mark.parametrize("page", PAGES)
def test_only_for_administrators(app, as_, client, page):
    assert client().get(f"/admin{page}").status_code in (303, 403)
    for member in (people.asha(), people.sam(), people.dora()):
        assert as_(member).get(f"/admin{page}").status_code == 403
    assert as_(people.ada()).get(f"/admin{page}").status_code == 200


def test_a_new_service_has_its_place_in_the_forum(app, as_):
    visitor = as_(people.ada())
    visitor.post("/admin/services", data={"name": "Campus cars", "description": "Cars to share."})
    assert "Campus cars" in visitor.get("/questions/ask").text
    again = visitor.post("/admin/services", data={"name": "campus cars", "description": ""})
    assert again.status_code == 422 and "already" in again.text


def test_the_state_of_a_service_shows_on_the_first_page(app, as_, client):
    visitor = as_(people.ada())
    visitor.post("/admin/services", data={"name": "Campus cars", "description": "Cars to share."})
    visitor.post("/admin/services/campus-cars/state", data={"state": "slower", "note": "Gate B only"})
    home = client().get("/").text
    assert "Slower than usual" in home and "Gate B only" in home


def test_a_role_is_given_and_never_to_oneself(app, as_):
    ada, ben = people.ada(), people.ben()
    as_(ada).post(f"/admin/people/{ben.name}/role", data={"role": "superuser"})
    assert find_member("ben").role == "superuser"
    assert as_(ada).post("/admin/people/ada/role", data={"role": "member"}).status_code == 403
    assert as_(ada).post("/admin/people/ben/role", data={"role": "king"}).status_code == 422


def test_a_reaction_that_keeps_failing_waits_here_and_can_be_tried_again(app, as_, deliver, clock, monkeypatch):
    calls = []

    def breaks(event):
        calls.append(event.id)
        raise RuntimeError("the far side is away")

    breaks.__module__ = "tests"
    monkeypatch.setitem(delivery.TABLE, facts.TopicPosted, Follows(afterwards=(breaks,)))
    a_question(by=people.asha())
    for _ in range(delivery.LAST_ATTEMPT):
        deliver(failing=True)
        clock.forward(hours=2)
    visitor = as_(people.ada())
    assert "the far side is away" in visitor.get("/admin/reactions").text
    assert len(calls) == delivery.LAST_ATTEMPT
    owed = db.session.query(Owed).filter_by(reaction="tests.breaks").one()
    visitor.post(f"/admin/reactions/{owed.id}/retry")
    deliver(failing=True)
    assert len(calls) == delivery.LAST_ATTEMPT + 1


@pytest.mark.parametrize(
    ("mail_url", "says"), [(None, "written down here"), ("smtp://127.0.0.1:25", "through your server")]
)
def test_the_mails_page_says_whether_they_are_sent(app, as_, monkeypatch, mail_url, says):
    monkeypatch.setitem(app.config, "GUILDHALL", replace(app.config["GUILDHALL"], mail_url=mail_url))
    assert says in as_(people.ada()).get("/admin/outbox").text
