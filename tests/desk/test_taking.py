"""Taking a ticket and letting go of it."""

import pytest

from community.accounts.models import Member
from community.core.db import db
from community.core.errors import Conflict, Invalid, NotAllowed
from community.desk.models import Ticket
from community.desk.resolving import resolve_ticket
from community.desk.taking import release_ticket, take_ticket
from tests import people


def test_whoever_takes_it_has_it_and_it_is_in_progress(desk, as_):
    page = as_(desk.dora).post(f"{desk.ticket.path}/taking", follow_redirects=True)
    assert "You have it" in page.text
    assert (desk.ticket.assignee_id, desk.ticket.state) == (desk.dora.id, "in_progress")


def test_taking_twice_is_taking_once(desk, facts):
    take_ticket(desk.ticket, by=desk.dora)
    take_ticket(desk.ticket, by=desk.dora)
    assert facts("TicketTaken") == [{"ticket_id": desk.ticket.id, "assignee_id": desk.dora.id, "from_id": None}]


def test_letting_go_puts_it_back_where_it_was(desk, facts):
    take_ticket(desk.ticket, by=desk.dora)
    release_ticket(desk.ticket, by=desk.dora)
    release_ticket(desk.ticket, by=desk.dora)
    assert (desk.ticket.assignee_id, desk.ticket.state) == (None, "new")
    assert len(facts("TicketReleased")) == 1


def test_two_who_take_it_at_once_make_one_owner(desk, at_once):
    ident = desk.ticket.id

    def take(member_id):
        return lambda: take_ticket(db.session.get(Ticket, ident), by=db.session.get(Member, member_id))

    results = at_once(take(desk.dora.id), take(desk.omar.id))
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "NoneType"]
    winner = [desk.dora, desk.omar][results.index(None)]
    assert db.session.get(Ticket, ident).assignee_id == winner.id


def test_who_comes_second_reads_who_has_it(desk, as_):
    take_ticket(desk.ticket, by=desk.dora)
    page = as_(desk.omar).post(f"{desk.ticket.path}/taking")
    assert page.status_code == 409
    assert "Dora Nagy took INC-1001 a moment before you" in page.text


def test_taking_over_works_from_the_owner_one_saw(desk):
    take_ticket(desk.ticket, by=desk.dora)
    take_ticket(desk.ticket, by=desk.omar, over_from=desk.dora.id)
    assert desk.ticket.assignee_id == desk.omar.id
    with pytest.raises(Conflict):
        take_ticket(desk.ticket, by=people.ada(), over_from=desk.dora.id)


def test_what_is_done_is_not_taken(desk):
    resolve_ticket(desk.ticket, "New ribbon.", by=desk.dora)
    with pytest.raises(Invalid, match="reopen"):
        take_ticket(desk.ticket, by=desk.omar)


def test_only_provider_staff(desk, as_):
    with pytest.raises(NotAllowed):
        take_ticket(desk.ticket, by=people.sam())
    assert as_(people.ben()).post(f"{desk.ticket.path}/taking").status_code == 403
