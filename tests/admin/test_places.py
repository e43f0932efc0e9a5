"""Arranging places and keeping groups on the admin pages."""

from community.accounts.grouping import find_group, make_group
from community.accounts.queries import find_member
from community.core.db import db
from community.forum.queries import all_categories, find_topic
from tests import people
from tests.factories import a_category, a_question, a_service

PLACE = {"name": "Gateways", "description": "Ours", "icon": "wifi", "service": "", "parent": "", "audience": "public",
         "posters": "members", "moderators": "superusers"}  # fmt: skip


def test_only_administrators_come_in(app, as_):
    a_category()
    for name in (people.asha, people.sam, people.dora):
        assert as_(name()).post("/admin/places/new", data=PLACE).status_code == 403
    assert [c.name for c in all_categories()] == ["Remote access"]


def test_a_place_is_added_below_another_and_closed(app, as_, client):
    ada, above = people.ada(), a_category(service=a_service("Remote access"))
    a_category("Between the two")
    admin = as_(ada)
    admin.post("/admin/places/new", data=PLACE | {"parent": str(above.id)})
    made = all_categories()[1]
    assert (made.parent_id, made.icon) == (above.id, "wifi")
    assert made.service_id == above.service_id is not None
    topic = a_question(by=people.asha(), category=made)
    choices = as_(people.ben()).get("/questions/ask").text
    assert choices.index(">Remote access<") < choices.index(">Remote access: Gateways<") < choices.index(">Between the")
    admin.post(f"/admin/places/{made.id}", data=PLACE | {"parent": str(above.id), "audience": "staff"})
    assert client().get(topic.path).status_code == 404
    assert find_topic(topic.id, ada).title == topic.title


def test_what_can_t_be_is_said_beside_its_field_and_nothing_is_lost(app, as_):
    admin, above = as_(people.ada()), a_category("Inner", audience="staff")
    page = admin.post("/admin/places/new", data=PLACE | {"parent": str(above.id)})
    assert page.status_code == 422 and "more people than the place above" in page.text and "Gateways" in page.text
    below = a_category("Below", audience="staff", parent=above)
    page = admin.post("/admin/places/new", data=PLACE | {"parent": str(below.id), "audience": "staff"})
    assert page.status_code == 422  # a place below another is not among the choices
    assert "name already" in admin.post("/admin/places/new", data=PLACE | {"name": "inner"}).text


def test_a_place_opens_no_wider_than_those_below_allow(app, as_):
    above = a_category("Above")
    a_category("Below", parent=above)
    page = as_(people.ada()).post(f"/admin/places/{above.id}", data=PLACE | {"name": "Above", "audience": "staff"})
    assert page.status_code == 422 and "Close that one first" in page.text


def test_places_change_seats_and_only_empty_ones_go(app, as_):
    admin, first, second = as_(people.ada()), a_category("First"), a_category("Second")
    admin.post(f"/admin/places/{second.id}/position", data={"step": "up"})
    admin.post(f"/admin/places/{second.id}/position", data={"step": "up"})
    assert [c.name for c in all_categories()] == ["Second", "First"]
    a_question(by=people.asha(), category=second)
    kept, gone = second.id, first.id
    page = admin.post(f"/admin/places/{kept}/removal", follow_redirects=True)
    assert "Move them to another place first" in page.text
    db.session.expunge(first)  # a row that is gone can't be read again
    admin.post(f"/admin/places/{gone}/removal")
    assert [c.name for c in all_categories()] == ["Second"]


def test_members_come_into_a_group_and_leave(app, as_):
    admin, asha = as_(people.ada()), people.asha()
    admin.post("/admin/groups", data={"name": "Works council", "description": "Elected.", "mentionable": "y"})
    admin.post("/admin/groups/works-council/members", data={"member": "@Asha"})
    assert find_member("asha").group_ids == [find_group("works-council").id]
    page = admin.post("/admin/groups/works-council/members", data={"member": "nobody"})
    assert page.status_code == 422 and "Nobody here goes by that name" in page.text
    admin.post("/admin/groups/works-council/members/asha/leaving")
    assert find_member(asha.name).group_ids == []


def test_a_place_for_a_group_is_open_to_it_alone(app, as_):
    admin, group = as_(people.ada()), make_group("Works council", by=None)
    admin.post("/admin/places/new", data=PLACE | {"audience": f"group:{group.id}", "posters": f"group:{group.id}"})
    assert as_(people.dora()).get("/c/gateways").status_code == 404
    admin.post("/admin/groups/works-council/members", data={"member": people.ben().name})
    ben = as_(find_member("ben"))
    assert ben.get("/c/gateways").status_code == 200
    assert (
        "The group Works council can read it there"
        in ben.post("/questions/ask/place", data={"category": "gateways"}).text
    )
