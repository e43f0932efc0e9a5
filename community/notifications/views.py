"""Notifications and following: the list, the bell, marking, the follow control."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request

from community.core.errors import Invalid
from community.core.text import row_number
from community.core.web import answer, is_fragment, viewer
from community.notifications.marking import mark, mark_all_read
from community.notifications.models import LEVELS
from community.notifications.reading import find_note, list_notes, unread_count
from community.notifications.watching import following, watch
from community.notifications.wording import FILTERS

blueprint = Blueprint("notifications", __name__)


@blueprint.app_context_processor
def in_every_page() -> dict:
    """`unread` for the bell, and `following(kind, id)` for the follow control of any page."""
    found = {"following": partial(_following, member=viewer()), "watch_levels": LEVELS}
    return found if is_fragment() or viewer() is None else {**found, "unread": unread_count(viewer())}


def _following(kind: str, ident: int, *, member):
    return following(kind, ident, member)


@blueprint.get("/notifications")
def notifications():
    """The list, narrowed by ?only=unread or a kind."""
    only = request.args.get("only")
    only = only if only == "unread" or only in FILTERS else None
    page = list_notes(viewer(), only=only, after=request.args.get("after"))
    return render_template("notifications/index.html", page=page, only=only, filters=FILTERS)


@blueprint.get("/notifications/bell")
def bell():
    """The bell alone, with its present count."""
    return render_template("components/_bell.html", unread=unread_count(viewer()))


@blueprint.get("/notifications/<int:ident>")
def opening(ident: int):
    """Mark it as read and lead to what it is about."""
    note = find_note(ident, viewer())
    mark(ident, True, by=viewer())
    return redirect(note.subject.path, 303)


@blueprint.post("/notifications/<int:ident>/reading")
def reading(ident: int):
    """Mark one (and its group) as read (value=1) or unread (value=0)."""
    if request.form.get("value") not in {"0", "1"}:
        raise Invalid("Say 1 for read, 0 for unread.", "value")
    mark(ident, request.form["value"] == "1", by=viewer())
    return redirect(_back(), 303)


@blueprint.post("/notifications/reading")
def reading_all():
    """Mark everything on the page, and what is older, as read."""
    mark_all_read(_number("until"), by=viewer())
    flash("All read.", "ok")
    return redirect("/notifications", 303)


@blueprint.post("/watches")
def watches():
    """Choose how closely to follow a thing: kind, id, level."""
    kind, ident = request.form.get("kind", ""), _number("id") or 0
    subject = watch(kind, ident, request.form.get("level", ""), by=viewer())
    return answer("notifications/_follow.html", subject.path, follow=following(kind, ident, viewer()))


def _number(name: str) -> int | None:
    """A number of a row out of the form; None for anything that can't be one."""
    return row_number(request.form.get(name, ""))


def _back() -> str:
    only = request.form.get("only", "")
    return f"/notifications?only={only}" if only == "unread" or only in FILTERS else "/notifications"
