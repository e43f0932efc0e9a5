"""Drafts: saving while somebody types, the list of them, discarding."""

import secrets
from collections.abc import Callable

from flask import flash, g, jsonify, redirect, render_template, request

from community.composer import drafting
from community.composer.drafting import Overtaken, discard_draft, drafts_of, find_draft, save_draft
from community.composer.models import Draft
from community.composer.views.blueprint import blueprint
from community.core.errors import Refusal
from community.core.text import row_number
from community.core.web import viewer, wants_json


@blueprint.before_app_request
def _note_what_is_sent() -> None:
    form = request.form if request.method == "POST" else {}
    drafting.say_what_is_sent(form.get("draft_key", ""), form.get("draft_window", ""))


@blueprint.teardown_app_request
def _forget_what_was_sent(_error) -> None:
    drafting.say_what_is_sent("", "")


@blueprint.get("/drafts")
def drafts():
    """Everything that was begun and not sent, the latest first."""
    return render_template("composer/drafts/index.html", drafts=drafts_of(viewer(), whole=True), kinds=drafting.KINDS)


@blueprint.get("/drafts/<key>")
def draft(key: str):
    """One draft, for the form in which it goes on."""
    return jsonify(_told(find_draft(key, viewer())))


@blueprint.post("/drafts/<key>")
def save(key: str):
    """Keep what was typed; 409 holds what another window wrote meanwhile, 410 says that it was sent there."""
    how = {name: request.form.get(name, "") for name in ("window", "title", "path")}
    return _answered(lambda: save_draft(key, _content(), revision=_read() or 0, by=viewer(), **how))


@blueprint.post("/drafts/<key>/deletion")
def draft_deletion(key: str):
    """Throw a draft away: from the list, or by emptying the form (as JSON, with the revision that was read)."""
    if wants_json():
        return _answered(lambda: discard_draft(find_draft(key, viewer()), by=viewer(), read_revision=_read()))
    discard_draft(find_draft(key, viewer()), by=viewer())
    flash("The draft is gone.")
    return redirect("/drafts", 303)


def _answered(action: Callable[[], int | None]):
    """What the script hears: the new revision, or a refusal in words with what stands there now."""
    try:
        return jsonify(revision=action() or 0)
    except Overtaken as error:
        return jsonify(sentence=error.sentence, **_told(error.draft)), error.status
    except Refusal as error:
        return jsonify(sentence=error.sentence), error.status


def _read() -> int | None:
    return row_number(request.form.get("revision", ""))


@blueprint.app_template_global()
def draft_key(kind: str) -> str:
    """The key of the draft in a form for something new: that of ?draft=, that of the form as sent, or a new one."""
    for given in (request.args.get("draft", ""), request.form.get("draft_key", "")):
        if given.startswith(f"{kind}:") and drafting.KEY.fullmatch(given):
            return given
    return f"{kind}:{secrets.token_hex(6)}"


@blueprint.app_template_global()
def my_drafts() -> list[Draft]:
    """The viewer's drafts, read once for a request: the menu counts them, forms offer them."""
    if "drafts" not in g:
        g.drafts = drafts_of(viewer())
    return g.drafts


def _content() -> dict:
    """The fields as the script sends them, each as `content.<name>`."""
    start = "content."
    return {name.removeprefix(start): value for name, value in request.form.items() if name.startswith(start)}


def _told(kept: Draft) -> dict:
    told = {name: getattr(kept, name) for name in ("content", "revision", "window", "words")}
    return {**told, "at": kept.updated_at.isoformat()}
