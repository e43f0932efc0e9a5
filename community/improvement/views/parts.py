"""Parts of the page of a proposal, fetched again when they are stale."""

from flask import render_template

from community.core.web import open_to_guests, viewer
from community.improvement.queries import find_proposal, supported_by
from community.improvement.reading import progress_of
from community.improvement.supporting import may_support
from community.improvement.views.blueprint import blueprint


@blueprint.get("/improvements/<int:ident>/parts/support")
@open_to_guests
def support_part(ident: int):
    """How many want it."""
    proposal = find_proposal(ident, viewer())
    may = may_support(viewer(), proposal) is True
    mine = bool(supported_by(viewer(), [proposal]))
    return render_template("improvements/_support_box.html", proposal=proposal, mine=mine, may_support=may)


@blueprint.get("/improvements/<int:ident>/parts/progress")
@open_to_guests
def progress_part(ident: int):
    """The stair, and what was said on the way."""
    proposal = find_proposal(ident, viewer())
    return render_template("improvements/_progress.html", proposal=proposal, **progress_of(proposal, viewer()))


@blueprint.get("/improvements/<int:ident>/parts/stair")
@open_to_guests
def stair_part(ident: int):
    """Where it stands."""
    proposal = find_proposal(ident, viewer())
    return render_template("improvements/_stair.html", proposal=proposal, **progress_of(proposal, viewer()))
