"""The page of a question or discussion: its posts and everything that other packages connect with it."""

from typing import Any

from flask import Blueprint, redirect, render_template, request

from community.accounts.models import Member
from community.core.db import find
from community.core.text import row_number
from community.core.web import answer, open_to_guests, viewer
from community.forum.disputing import may_dispute
from community.forum.duplicates import asked_as, leads_on, target_of
from community.forum.metoo import may_say_me_too
from community.forum.models import Topic
from community.forum.passing_on import can_be_asked, may_pass_on, pass_on, passed_on_to
from community.forum.queries import find_topic, said_me_too
from community.forum.reading import answers_of, helping_on
from community.forum.trail import note_reading
from community.forum.views.answers import wanted_stretch
from community.gamification.expertise import who_knows
from community.pages.captured import details_of
from community.pages.connections import connections_of
from community.pages.structure import canonical_of, structured_topic

blueprint = Blueprint("topics", __name__)


@blueprint.get("/q/<int:ident>/", defaults={"slug": ""})
@blueprint.get("/q/<int:ident>", defaults={"slug": ""})
@blueprint.get("/q/<int:ident>/<slug>")
@open_to_guests
def topic(ident: int, slug: str):
    """The whole page. The id decides; an old or wrong slug is sent to the right one for good."""
    found = find_topic(ident, viewer())
    if slug != found.slug:
        query = f"?{request.query_string.decode(errors='replace')}" if request.query_string else ""
        return redirect(found.path + query, 301)
    note_reading("topic", found.id, by=viewer())
    target = target_of(found, viewer())
    if leads_on(found, target, viewer()) and "stay" not in request.args:
        return redirect(target.path, 302)
    order, stretch = request.args.get("order", "helpful"), wanted_stretch()
    context = answers_of(found, viewer(), order, wanted=stretch) | helping_on(found, viewer())
    opening = context["opening"]
    return render_template(
        "forum/topics/show.html",
        **context,
        details=details_of(found, viewer()),
        **connections_of(found, viewer()),
        structured=structured_topic(found, opening, context["every_answer"]),
        duplicate_target=target,
        also_asked=asked_as(found, viewer()),
        may_dispute=may_dispute(viewer(), found) is True,
        **canonical_of(target),
        **_passing_on(found),
        my_me_too=said_me_too(viewer(), found),
        may_me_too=may_say_me_too(viewer(), found) is True,
    )


@blueprint.post("/q/<int:ident>/passing-on")
def passing_on(ident: int):
    """Ask somebody who may know (member=<id>) whether they can help."""
    found = find_topic(ident, viewer())
    pass_on(found, find(Member, row_number(request.form.get("member", "")) or 0), by=viewer())
    return answer("forum/topics/_passing_on.html", found.path, topic=found, **_passing_on(found))


def _passing_on(topic: Topic) -> dict[str, Any]:
    """For helpers, while nobody has answered: who may know, and who was asked already."""
    if may_pass_on(viewer(), topic) is not True:
        return {}
    among = can_be_asked(topic) & (Member.id != viewer().id)
    return {"knowers": who_knows(topic, viewer(), among=among), "asked": passed_on_to(topic)}
