"""Putting announcements away."""

from flask import flash, redirect, render_template, request, session

from community.core.web import is_fragment, open_to_guests, viewer
from community.forum.announcing import dismiss_announcement
from community.forum.queries import find_topic
from community.forum.views.blueprint import blueprint

REMEMBERED = 20  # dismissals of a visitor that fit into the session


@blueprint.post("/q/<int:ident>/dismissal")
@open_to_guests
def dismissal(ident: int):
    """Put an announcement away (value=1) or have it back (value=0)."""
    topic, on = find_topic(ident, viewer()), request.form.get("value", "1") == "1"
    if viewer():
        dismiss_announcement(topic, on, by=viewer())
    else:
        others = [known for known in session.get("put_away", []) if known != ident]
        session["put_away"] = [*others, ident][-REMEMBERED:] if on else others
    if is_fragment():
        return render_template("forum/topics/_announcement.html", topic=topic, away=on)
    if on:
        flash("Put away. It stays among the announcements.")
    return redirect("/" if on else topic.path, 303)
