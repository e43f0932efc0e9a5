"""The page of a proposal with everything connected to it, and the form that makes a proposal of a question."""

from flask import Blueprint, redirect, render_template, request

from community.bridges.proposing import draft_from, may_propose_from, propose_from_question, questions_of
from community.core.errors import require
from community.core.web import open_to_guests, viewer
from community.forum.queries import find_topic, opening_of
from community.improvement.queries import find_proposal
from community.improvement.reading import proposal_page
from community.improvement.views.proposals import proposal_form, proposed

blueprint = Blueprint("improvements", __name__)


@blueprint.get("/improvements/<int:ident>", defaults={"slug": ""}, strict_slashes=False)
@blueprint.get("/improvements/<int:ident>/<slug>")
@open_to_guests
def proposal(ident: int, slug: str):
    """The whole page. The id decides; an old or wrong slug is sent to the right one for good."""
    found = find_proposal(ident, viewer())
    if slug != found.slug:
        query = f"?{request.query_string.decode(errors='replace')}" if request.query_string else ""
        return redirect(found.path + query, 301)
    context = proposal_page(found, viewer())
    return render_template("improvements/show.html", **context, questions=questions_of(found, viewer()))


@blueprint.route("/q/<int:ident>/proposal", methods=["GET", "POST"])
def new_from_question(ident: int):
    """The form for a proposal, beginning with what the question says."""
    topic = find_topic(ident, viewer())
    require(may_propose_from(viewer(), topic))
    draft = draft_from(topic, opening_of(topic))
    service = draft.service.slug if draft.service else ""
    form = proposal_form(title=draft.title, hard=draft.hard, service=service)
    if form.attempt(lambda: propose_from_question(topic, **proposed(form), by=viewer())):
        return redirect(form.result.path, 303)
    return form.page("improvements/new.html", topic=topic)
