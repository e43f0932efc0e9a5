"""The page of all places."""

from community.accounts.grouping import join_group, make_group
from tests import people
from tests.factories import a_category, a_question, a_service


def test_places_stand_under_their_service_with_those_below_them(app, client):
    service = a_service("Remote access")
    above = a_category("Networks", service=service)
    below = a_category("Gateways", service=service, parent=above)
    topic = a_question(by=people.asha(), category=below)
    page = client().get("/places").text
    assert page.index("Networks") < page.index("Gateways") < page.index(topic.title)
    assert "Networks" in client().get("/c/gateways").text  # the crumbs lead up
    assert "/c/gateways" in client().get("/c/networks").text


def test_a_groups_place_is_listed_for_the_group_alone(app, as_, client):
    asha, group = people.asha(), make_group("Works council", by=None)
    join_group(group, asha, by=None)
    a_category("Council room", audience=f"group:{group.id}", posters=f"group:{group.id}")
    assert "Council room" in as_(asha).get("/places").text
    for other in (client(), as_(people.dora()), as_(people.ada())):
        assert "Council room" not in other.get("/places").text
        assert "Council room" not in other.get("/api/v1/places").text


def test_the_page_costs_the_same_with_many_places(app, client, statements):
    asha = people.asha()
    a_question(by=asha)
    with statements() as few:
        client().get("/places")
    for number in range(4):
        a_question(by=asha, category=a_category(f"Place {number}"), title=f"What is new in number {number}?")
    with statements() as many:
        client().get("/places")
    assert len(many) == len(few)
