"""How many people and questions hang on a ticket: numbers that the bridge to the forum keeps here."""

from sqlalchemy import update

from community.core.db import atomic, db
from community.desk.models import Ticket


def set_affected(ticket_id: int, people: int, questions: int) -> None:
    """Write down how many people are affected and how many questions are linked."""
    with atomic():
        db.session.execute(
            update(Ticket)
            .where(Ticket.id == ticket_id)
            .values(affected=people, question_count=questions)
            .execution_options(synchronize_session=False)
        )
        loaded = db.session.identity_map.get(db.session.identity_key(Ticket, ticket_id))
        if loaded is not None:
            db.session.refresh(loaded, ["affected", "question_count"])
