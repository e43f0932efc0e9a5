"""The desk's people and the ticket on it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from community.core.db import db
from community.desk.models import Ticket, TicketEntry
from community.events.facts import FactRow
from tests import people
from tests.factories import a_service, a_ticket


@dataclass
class Desk:
    """Two who work at it, and a ticket that nobody has taken."""

    dora: object
    omar: object
    ticket: Ticket


@pytest.fixture
def desk(app) -> Desk:
    """A desk with one new ticket."""
    dora, omar = people.dora(), people.omar()
    return Desk(dora, omar, a_ticket(by=dora, service=a_service("Badge & print"), requester=people.asha()))


@pytest.fixture
def said():
    """`said(ticket, "internal")`: the texts of one kind in its conversation; all of them without a kind."""

    def texts(ticket: Ticket, kind: str | None = None) -> list[str]:
        query = select(TicketEntry.source).where(TicketEntry.ticket_id == ticket.id).order_by(TicketEntry.id)
        return list(db.session.scalars(query.where(TicketEntry.kind == kind) if kind else query))

    return texts


@pytest.fixture
def facts():
    """`facts("TicketTaken")`: the payloads recorded of one kind."""

    def payloads(kind: str) -> list[dict]:
        return list(db.session.scalars(select(FactRow.payload).where(FactRow.kind == kind).order_by(FactRow.id)))

    return payloads


@pytest.fixture
def at_once(app) -> Callable:
    """`at_once(first, second)`: run these in threads of their own at the same time; what each gave or raised."""

    def run(*jobs: Callable) -> list:
        results: list = [None] * len(jobs)
        gate = threading.Barrier(len(jobs))

        def work(number: int, job: Callable) -> None:
            with app.app_context():
                gate.wait()
                try:
                    results[number] = job()
                except Exception as error:
                    results[number] = error
                finally:
                    db.session.remove()

        threads = [threading.Thread(target=work, args=each) for each in enumerate(jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        db.session.expire_all()
        return results

    return run
