"""The asker has the last word."""

import pytest
from sqlalchemy import select

from community.bridges.confirming import confirm, reopen
from community.bridges.escalating import attach_question, escalate_question
from community.bridges.publishing import strips_of
from community.core.db import db
from community.core.errors import Invalid, NotAllowed
from community.desk.resolving import resolve_ticket
from community.desk.taking import take_ticket
from community.events.facts import FactRow
from tests import people
from tests.factories import a_question


@pytest.fixture
def resolved(story):
    ticket = story.hand_over()
    take_ticket(ticket, by=story.dora)
    resolve_ticket(ticket, "The certificate is renewed.", by=story.dora)
    return ticket


def payloads(kind: str) -> list[dict]:
    return list(db.session.scalars(select(FactRow.payload).where(FactRow.kind == kind).order_by(FactRow.id)))


def test_it_works(story, resolved, as_):
    page = as_(story.asha).post(f"/q/{story.topic.id}/tickets/{resolved.ref}/confirmation")
    assert (page.status_code, page.location) == (303, story.topic.path)
    assert resolved.state == "closed"
    assert strips_of(story.topic, story.asha)[0]["next_words"] == "This is done."


def test_saying_it_twice_changes_nothing(story, resolved):
    for _ in range(2):
        confirm(story.topic, resolved, by=story.asha)
    assert payloads("TicketConfirmed") == [{"ticket_id": resolved.id, "member_id": story.asha.id, "closed": True}]


def test_it_came_back(story, resolved, as_, heard):
    address = f"/q/{story.topic.id}/tickets/{resolved.ref}/reopening"
    part = as_(story.asha).post(address, data={"words": "Since ten o’clock."}, headers={"HX-Request": "true"})
    assert "In progress" in part.text
    assert "<html" not in part.text
    assert (resolved.state, resolved.assignee_id) == ("in_progress", story.dora.id)
    assert heard(resolved)[-1] == "Since ten o’clock."


def test_coming_back_after_it_worked_opens_it_again(story, resolved):
    confirm(story.topic, resolved, by=story.asha)
    reopen(story.topic, resolved, by=story.asha)
    reopen(story.topic, resolved, by=story.asha)
    assert resolved.is_open
    assert len(payloads("TicketReopened")) == 1
    resolve_ticket(resolved, "Now for good.", by=story.dora)
    confirm(story.topic, resolved, by=story.asha)
    assert resolved.state == "closed"


def test_each_asker_is_heard_before_it_closes(story, resolved):
    ben = people.ben()
    other = a_question(by=ben, title="Session lost on campus")
    attach_question(other, resolved, by=story.dora)
    confirm(story.topic, resolved, by=story.asha)
    assert resolved.state == "resolved"
    assert strips_of(story.topic, story.asha)[0]["state_word"] == "Works again"
    assert strips_of(other, ben)[0]["confirm_url"]
    confirm(other, resolved, by=ben)
    assert resolved.state == "closed"


def test_nobody_else_says_it_for_the_asker(story, resolved, as_):
    for person in (people.ben(), story.sam, story.dora):
        with pytest.raises(NotAllowed):
            confirm(story.topic, resolved, by=person)
        address = f"/q/{story.topic.id}/tickets/{resolved.ref}/reopening"
        assert as_(person).post(address).status_code == 403
    assert resolved.state == "resolved"


def test_not_before_it_is_resolved(story):
    ticket = story.hand_over()
    with pytest.raises(Invalid, match="isn’t resolved yet"):
        confirm(story.topic, ticket, by=story.asha)


def test_a_ticket_of_another_question_is_not_found(story, resolved, as_):
    other = a_question(by=story.asha, title="Session lost on campus")
    for verb in ("confirmation", "reopening"):
        assert as_(story.asha).post(f"/q/{other.id}/tickets/{resolved.ref}/{verb}").status_code == 404


def test_after_it_closed_the_question_may_be_handed_over_again(story, resolved):
    confirm(story.topic, resolved, by=story.asha)
    again = escalate_question(story.topic, "request", "", by=story.sam)
    assert [strip["ref"] for strip in strips_of(story.topic, None)] == [again.ref]
