"""States, priorities and promises: what changes about a ticket, and what a stale page may not overwrite."""

from datetime import timedelta

import pytest

from community.core.errors import Conflict, Invalid, NotAllowed
from community.desk.moving import move_ticket
from community.desk.prioritising import prioritise_ticket
from community.desk.promising import promise_update
from community.desk.reopening import reopen_ticket
from community.desk.resolving import resolve_ticket
from community.desk.taking import take_ticket
from tests import people
from tests.factories import a_ticket


def test_waiting_says_for_what_and_ends_when_work_goes_on(desk, as_):
    visitor = as_(desk.dora)
    assert visitor.post(f"{desk.ticket.path}/state", data={"state": "waiting"}).status_code == 422
    visitor.post(f"{desk.ticket.path}/state", data={"state": "waiting", "waiting_for": "supplier"})
    assert desk.ticket.state_word == "Waiting for a supplier"
    visitor.post(f"{desk.ticket.path}/state", data={"state": "in_progress"})
    assert (desk.ticket.state, desk.ticket.waiting_for) == ("in_progress", "")


def test_moving_to_where_it_is_changes_nothing(desk, facts):
    for _ in range(2):
        move_ticket(desk.ticket, "in_progress", by=desk.dora)
    assert len(facts("TicketStateChanged")) == 1


@pytest.mark.parametrize("target", ["resolved", "closed", "new", "elsewhere"])
def test_steps_that_are_verbs_of_their_own_or_none_at_all(desk, target):
    move_ticket(desk.ticket, "in_progress", by=desk.dora)
    with pytest.raises(Invalid):
        move_ticket(desk.ticket, target, by=desk.dora)


def test_resolving_tells_the_askers_and_keeps_the_note(desk, as_, said, facts):
    take_ticket(desk.ticket, by=desk.dora)
    form = {
        "sentence": "New ribbon, badges print again.",
        "note": "Ribbon lot 7 is bad.",
        "revision": desk.ticket.revision,
    }
    as_(desk.dora).post(f"{desk.ticket.path}/resolution", data=form)
    assert (desk.ticket.state, desk.ticket.next_update_due) == ("resolved", None)
    assert said(desk.ticket, "public") == ["New ribbon, badges print again."]
    assert said(desk.ticket, "internal") == ["Ribbon lot 7 is bad."]
    assert facts("TicketResolved")[0]["assignee_id"] == desk.dora.id


def test_resolving_needs_a_sentence_and_happens_once(desk, as_):
    page = as_(desk.dora).post(f"{desk.ticket.path}/resolution", data={"sentence": "", "note": "Lot 7."})
    assert page.status_code == 422
    assert "Lot 7." in page.text
    resolve_ticket(desk.ticket, "Done.", by=desk.dora)
    with pytest.raises(Invalid, match="resolved already"):
        resolve_ticket(desk.ticket, "Done again.", by=desk.omar)


def test_reopening_undoes_resolving_and_promises_anew(desk, as_, clock):
    take_ticket(desk.ticket, by=desk.dora)
    resolve_ticket(desk.ticket, "Done.", by=desk.dora)
    as_(desk.omar).post(f"{desk.ticket.path}/reopening", data={"revision": desk.ticket.revision})
    assert (desk.ticket.state, desk.ticket.assignee_id, desk.ticket.resolved_at) == ("in_progress", desk.dora.id, None)
    assert desk.ticket.next_update_due == clock.at + timedelta(days=1)


def test_reopening_what_is_open_changes_nothing(desk, facts):
    reopen_ticket(desk.ticket, by=desk.dora)
    assert facts("TicketReopened") == []


def test_staff_close_what_nobody_confirmed(desk, facts):
    resolve_ticket(desk.ticket, "Done.", by=desk.dora)
    move_ticket(desk.ticket, "closed", by=desk.dora)
    assert desk.ticket.closed_at is not None
    assert facts("TicketClosed") == [{"ticket_id": desk.ticket.id}]


def test_priority_and_major(desk, as_, said, facts):
    page = as_(desk.dora).post(
        f"{desk.ticket.path}/priority", data={"priority": "1", "major": "y"}, follow_redirects=True
    )
    assert "Major incident" in page.text
    assert (desk.ticket.priority, desk.ticket.major) == (1, True)
    prioritise_ticket(desk.ticket, 1, by=desk.dora)
    assert len(facts("TicketPrioritised")) == 1
    prioritise_ticket(desk.ticket, 3, by=desk.dora, major=False)
    assert (desk.ticket.priority, desk.ticket.major) == (3, False)


def test_a_request_is_never_a_major_incident(desk):
    with pytest.raises(Invalid):
        prioritise_ticket(a_ticket(by=desk.dora, kind="request"), 1, by=desk.dora, major=True)


def test_a_promise_is_made_and_taken_back(desk, as_, facts):
    visitor = as_(desk.dora)
    visitor.post(f"{desk.ticket.path}/promise", data={"next_update": "2026-03-02T11:00"})
    assert desk.ticket.next_update_due.hour == 11
    visitor.post(f"{desk.ticket.path}/promise", data={"next_update": ""})
    assert desk.ticket.next_update_due is None
    assert [each["due"] for each in facts("TicketPromised")] == [1772449200, None]


def test_the_clock_burns_down_to_the_promise(desk, clock):
    promise_update(desk.ticket, clock.at + timedelta(hours=4), by=desk.dora)
    assert desk.ticket.share(clock.forward(hours=1)) == 0.25
    assert not desk.ticket.is_late(clock.at)
    assert desk.ticket.is_late(clock.forward(hours=4))
    assert desk.ticket.share(clock.at) == 1


STALE = [
    lambda t, by, read: move_ticket(t, "waiting", by=by, waiting_for="user", read_revision=read),
    lambda t, by, read: prioritise_ticket(t, 2, by=by, read_revision=read),
    lambda t, by, read: promise_update(t, None, by=by, read_revision=read),
    lambda t, by, read: resolve_ticket(t, "Done.", by=by, read_revision=read),
]


@pytest.mark.parametrize("change", STALE)
def test_a_stale_page_overwrites_nothing(desk, change):
    read = desk.ticket.revision
    take_ticket(desk.ticket, by=desk.omar)
    with pytest.raises(Conflict):
        change(desk.ticket, desk.dora, read)
    change(desk.ticket, desk.dora, desk.ticket.revision)


def test_the_conflict_page_shows_both(desk, as_):
    read = desk.ticket.revision
    prioritise_ticket(desk.ticket, 1, by=desk.omar)
    page = as_(desk.dora).post(f"{desk.ticket.path}/priority", data={"priority": "4", "revision": read})
    assert page.status_code == 409
    assert "changed while you had it open" in page.text
    assert "Priority P1" in page.text  # how it stands
    assert '<option value="4" selected>' in page.text  # what one wanted
    assert desk.ticket.priority == 1


@pytest.mark.parametrize("change", STALE)
def test_only_provider_staff_change_anything(desk, change):
    with pytest.raises(NotAllowed):
        change(desk.ticket, people.sam(), None)
