"""Briefings: the list, one of them, announcing, changing, cancelling, noting, and saying whether one comes."""

from flask import flash, redirect, render_template

from community.accounts.zones import local_time, moment
from community.core.errors import require
from community.core.web import viewer
from community.superusers.briefings import (
    REPLIES,
    announce_briefing,
    briefings_held,
    briefings_to_come,
    cancel_briefing,
    change_briefing,
    coming_to,
    find_briefing,
    may_brief,
    note_briefing,
    replies_to,
    reply_to_briefing,
)
from community.superusers.views.blueprint import blueprint
from community.superusers.views.forms import BriefingForm, NotesForm, ReplyForm


@blueprint.get("/superusers/briefings")
def briefings():
    """What will be held, and what was."""
    coming = briefings_to_come(viewer())
    held = briefings_held(viewer())
    return render_template("superusers/briefings/index.html", coming=coming, held=held, counts=coming_to(coming))


@blueprint.route("/superusers/briefings/new", methods=["GET", "POST"])
def new_briefing():
    """Announce one."""
    require(may_brief(viewer()))
    form = BriefingForm()
    if form.attempt(lambda: announce_briefing(**_said(form), by=viewer())):
        flash("Announced. Every super-user is told.", "ok")
        return redirect(form.result.path, 303)
    return form.page("superusers/briefings/edit.html", briefing=None)


@blueprint.get("/superusers/briefings/<int:ident>")
def briefing(ident: int):
    """One briefing, who comes, and what was said."""
    return _page(find_briefing(ident, viewer()))


@blueprint.route("/superusers/briefings/<int:ident>/edit", methods=["GET", "POST"])
def briefing_edit(ident: int):
    """Move or describe it otherwise."""
    found = find_briefing(ident, viewer())
    require(may_brief(viewer()))
    form = BriefingForm(
        title=found.title, starts_at=local_time(found.starts_at, viewer()), place=found.place, about=found.about
    )
    if form.attempt(lambda: change_briefing(found, **_said(form), by=viewer())):
        return redirect(found.path, 303)
    return form.page("superusers/briefings/edit.html", briefing=found)


@blueprint.post("/superusers/briefings/<int:ident>/cancellation")
def briefing_cancellation(ident: int):
    """It will not be held."""
    found = find_briefing(ident, viewer())
    cancel_briefing(found, by=viewer())
    return redirect(found.path, 303)


@blueprint.post("/superusers/briefings/<int:ident>/notes")
def briefing_notes(ident: int):
    """Write down what was said."""
    found, form = find_briefing(ident, viewer()), NotesForm()
    if form.attempt(lambda: note_briefing(found, form.notes.data, by=viewer())):
        return redirect(found.path, 303)
    return _page(found, form)


@blueprint.post("/superusers/briefings/<int:ident>/reply")
def briefing_reply(ident: int):
    """Say whether one comes."""
    found, form = find_briefing(ident, viewer()), ReplyForm()
    if form.attempt(lambda: reply_to_briefing(found, form.reply.data, by=viewer())):
        return redirect(found.path, 303)
    return _page(found, form)


def _page(found, form=None):
    replies = replies_to(found)
    mine = next((each.reply for each in replies if each.member_id == viewer().id), None)
    notes = form if isinstance(form, NotesForm) else NotesForm(formdata=None, notes=found.notes)
    return (form or notes).page(
        "superusers/briefings/show.html", briefing=found, replies=replies, mine=mine, words=REPLIES, notes=notes
    )


def _said(form: BriefingForm) -> dict:
    starts_at = moment(form.starts_at.data, viewer(), "starts_at")
    return {
        "title": form.title.data, "starts_at": starts_at, "place": form.place.data, "about": form.about.data or "",
    }  # fmt: skip
