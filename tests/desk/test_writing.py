"""Public updates and internal notes: the two things one writes at the desk."""

from datetime import timedelta

import pytest

from community.core.db import db
from community.core.errors import Conflict, Invalid, NotAllowed
from community.desk.answering import answer_ticket
from community.desk.noting import note_on_ticket
from tests import people


def test_without_a_choice_it_is_an_internal_note(desk, as_, said):
    as_(desk.dora).post(f"{desk.ticket.path}/entries", data={"text": "The ribbon is from the wrong maker."})
    assert said(desk.ticket, "internal") == ["The ribbon is from the wrong maker."]
    assert said(desk.ticket, "public") == []


def test_a_public_update_keeps_the_promise_and_makes_the_next(desk, as_, said, clock):
    clock.forward(hours=1)
    form = {"visibility": "public", "text": "A new ribbon is on its way.", "next_update": "2026-03-02T15:30"}
    as_(desk.dora).post(f"{desk.ticket.path}/entries", data=form)
    assert said(desk.ticket, "public") == ["A new ribbon is on its way."]
    assert desk.ticket.next_update_due == clock.at.replace(hour=15, minute=30)
    assert desk.ticket.promised_at == clock.at


def test_the_time_is_meant_on_the_writers_own_clock(desk, as_, clock):
    desk.dora.timezone = "Europe/Lisbon"
    desk.omar.timezone = "Asia/Kolkata"
    db.session.commit()
    form = {"visibility": "public", "text": "Soon.", "next_update": "2026-03-02T20:00"}
    as_(desk.omar).post(f"{desk.ticket.path}/entries", data=form)
    assert desk.ticket.next_update_due == clock.at.replace(hour=14, minute=30)


def test_a_time_that_has_passed_is_refused_and_nothing_typed_is_lost(desk, as_, said):
    form = {"visibility": "public", "text": "A new ribbon is on its way.", "next_update": "2026-03-01T15:30"}
    page = as_(desk.dora).post(f"{desk.ticket.path}/entries", data=form)
    assert page.status_code == 422
    assert "That time has passed" in page.text
    assert "A new ribbon is on its way." in page.text
    assert 'value="2026-03-01T15:30"' in page.text
    assert said(desk.ticket, "public") == []


def test_a_stale_page_answers_nothing_but_may_add_a_note(desk, as_, said):
    stale = desk.ticket.revision
    answer_ticket(desk.ticket, "Somebody is on the way.", by=desk.omar)
    visitor, address = as_(desk.dora), f"{desk.ticket.path}/entries"
    page = visitor.post(address, data={"visibility": "public", "text": "Please restart it.", "revision": stale})
    assert page.status_code == 409
    assert "Somebody is on the way." in page.text  # what the other wrote
    assert "Please restart it." in page.text  # and what one typed oneself
    assert said(desk.ticket, "public") == ["Somebody is on the way."]
    visitor.post(address, data={"visibility": "public", "text": "Please restart it.", "revision": desk.ticket.revision})
    visitor.post(address, data={"text": "Noted anyway.", "revision": stale})
    assert said(desk.ticket, "public")[-1] == "Please restart it."
    assert said(desk.ticket, "internal") == ["Noted anyway."]


def test_sent_twice_it_is_said_once(desk, as_, said):
    form = {"visibility": "public", "text": "On our way.", "revision": desk.ticket.revision}
    codes = [as_(desk.dora).post(f"{desk.ticket.path}/entries", data=form).status_code for _ in range(2)]
    assert codes == [303, 409]
    assert said(desk.ticket, "public") == ["On our way."]


def test_facts_carry_no_text(desk, facts):
    note_on_ticket(desk.ticket, "Nobody else may read this.", by=desk.dora)
    answer_ticket(desk.ticket, "Everyone may read this.", by=desk.dora)
    assert set(facts("TicketNoted")[0]) == {"ticket_id", "entry_id"}
    assert set(facts("TicketAnswered")[0]) == {"ticket_id", "entry_id", "requester_id"}


@pytest.mark.parametrize("write", [answer_ticket, note_on_ticket])
def test_words_are_needed_and_only_staff_write(desk, write):
    with pytest.raises(Invalid):
        write(desk.ticket, " \n ", by=desk.dora)
    with pytest.raises(NotAllowed):
        write(desk.ticket, "A friendly remark.", by=people.sam())


def test_hostile_text_is_harmless(desk, as_):
    note_on_ticket(desk.ticket, "<script>alert(1)</script><img src=x onerror=alert(2)>", by=desk.dora)
    page = as_(desk.dora).get(desk.ticket.path).text
    assert "alert(1)" not in page
    assert "onerror" not in page


def test_a_conflict_is_raised_for_callers_without_a_page(desk):
    with pytest.raises(Conflict):
        answer_ticket(desk.ticket, "Late words.", by=desk.dora, read_revision=desk.ticket.revision - 1)
    answer_ticket(
        desk.ticket, "In time.", by=desk.dora, next_update=desk.ticket.created_at + timedelta(days=2),
        read_revision=desk.ticket.revision,
    )  # fmt: skip
