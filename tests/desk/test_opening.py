"""Opening tickets: who may, which reference, which queue."""

import pytest
from sqlalchemy import select

from community.core.db import atomic, db
from community.core.errors import Invalid, NotAllowed
from community.desk.models import Queue
from community.desk.opening import next_ref, store_ticket
from community.desk.queues import ensure_queues
from tests import people
from tests.factories import a_service, a_ticket


def queue_of(ticket) -> str:
    return db.session.get(Queue, ticket.queue_id).name


def test_each_kind_counts_its_own_references(desk):
    refs = [a_ticket(by=desk.dora, kind=kind).ref for kind in ("incident", "request", "incident", "request")]
    assert refs == ["INC-1002", "REQ-1001", "INC-1003", "REQ-1002"]


def test_a_ticket_that_failed_takes_no_reference_from_another(desk):
    with pytest.raises(RuntimeError), atomic():
        next_ref("incident")
        raise RuntimeError("the power went")
    assert a_ticket(by=desk.dora).ref == "INC-1002"


def test_ten_at_once_get_ten_references(app, at_once):
    def open_one():
        return store_ticket(kind="incident", title="Rush hour", description="", by=None).ref

    refs = at_once(*[open_one] * 10)
    assert sorted(refs) == [f"INC-{number}" for number in range(1001, 1011)]


def test_an_incident_stands_in_its_services_queue_and_a_request_in_the_shared_one(desk):
    service = a_service("Campus cars")
    assert queue_of(a_ticket(by=desk.dora, service=service)) == "Campus cars"
    assert queue_of(a_ticket(by=desk.dora, service=service, kind="request")) == "Requests"
    assert queue_of(a_ticket(by=desk.dora)) == "Everything else"


def test_queues_are_made_once(app):
    service = a_service("Requests")  # a name that one of the shared queues has as well
    ensure_queues(service)
    slugs = db.session.scalars(select(Queue.slug).order_by(Queue.slug)).all()
    assert slugs == ["everything-else", "requests", "requests-service"]


def test_the_first_update_is_promised_by_priority(desk, clock):
    urgent = a_ticket(by=desk.dora, priority=1)
    assert (urgent.next_update_due - clock.at).total_seconds() == 3600


def test_only_provider_staff_open_tickets_at_the_desk(app):
    with pytest.raises(NotAllowed):
        a_ticket(by=people.sam())


@pytest.mark.parametrize("wrong", [{"kind": "wish"}, {"title": "x"}, {"priority": 9}])
def test_what_makes_no_sense_is_refused(desk, wrong):
    with pytest.raises(Invalid):
        a_ticket(by=desk.dora, **wrong)
