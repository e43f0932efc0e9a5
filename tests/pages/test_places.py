"""The page of all places."""

from community.accounts.grouping import join_group, make_group
from community.forum.pinning import pin_topic
from community.forum.queries import find_topic
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


def test_the_list_of_a_place_holds_what_stands_below_it(app, as_, client):
    asha, sam = people.asha(), people.sam()
    above = a_category("Networks")
    below, closed = a_category("Gateways", parent=above), a_category("Vault", parent=above, audience="superusers")
    a_question(by=asha, category=above, title="Which network is the fastest one?")
    pinned = a_question(by=asha, category=below, title="Gateway three is slow today", tags=["gateway"])
    a_question(by=sam, category=closed, title="Who has the spare key now?")
    pin_topic(find_topic(pinned.id, sam), True, by=sam)
    seen = client().get("/c/networks").text
    assert "Which network" in seen and "Gateway three" in seen and "spare key" not in seen
    assert seen.count("Gateway three is slow today</a>") == 1
    assert "tag=gateway" in seen
    assert "spare key" in as_(sam).get("/c/networks").text
    assert "Which network" not in client().get("/c/gateways").text
    feed = client().get("/c/networks.atom").text
    assert "Gateway three" in feed and "spare key" not in feed
