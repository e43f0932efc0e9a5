"""Reading the desk, always through the viewer."""

from dataclasses import dataclass

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.core.db import db
from community.core.errors import NotFound, require
from community.core.paging import Page, page_of
from community.desk.changing import may_work_tickets
from community.desk.kinds import OPEN
from community.desk.models import Queue, Ticket, TicketEntry

VIEWS = ("all", "mine", "unassigned", "closed")
MOST = 200  # an open list longer than that is not read by anyone; queues narrow it
AS_ROW = (joinedload(Ticket.assignee), joinedload(Ticket.service), joinedload(Ticket.queue))
TO_TRIAGE_FIRST = case((and_(Ticket.direct, Ticket.state == "new"), 0), else_=1)  # once taken, by priority like all
URGENCY = (
    Ticket.major.desc(),
    TO_TRIAGE_FIRST,
    Ticket.priority,
    Ticket.next_update_due.is_(None),
    Ticket.next_update_due,
    Ticket.id,
)
SORTS = {"urgency": URGENCY, "affected": (Ticket.affected.desc(), *URGENCY)}


@dataclass(frozen=True)
class Counts:
    """How many open tickets there are: all, the viewer's, nobody's, and by queue id."""

    all: int
    mine: int
    unassigned: int
    by_queue: dict[int, int]


def visible_tickets(viewer: Member | None) -> Select[tuple[Ticket]]:
    """Every ticket this viewer may see, as a query to narrow further. Raises NotAllowed for all but provider staff."""
    require(may_work_tickets(viewer))
    return select(Ticket)


def list_tickets(
    viewer: Member | None,
    *,
    view: str = "all",
    queue: Queue | None = None,
    sort: str = "urgency",
    after: str | None = None,
) -> Page[Ticket]:
    """Tickets of one view: the open ones by urgency, or the closed ones by key, newest first."""
    query = visible_tickets(viewer).options(*AS_ROW)
    if queue is not None:
        query = query.where(Ticket.queue_id == queue.id)
    if view == "closed":
        return page_of(query.where(Ticket.state.not_in(OPEN)), by=(Ticket.id,), after=after)
    query = query.where(Ticket.state.in_(OPEN))
    if view == "mine":
        query = query.where(Ticket.assignee_id == viewer.id)
    elif view == "unassigned":
        query = query.where(Ticket.assignee_id.is_(None))
    rows = db.session.scalars(query.order_by(*SORTS.get(sort, URGENCY)).limit(MOST)).all()
    return Page(rows, after=None, first=True)


def count_open(viewer: Member) -> Counts:
    """How many open tickets stand where, in one statement."""
    require(may_work_tickets(viewer))
    query = select(Ticket.queue_id, Ticket.assignee_id, func.count()).where(Ticket.state.in_(OPEN))
    rows = db.session.execute(query.group_by(Ticket.queue_id, Ticket.assignee_id)).all()
    by_queue: dict[int, int] = {}
    for queue_id, _, count in rows:
        by_queue[queue_id] = by_queue.get(queue_id, 0) + count
    mine = sum(count for _, owner_id, count in rows if owner_id == viewer.id)
    nobodys = sum(count for _, owner_id, count in rows if owner_id is None)
    return Counts(sum(by_queue.values()), mine, nobodys, by_queue)


def all_queues() -> list[Queue]:
    """Every queue in its order, its service included."""
    query = select(Queue).options(joinedload(Queue.service)).order_by(Queue.position, Queue.id)
    return list(db.session.scalars(query))


def find_ticket(ref: str, viewer: Member | None) -> Ticket:
    """The ticket with this reference, in any case of letters. Raises NotFound, or NotAllowed for all but staff."""
    query = visible_tickets(viewer).options(*AS_ROW, joinedload(Ticket.requester))
    found = db.session.scalar(query.where(Ticket.ref == ref.upper()))
    if found is None:
        raise NotFound("There is no ticket with that reference.")
    return found


def entries_of(ticket: Ticket, viewer: Member | None) -> list[TicketEntry]:
    """The whole conversation with its authors, oldest first, for provider staff. Raises NotAllowed for others."""
    require(may_work_tickets(viewer))
    query = select(TicketEntry).where(TicketEntry.ticket_id == ticket.id).options(joinedload(TicketEntry.author))
    return list(db.session.scalars(query.order_by(TicketEntry.id)))


def tickets_like(words: str, viewer: Member | None, limit: int = 3) -> list[Ticket]:
    """The latest tickets whose reference begins so, for those who work on tickets; nothing for others."""
    if may_work_tickets(viewer) is not True:
        return []
    query = visible_tickets(viewer).where(Ticket.ref.startswith(words.upper(), autoescape=True))
    return list(db.session.scalars(query.order_by(Ticket.id.desc()).limit(limit)))
