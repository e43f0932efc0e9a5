"""Saying how far one has read: by the page itself, once it was seen, or by hand."""

from flask import flash, redirect, request

from community.core.errors import Invalid
from community.core.text import row_number
from community.core.web import viewer
from community.forum.catching_up import mark_unread_from, note_reading
from community.forum.queries import find_post, find_topic
from community.forum.views.blueprint import blueprint


@blueprint.post("/q/<int:ident>/reading")
def reading(ident: int):
    """The page of a topic was seen, up to its post number `post`. Asking for the page alone says nothing."""
    post_id = row_number(request.form.get("post", ""))
    if post_id is None:
        raise Invalid("Say which post was the newest one.", "post")
    note_reading(find_topic(ident, viewer()), post_id, by=viewer())
    return "", 204


@blueprint.post("/posts/<int:ident>/unread")
def unread(ident: int):
    """Keep everything from this post on as unread, and lead to what is."""
    mark_unread_from(find_post(ident, viewer()), by=viewer())
    flash("Kept for later: unread from that post on.", "ok")
    return redirect("/questions?tab=unread", 303)
