"""The page of a ticket, also when something could not be saved: then everything typed is still there."""

from datetime import timedelta

from flask import redirect, render_template, request

from community.accounts.zones import local_time, zone_of
from community.core import clock
from community.core.db import db
from community.core.errors import Conflict
from community.core.web import viewer
from community.desk.kinds import PRIORITIES, STATES, STEPS, WAITING_FOR
from community.desk.models import Ticket
from community.desk.queries import entries_of, find_ticket
from community.desk.views.forms import (
    EntryForm,
    MoveForm,
    PriorityForm,
    PromiseForm,
    ResolutionForm,
)
from community.desk.views.rows import address, board_of, clock_of


def ticket_page(ticket: Ticket, *, typed: dict | None = None, refusal: str | None = None, status: int = 200):
    """The ticket with its conversation and forms; `typed` holds forms by name that were refused with `refusal`."""
    empty = {"entry": EntryForm, "move": MoveForm, "priority": PriorityForm, "promise": PromiseForm,
             "resolution": ResolutionForm}  # fmt: skip
    typed = typed or {}
    forms = {name: typed.get(name) or kind(formdata=None) for name, kind in empty.items()}
    board = board_of(viewer(), selected=ticket)
    state, words = clock_of(ticket, clock.now())
    page = render_template(
        "desk/tickets/show.html",
        **board,
        ticket=ticket,
        entries=entries_of(ticket, viewer()),
        forms=forms,
        opened=set(typed),
        kept=any(name in empty for name in typed),
        refusal=refusal,
        steps=[(key, STATES[key]) for key in STEPS[ticket.state]],
        waiting_for=WAITING_FOR,
        priorities=PRIORITIES,
        clock={"state": state, "words": words, "share": ticket.share(clock.now())},
        suggested=suggested_update(ticket),
        due=local_time(ticket.next_update_due, viewer()),
        zone=zone_of(viewer()).key,
        audience=audience_of(ticket),
        query=address("", **board["place"]),
    )
    return page, status


def done_or_again(ref: str, name: str, form, action):
    """Run a form's action; back to the ticket, or the ticket with what was typed and why it was not saved.

    After a Conflict the page shows how the ticket stands now beside what was typed, ready to be sent again.
    """
    ticket, query = find_ticket(ref, viewer()), address("", **request.args.to_dict())
    try:
        if form.attempt(lambda: action(ticket)):
            return redirect(f"{ticket.path}{query}", 303)
        problem, status = form.refusal, form.status
    except Conflict as error:
        problem, status = error.sentence, error.status
    db.session.expire_all()
    return ticket_page(find_ticket(ref, viewer()), typed={name: form}, refusal=problem, status=status)


def suggested_update(ticket: Ticket) -> str:
    """When the next update would be due by the ticket's priority, to the next quarter of an hour."""
    at = clock.now() + PRIORITIES[ticket.priority].update_within
    late = timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)
    at = at + timedelta(minutes=15) - late if late else at
    return local_time(at, viewer())


def audience_of(ticket: Ticket) -> str:
    """Who reads a public update, in words."""
    questions = ticket.question_count
    if not questions:
        return "nobody yet: no question is linked"
    people = "1 person" if ticket.affected == 1 else f"{ticket.affected:,} people"
    return f"{people} and {questions} question{'s' if questions != 1 else ''}"
