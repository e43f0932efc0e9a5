"""Two shields beside a name, one as a title; and a new shield is said once, several together, on one page only."""

import pytest
from sqlalchemy import select

from community.core.db import db
from community.core.errors import Invalid, NotAllowed
from community.events.delivery import deliver_all
from community.forum.accepting import accept_answer
from community.gamification.choosing import choose_favourites
from community.gamification.honouring import honour_member, take_back_honour
from community.gamification.models import Award
from tests import people
from tests.factories import a_question, an_answer
from tests.gamification.ledger import events, owe_again


@pytest.fixture
def ben(app):
    asker, ben = people.vera(), people.ben()
    accept_answer(an_answer(a_question(by=asker), by=ben), by=asker)
    deliver_all()
    return ben


def test_they_stand_on_the_profile_and_in_the_list_of_people(ben, as_, client, statements):
    page = as_(ben).post("/settings/shields", data={"first": "first-light", "second": "", "title": "first-light"})
    assert page.status_code == 303
    assert "gh-borne" in client().get(ben.path).text
    with statements() as few:
        assert "First Light" in client().get("/members").text
    for each in (people.asha(), people.sam()):
        each.favourites, each.shield_title = ["swift", "first-light"], "swift"
    db.session.commit()
    with statements() as more:
        client().get("/members")
    assert len(more) == len(few)


def test_only_what_one_has_and_an_honour_that_is_taken_back_goes(ben):
    dora = people.dora()
    with pytest.raises(Invalid):
        choose_favourites(ben, ["lighthouse"], "", by=ben)
    with pytest.raises(NotAllowed):
        choose_favourites(ben, ["first-light"], "", by=dora)
    given = honour_member(ben, "long-watch", "For ten years.", by=dora)
    choose_favourites(ben, ["first-light", "long-watch"], "long-watch", by=ben)
    take_back_honour(given, "It was another Ben.", by=dora)
    assert (ben.favourites, ben.shield_title) == (["first-light"], "")


def test_new_shields_are_said_once_and_together(ben, as_):
    visitor, second = as_(ben), as_(ben)
    assert 'hx-post="/badges/showing"' in visitor.get("/badges").text
    message = visitor.post("/badges/showing")
    count = len(db.session.scalars(select(Award.id).where(Award.member_id == ben.id)).all())
    assert count > 1
    assert f"You earned {count} shields" in message.text
    assert message.text.count("data-toast=") == 1
    assert second.post("/badges/showing").status_code == 204
    assert 'hx-post="/badges/showing"' not in second.get("/badges").text
    owe_again(events("BadgeAwarded")[-1], "gamification.announcing.note_shield")
    deliver_all()
    assert second.post("/badges/showing").status_code == 204


def test_the_page_of_a_shield_says_how_rare_it_is(ben, client):
    page = client().get("/badges/first-light").text
    assert "1 of 2 members have it" in page
    assert "Lamplighter" in page  # its series
    assert client().get("/badges/long-watch").status_code == 200
