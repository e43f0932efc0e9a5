"""How many people and questions hang on a ticket: numbers that the bridge to the forum keeps here."""

from community.core.db import atomic, set_columns
from community.desk.models import Ticket


def set_affected(ticket_id: int, people: int, questions: int) -> None:
    """Write down how many people are affected and how many questions are linked."""
    with atomic():
        set_columns(Ticket, ticket_id, affected=people, question_count=questions)
