"""The desk, for provider staff."""

from flask_smorest import Blueprint

from community.api.guard import caller, scope
from community.api.schemas import PageArgs, TicketSchema, page_schema
from community.core.paging import page_of
from community.core.web import always_open
from community.desk.models import Ticket
from community.desk.queries import find_ticket, visible_tickets

blueprint = Blueprint("api_tickets", __name__, url_prefix="/api/v1/tickets", description="Tickets")


@blueprint.get("")
@always_open
@scope("read")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_schema(TicketSchema, "TicketPage"))
def tickets(args):
    """Tickets, the latest first; provider staff only."""
    page = page_of(visible_tickets(caller()), by=(Ticket.id,), after=args.get("after"))
    return {"items": page.items, "next": page.after}


@blueprint.get("/<ref>")
@always_open
@scope("read")
@blueprint.response(200, TicketSchema)
def ticket(ref: str):
    """One ticket; provider staff only."""
    return find_ticket(ref, caller())
