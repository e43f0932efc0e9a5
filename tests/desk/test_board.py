"""The desk's pages: who may come, what stands where, and that more tickets cost no more statements."""

import contextvars

import pytest

from community.core.realtime import socketio
from community.desk.answering import answer_ticket
from community.desk.resolving import resolve_ticket
from community.desk.taking import take_ticket
from tests import people
from tests.factories import a_service, a_ticket

PAGES = ["/desk", "/desk/queues", "/desk/tickets/INC-1001", "/desk/tickets/INC-1001/conversation"]


@pytest.mark.parametrize("address", PAGES)
def test_the_desk_is_for_provider_staff(desk, as_, client, address):
    assert as_(desk.omar).get(address).status_code == 200
    for person in (people.ben(), people.sam()):
        page = as_(person).get(address)
        assert page.status_code == 403
        assert "The desk is for provider staff" in page.text
        assert desk.ticket.title not in page.text
    assert client().get(address).status_code == 303


def test_an_unknown_reference_and_any_case(desk, as_):
    visitor = as_(desk.dora)
    assert visitor.get("/desk/tickets/INC-9").status_code == 404
    assert visitor.get("/desk/tickets/inc-1001").status_code == 200
    assert visitor.post("/desk/tickets/INC-9/taking").status_code == 404


def test_views_and_queues_narrow_the_list(desk, as_):
    cars, wifi = a_ticket(by=desk.dora, title="Car app rejects licences", service=a_service("Campus cars")), None
    wifi = a_ticket(by=desk.dora, title="Visitor Wi-Fi for a week", kind="request")
    take_ticket(cars, by=desk.dora)
    resolve_ticket(wifi, "Fourteen codes are in your mail.", by=desk.omar)
    visitor = as_(desk.dora)

    def listed(query: str) -> set[str]:
        page = visitor.get(f"/desk?{query}").text
        return {ticket.ref for ticket in (desk.ticket, cars, wifi) if f'<b class="gh-ref">{ticket.ref}</b>' in page}

    assert listed("") == {desk.ticket.ref, cars.ref}
    assert listed("view=mine") == {cars.ref}
    assert listed("view=unassigned") == {desk.ticket.ref}
    assert listed("view=closed") == {wifi.ref}
    assert listed("queue=campus-cars") == {cars.ref}
    assert listed("queue=nowhere&view=odd&sort=strange") == {desk.ticket.ref, cars.ref}


def test_the_most_urgent_comes_first(desk, as_, clock):
    a_ticket(by=desk.dora, title="Somewhat urgent", priority=2)
    a_ticket(by=desk.dora, title="The whole building stands", priority=1, major=True)
    page = as_(desk.dora).get("/desk").text
    places = [page.index(title) for title in ("The whole building", "Somewhat urgent", desk.ticket.title)]
    assert places == sorted(places)


def test_the_clock_in_words(desk, as_, clock):
    visitor = as_(desk.dora)
    assert "1 d</span>" in visitor.get("/desk").text
    clock.forward(hours=20)
    assert "4:00</span>" in visitor.get("/desk").text
    clock.forward(hours=4, minutes=12)
    assert "late 0:12</span>" in visitor.get("/desk").text


def test_an_empty_desk_says_so(app, as_):
    assert "Nothing waits here" in as_(people.dora()).get("/desk").text


@pytest.mark.parametrize("address", ["/desk", "/desk?view=closed", "/desk/tickets/INC-1001"])
def test_more_tickets_cost_no_more_statements(desk, as_, statements, address):
    visitor = as_(desk.dora)
    for number in range(2):
        resolve_ticket(a_ticket(by=desk.dora, title=f"Done {number}"), "Done.", by=desk.dora)
    visitor.get(address)
    with statements() as few:
        visitor.get(address)
    for number in range(6):
        ticket = a_ticket(by=desk.dora, title=f"Ticket {number}", service=a_service(f"Service {number}"))
        take_ticket(ticket, by=desk.omar)
        answer_ticket(desk.ticket, f"Update {number}", by=desk.omar)
        resolve_ticket(a_ticket(by=desk.dora, title=f"More {number}"), "Done.", by=desk.omar)
    with statements() as many:
        visitor.get(address)
    assert len(many) == len(few)


def test_closed_tickets_page_by_key(desk, as_):
    for number in range(35):
        resolve_ticket(a_ticket(by=desk.dora, title=f"Done number {number:02}"), "Done.", by=desk.dora)
    visitor = as_(desk.dora)
    first = visitor.get("/desk?view=closed").text
    assert "Done number 34" in first
    assert "Done number 04" not in first
    assert "after=" in first
    assert visitor.get("/desk?view=closed&after=rubbish").status_code == 422


def test_only_staff_hear_about_the_desk(desk, app, as_, deliver):
    def ears(person):
        return socketio.test_client(app, flask_test_client=as_(person))

    def joins(socket, room) -> bool:
        # In a context of its own, as each message of a real socket has: the test's app context remembers who looked.
        return contextvars.Context().run(socket.emit, "join", {"room": room}, callback=True)

    inside, outside = ears(desk.omar), ears(people.sam())
    for room in ("desk:tickets", "ticket:INC-1001"):
        assert joins(outside, room) is False
        assert joins(inside, room) is True
    take_ticket(desk.ticket, by=desk.dora)
    deliver()
    heard = [message["args"][0] for message in inside.get_received()]
    assert {"room": "ticket:INC-1001", "fragment": "conversation"} in heard
    assert {"room": "desk:tickets", "fragment": "list"} in heard
    assert outside.get_received() == []
