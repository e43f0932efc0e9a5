"""Named groups: who keeps them, what belonging changes."""

import pytest

from community.accounts.audiences import audiences_of, belongs_to
from community.accounts.grouping import join_group, leave_group, make_group, members_of_group
from community.accounts.models import Member
from community.core.db import db
from community.core.errors import Invalid, NotAllowed
from community.events.facts import FactRow
from tests import people
from tests.factories import a_category, a_question


def facts_of(kind):
    return db.session.query(FactRow).filter_by(kind=kind).count()


def test_only_administrators_keep_groups(app):
    sam = people.sam()
    with pytest.raises(NotAllowed):
        make_group("Works council", by=sam)
    council = make_group("Works council", by=people.ada())
    with pytest.raises(NotAllowed):
        join_group(council, sam, by=sam)
    assert members_of_group(council) == []


def test_a_name_that_a_group_or_a_member_has_is_refused(app):
    people.ben()
    make_group("Works council", by=None)
    for taken in ("works  council", "Ben", "  "):
        with pytest.raises(Invalid):
            make_group(taken, by=None)


def test_a_groups_place_opens_and_closes_with_belonging(app, as_):
    asha, ben, dora = people.asha(), people.ben(), people.dora()
    council = make_group("Works council", by=None)
    place = a_category("Council", audience=f"group:{council.id}")
    join_group(council, asha, by=None)
    topic = a_question(by=asha, category=place)
    join_group(council, ben, by=None)
    assert as_(ben).get(topic.path).status_code == 200
    assert as_(dora).get(topic.path).status_code == 404  # provider staff are not in it
    leave_group(council, ben, by=ben)
    assert as_(ben).get(topic.path).status_code == 404


def test_belonging_twice_is_once_and_leaving_twice_as_well(app):
    ben = people.ben()
    council = make_group("Works council", by=None)
    for _ in range(2):
        join_group(council, ben, by=None)
    assert ben.group_ids == [council.id] and facts_of("GroupJoined") == 1
    for _ in range(2):
        leave_group(council, ben, by=None)
    assert ben.group_ids == [] and facts_of("GroupLeft") == 1


def test_both_sides_of_the_rule_agree(app):
    """`audiences_of` and `belongs_to` say the same about everybody."""
    cast = [people.asha(), people.sam(), people.dora(), people.ada()]
    first, second = make_group("First", by=None), make_group("Second", by=None)
    join_group(first, cast[0], by=None)
    join_group(second, cast[1], by=None)
    for audience in ("members", "superusers", "staff", f"group:{first.id}", f"group:{second.id}"):
        inside = {m.id for m in db.session.query(Member).filter(belongs_to(audience))}
        assert inside == {m.id for m in cast if audience in audiences_of(m)}


def test_a_group_has_a_page_and_only_those_in_it_see_who_they_are(app, as_):
    asha, ben, ada = people.asha(), people.ben(), people.ada()
    team = make_group("Network team", description="They keep the cables.", by=None)
    place = a_category("Cable room", audience=f"group:{team.id}")
    join_group(team, asha, by=None)
    said = as_(ben).get("/groups/network-team").text
    assert "They keep the cables." in said and "@network-team" in said
    assert "Asha Rao" not in said and place.name not in said and "1 member" not in said
    seen = as_(asha).get("/groups/network-team").text
    assert "Asha Rao" in seen and place.name in seen
    assert "/groups/network-team" in as_(asha).get("/members/asha").text
    assert "/groups/network-team" not in as_(ben).get("/members/asha").text
    kept = as_(ada).get("/groups/network-team").text
    assert "Asha Rao" not in kept and place.name not in kept  # they see that where they keep groups
    assert "/admin/groups/network-team" in kept


def test_a_group_that_nobody_may_call_is_known_to_its_members_alone(app, as_, client):
    asha, ben = people.asha(), people.ben()
    council = make_group("Works council", mentionable=False, by=None)
    join_group(council, asha, by=None)
    assert as_(asha).get("/groups/works-council").status_code == 200
    for way, path in (("get", ""), ("post", "/leaving")):
        assert getattr(as_(ben), way)(f"/groups/works-council{path}").status_code == 404
    assert client().get("/groups/works-council").status_code == 303
    for _ in range(2):
        as_(asha).post("/groups/works-council/leaving")
    assert members_of_group(council) == [] and facts_of("GroupLeft") == 1
