"""The desk: queues, the list, and the ticket beside it."""

from flask import render_template

from community.core.web import viewer
from community.desk.queries import entries_of, find_ticket
from community.desk.views.blueprint import blueprint
from community.desk.views.page import ticket_page
from community.desk.views.rows import board_of


@blueprint.get("/desk")
def board():
    """The tickets of a queue (?queue=) or view (?view=mine, unassigned, all, closed), the most urgent first."""
    return render_template("desk/board/show.html", **board_of(viewer()))


@blueprint.get("/desk/queues")
def queues():
    """The left column as it is now: what a live page fetches again."""
    return render_template("desk/board/_queues.html", **board_of(viewer()))


@blueprint.get("/desk/tickets/<ref>")
def ticket(ref: str):
    """One ticket; on a wide screen the list stands beside it."""
    return ticket_page(find_ticket(ref, viewer()))


@blueprint.get("/desk/tickets/<ref>/conversation")
def conversation(ref: str):
    """The conversation and the state as they are now."""
    found = find_ticket(ref, viewer())
    return render_template("desk/tickets/_conversation.html", ticket=found, entries=entries_of(found, viewer()))
