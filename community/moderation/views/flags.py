"""Flagging posts and comments."""

from flask import flash, redirect

from community.core.errors import require
from community.core.web import viewer
from community.moderation.flagging import flag_of, flag_thing, may_flag, withdraw_flag
from community.moderation.reasons import REASONS
from community.moderation.things import find_visible
from community.moderation.views.blueprint import blueprint
from community.moderation.views.forms import FlagForm


@blueprint.route("/posts/<int:ident>/flag", methods=["GET", "POST"], defaults={"kind": "post"})
@blueprint.route("/comments/<int:ident>/flag", methods=["GET", "POST"], defaults={"kind": "comment"})
def flag(kind: str, ident: int):
    """Say that a post or comment needs a look, or read what one said."""
    thing, form = find_visible(kind, ident, viewer()), FlagForm()
    mine = flag_of(viewer(), (kind, ident))
    require(mine is not None or may_flag(viewer(), thing))
    topic = (thing if kind == "post" else thing.post).topic
    if form.attempt(lambda: flag_thing(thing, form.reason.data, form.note.data or "", by=viewer())):
        flash("Thank you. Somebody who looks after this place will see it; you hear what came of it.")
        return redirect(topic.path if topic.is_shown else topic.category.path, 303)
    return form.page("moderation/flags/new.html", thing=thing, kind=kind, topic=topic, mine=mine, reasons=REASONS)


@blueprint.post("/posts/<int:ident>/flag/withdrawal", defaults={"kind": "post"})
@blueprint.post("/comments/<int:ident>/flag/withdrawal", defaults={"kind": "comment"})
def withdrawal(kind: str, ident: int):
    """Take one's flag back."""
    thing = find_visible(kind, ident, viewer())
    withdraw_flag(thing, by=viewer())
    flash("Taken back.")
    return redirect((thing if kind == "post" else thing.post).topic.path, 303)
