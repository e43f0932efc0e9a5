"""Questions that were brought to oneself: the queue "for you", taking one on, passing it on."""

from flask import flash, redirect, render_template

from community.accounts.zones import time_words
from community.core.errors import require
from community.core.web import viewer
from community.forum.queries import find_topic
from community.forum.queues import QUEUES, count_queues, may_see_queues
from community.forum.rights import helps_out
from community.superusers.availability import availability_of
from community.superusers.routing import accept_turn, find_turn, pass_turn_on, taken_in_week, turns_for
from community.superusers.views.blueprint import blueprint

HERE = "/questions/queue/for-you"


@blueprint.get(HERE)
def for_you():
    """What is with the viewer, and how much of the week’s measure that is."""
    require(may_see_queues(viewer()))
    return render_template(
        "superusers/routing/index.html",
        turns=turns_for(viewer()),
        said=availability_of(viewer()),
        taken=taken_in_week(viewer()),
        queues=QUEUES,
        counts=count_queues(viewer(), "new"),
    )


@blueprint.post("/routings/<int:ident>/acceptance")
def turn_acceptance(ident: int):
    """I will answer it."""
    turn = find_turn(ident, viewer())
    accept_turn(turn, by=viewer())
    flash(f"Thank you. It stays with you until {time_words(viewer(), turn.lapses_at).removeprefix('on ')}.", "ok")
    return redirect(find_topic(turn.topic_id, viewer()).path, 303)


@blueprint.post("/routings/<int:ident>/passing")
def turn_passing(ident: int):
    """Somebody else, please."""
    pass_turn_on(find_turn(ident, viewer()), by=viewer())
    flash("It goes on to somebody else. Thank you for saying so.", "ok")
    return redirect(HERE if helps_out(viewer()) else "/", 303)
