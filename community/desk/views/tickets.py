"""What one does with a ticket: each address takes a form, calls one action, and shows the ticket."""

from community.accounts.zones import moment
from community.core.web import viewer
from community.desk.answering import answer_ticket
from community.desk.models import Ticket
from community.desk.moving import move_ticket
from community.desk.noting import note_on_ticket
from community.desk.prioritising import prioritise_ticket
from community.desk.promising import promise_update
from community.desk.reopening import reopen_ticket
from community.desk.resolving import resolve_ticket
from community.desk.taking import release_ticket, take_ticket
from community.desk.views.blueprint import blueprint
from community.desk.views.forms import (
    DeskForm,
    EntryForm,
    MoveForm,
    OwnerForm,
    PriorityForm,
    PromiseForm,
    ResolutionForm,
)  # fmt: skip
from community.desk.views.page import done_or_again


@blueprint.post("/desk/tickets/<ref>/taking")
def taking(ref: str):
    """Take it, or take it over from whom the page showed."""
    form = OwnerForm()
    return done_or_again(ref, "owner", form, lambda t: take_ticket(t, by=viewer(), over_from=form.over_from.data))


@blueprint.post("/desk/tickets/<ref>/release")
def release(ref: str):
    """Let go of it."""
    return done_or_again(ref, "owner", OwnerForm(), lambda t: release_ticket(t, by=viewer()))


@blueprint.post("/desk/tickets/<ref>/entries")
def entries(ref: str):
    """Say something to everyone, or note it for the desk."""
    form = EntryForm()
    return done_or_again(ref, "entry", form, lambda t: _write(t, form))


def _write(ticket: Ticket, form: EntryForm) -> None:
    if form.visibility.data != "public":
        note_on_ticket(ticket, form.text.data or "", by=viewer())
        return
    due = moment(form.next_update.data, viewer(), "next_update")
    answer_ticket(ticket, form.text.data or "", by=viewer(), next_update=due, read_revision=form.revision.data)


@blueprint.post("/desk/tickets/<ref>/state")
def state(ref: str):
    """Move it along."""
    form = MoveForm()
    return done_or_again(
        ref, "move", form,
        lambda t: move_ticket(t, form.state.data, by=viewer(), waiting_for=form.waiting_for.data or "",
                              read_revision=form.revision.data),
    )  # fmt: skip


@blueprint.post("/desk/tickets/<ref>/priority")
def priority(ref: str):
    """Say how urgent it is."""
    form = PriorityForm()
    return done_or_again(
        ref, "priority", form,
        lambda t: prioritise_ticket(t, form.priority.data, by=viewer(), major=form.major.data,
                                    read_revision=form.revision.data),
    )  # fmt: skip


@blueprint.post("/desk/tickets/<ref>/promise")
def promise(ref: str):
    """Promise when people hear next; an empty field takes the promise back."""
    form = PromiseForm()
    return done_or_again(
        ref, "promise", form,
        lambda t: promise_update(t, moment(form.next_update.data, viewer(), "next_update"), by=viewer(),
                                 read_revision=form.revision.data),
    )  # fmt: skip


@blueprint.post("/desk/tickets/<ref>/resolution")
def resolution(ref: str):
    """Say that it is done, with a sentence for the askers."""
    form = ResolutionForm()
    return done_or_again(
        ref, "resolution", form,
        lambda t: resolve_ticket(t, form.sentence.data, by=viewer(), note=form.note.data or "",
                                 read_revision=form.revision.data),
    )  # fmt: skip


@blueprint.post("/desk/tickets/<ref>/reopening")
def reopening(ref: str):
    """Open it again."""
    form = DeskForm()
    return done_or_again(
        ref, "reopening", form, lambda t: reopen_ticket(t, by=viewer(), read_revision=form.revision.data)
    )
