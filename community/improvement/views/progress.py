"""Moving a proposal to another stage, and saying how it is doing: pages that work on their own."""

from flask import redirect

from community.core.errors import Conflict, require
from community.core.web import viewer
from community.improvement.moving import may_move_stage, move_stage
from community.improvement.queries import find_proposal
from community.improvement.reporting import add_word, may_add_word
from community.improvement.stages import WORKING_DAYS
from community.improvement.views.blueprint import blueprint
from community.improvement.views.forms import StageForm, WordForm


@blueprint.route("/improvements/<int:ident>/stages/new", methods=["GET", "POST"])
def stages(ident: int):
    """Let it go a step, with an official word; when somebody else did meanwhile, what was written stays."""
    proposal = find_proposal(ident, viewer())
    require(may_move_stage(viewer(), proposal))
    form = StageForm.for_(proposal)
    try:
        if form.attempt(lambda: _move(proposal, form)):
            return redirect(proposal.path, 303)
    except Conflict as error:
        form.refusal, form.status = error.sentence, error.status
        form.read_stage.data = proposal.stage
    return form.page("improvements/stages.html", proposal=proposal, working_days=WORKING_DAYS)


def _move(proposal, form: StageForm) -> None:
    move_stage(
        proposal,
        form.stage.data,
        form.word.data,
        by=viewer(),
        reason=form.reason.data or "",
        next_word_due=form.due(viewer().timezone),
        read_stage=form.read_stage.data or None,
    )


@blueprint.route("/improvements/<int:ident>/words/new", methods=["GET", "POST"])
def words(ident: int):
    """Say how it is doing, between two steps."""
    proposal, form = find_proposal(ident, viewer()), WordForm()
    require(may_add_word(viewer(), proposal))
    if form.attempt(lambda: add_word(proposal, form.word.data, by=viewer(), next_word_due=form.due(viewer().timezone))):
        return redirect(f"{proposal.path}#progress", 303)
    return form.page("improvements/words.html", proposal=proposal, working_days=WORKING_DAYS)
