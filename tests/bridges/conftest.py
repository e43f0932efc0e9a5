"""A question that waits for the provider, and the people around it."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from community.bridges.escalating import escalate_question
from community.core.db import db
from community.desk.models import Ticket, TicketEntry
from community.forum.models import Post, Topic
from tests import people
from tests.factories import a_category, a_question, a_service


@dataclass
class Story:
    """asha asked, sam is a super-user, dora works at the desk."""

    asha: object
    sam: object
    dora: object
    topic: Topic

    def hand_over(self, kind: str = "incident", note: str = "") -> Ticket:
        """What sam does when nobody here can help."""
        return escalate_question(self.topic, kind, note, by=self.sam)


@pytest.fixture
def story(app) -> Story:
    """A question about a service, not yet with the desk."""
    asha = people.asha()
    category = a_category(service=a_service())
    return Story(asha, people.sam(), people.dora(), a_question(by=asha, category=category))


@pytest.fixture
def official():
    """`official(topic)`: what the provider answered in a question."""

    def texts(topic: Topic) -> list[str]:
        query = select(Post.source).where(Post.topic_id == topic.id, Post.official).order_by(Post.id)
        return list(db.session.scalars(query))

    return texts


@pytest.fixture
def heard():
    """`heard(ticket)`: what the community said, as the desk reads it."""

    def texts(ticket: Ticket) -> list[str]:
        query = select(TicketEntry.source).where(TicketEntry.ticket_id == ticket.id, TicketEntry.kind == "community")
        return list(db.session.scalars(query.order_by(TicketEntry.id)))

    return texts
