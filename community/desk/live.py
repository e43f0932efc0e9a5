"""Who hears about the desk, and what is stale there after something happened. A push carries no text."""

from community.accounts.models import Member
from community.core.db import db
from community.core.realtime import refresh, room_rule
from community.desk.models import Ticket
from community.events import Event

DESK_ROOM = "desk:tickets"


def open_rooms() -> None:
    """Let provider staff, and nobody else, into the rooms of the desk and its tickets."""
    room_rule("desk", _is_staff)
    room_rule("ticket", _is_staff)


def refresh_desk(event: Event) -> None:
    """The ticket, and the list it stands in, have changed."""
    refresh_ticket(db.session.get(Ticket, event.fact.ticket_id))


def refresh_ticket(ticket: Ticket | None) -> None:
    """Tell everyone at the desk that this ticket and the list are stale."""
    if ticket is not None:
        refresh(f"ticket:{ticket.ref}", "conversation")
        refresh(DESK_ROOM, "list")


def _is_staff(_ident: str, viewer: Member | None) -> bool:
    return viewer is not None and viewer.is_staff
