"""A coach looks at somebody's work."""

from flask import flash, redirect

from community.accounts.queries import find_member
from community.core.errors import NotFound, require
from community.core.web import viewer
from community.superusers.training import STEPS, may_coach, next_step, review_training, samples_of, steps_of
from community.superusers.views.blueprint import blueprint
from community.superusers.views.forms import TrainingForm


@blueprint.route("/members/<name>/service/<step>", methods=["GET", "POST"])
def training(name: str, step: str):
    """Sample somebody's work with the checklist of a step, and sign it or say what is missing."""
    member = find_member(name)
    if step not in STEPS:
        raise NotFound("There is no such step.")
    require(may_coach(viewer(), member))
    form = TrainingForm()
    said = {"samples": form.samples.data or [], "ticks": form.ticks.data or [], "note": form.note.data or ""}
    if form.attempt(lambda: review_training(member, step, **said, by=viewer())):
        words = f"{STEPS[step].word} is signed." if form.result.signed else "Your note is kept; they read it."
        flash(words, "ok")
        return redirect(f"{member.path}/service", 303)
    comes = next_step(steps_of(member))
    samples = samples_of(member, step, viewer())
    return form.page(
        "superusers/training/new.html", member=member, key=step, step=STEPS[step], comes=comes, samples=samples
    )
