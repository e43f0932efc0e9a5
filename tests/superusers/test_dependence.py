"""Where the community hangs on one person: for staff, from what all can read, with who could come next."""

import pytest

from community.accounts.models import Member
from community.core.db import db
from community.core.errors import NotAllowed
from community.forum.accepting import accept_answer
from community.forum.voting import vote_on
from community.superusers.dependence import dependent_areas
from tests import people
from tests.factories import a_question, an_answer
from tests.superusers.helping import a_place_with_a_service

HERE = "/moderation/dependence"


def accepted(by, count: int, *, asker, category, tags=()) -> None:
    for _ in range(count):
        topic = a_question(by=asker, category=category, tags=list(tags), title=f"How does {by.display_name} do it?")
        accept_answer(an_answer(topic, by=by), by=asker)


@pytest.fixture
def cast(app):
    return people.asha(), people.ben(), people.vera(), people.dora()


def test_an_area_on_one_person_with_who_comes_next(cast, as_, clock):
    asha, ben, vera, dora = cast
    category, _ = a_place_with_a_service()
    accepted(ben, 4, asker=asha, category=category, tags=["vpn"])
    accepted(vera, 2, asker=asha, category=category, tags=["vpn"])
    omar = people.omar()
    vote_on(an_answer(a_question(by=asha, category=category), by=omar), 1, by=asha)
    page = as_(dora).get(HERE).text
    assert "Remote access" in page and "#vpn" in page
    (service, tag) = sorted(dependent_areas(by=dora), key=lambda area: area.kind)
    assert (service.member.id, service.given, service.total) == (ben.id, 4, 6)
    assert [known.member.id for known in service.next] == [vera.id]
    assert [known.member.id for known in service.newcomers] == [omar.id]
    assert tag.newcomers == []
    assert "gave 4 of the 6 answers that were accepted here" in page


def test_few_answers_or_several_people_are_no_worry(cast, as_):
    asha, ben, vera, dora = cast
    category, _ = a_place_with_a_service()
    accepted(ben, 4, asker=asha, category=category)
    assert dependent_areas(by=dora) == []  # too few to say anything
    accepted(vera, 3, asker=asha, category=category)
    assert dependent_areas(by=dora) == []  # four of seven is shared
    accepted(ben, 1, asker=asha, category=category)
    assert [area.given for area in dependent_areas(by=dora)] == [5]
    assert "Nothing hangs" not in as_(dora).get(HERE).text


def test_what_not_all_can_read_and_ones_own_answers_count_for_nothing(cast):
    asha, ben, _, dora = cast
    closed, _ = a_place_with_a_service("Closed", audience="superusers")
    sam = people.sam()
    accepted(sam, 6, asker=dora, category=closed)
    category, _ = a_place_with_a_service()
    accepted(ben, 6, asker=ben, category=category)
    assert dependent_areas(by=dora) == []
    accepted(asha, 5, asker=ben, category=category)
    assert [area.total for area in dependent_areas(by=dora)] == [5]


def test_last_year_is_over_and_who_left_is_not_suggested(cast, clock):
    asha, ben, vera, dora = cast
    category, _ = a_place_with_a_service()
    accepted(ben, 6, asker=asha, category=category)
    accepted(vera, 1, asker=asha, category=category)
    db.session.get(Member, vera.id).active = False
    db.session.commit()
    (area,) = dependent_areas(by=dora)
    assert area.total == 7 and area.next == []
    clock.forward(days=366)
    assert dependent_areas(by=dora) == []


def test_it_is_for_staff(cast, as_, client):
    _, ben, _, _ = cast
    sam = people.sam()
    for who in (ben, sam):
        assert as_(who).get(HERE).status_code == 403
        with pytest.raises(NotAllowed):
            dependent_areas(by=who)
    assert client().get(HERE).status_code in (302, 303)
    assert HERE not in as_(sam).get("/moderation/overview").text


def test_it_takes_as_many_statements_however_many_areas(cast, as_, statements):
    asha, ben, _, dora = cast
    visitor, taken = as_(dora), []
    for name in ("Remote access", "Cars", "Rooms"):
        accepted(ben, 5, asker=asha, category=a_place_with_a_service(name)[0], tags=[name.lower().replace(" ", "-")])
        visitor.get(HERE)
        with statements() as sent:
            assert name in visitor.get(HERE).text
        taken.append(len(sent))
    assert len(set(taken)) == 1
