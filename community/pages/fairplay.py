"""Fair play, for provider staff: what was found, the evidence, and the decision."""

from flask import Blueprint, flash, redirect, render_template, request
from wtforms import TextAreaField

from community.core.errors import require
from community.core.forms import Form
from community.core.web import viewer
from community.gamification.fairplay.consequences import consequences_of
from community.gamification.fairplay.deciding import (
    invalidate_finding,
    leave_finding,
    may_judge,
    reinstate_finding,
)
from community.gamification.fairplay.findings import (
    casts_of,
    count_findings,
    find_finding,
    findings,
    may_read_findings,
    pairs_of,
)
from community.gamification.fairplay.models import STATES, Finding
from community.gamification.fairplay.wording import sentences
from community.gamification.subjects import named

blueprint = Blueprint("fairplay", __name__)
SHOWN = 20  # posts whose score would be another


class FindingForm(Form):
    """Deciding about a finding."""

    reason = TextAreaField("Why?")


@blueprint.get("/moderation/fairplay")
def index():
    """What was found, by state."""
    require(may_read_findings(viewer()))
    state = request.args.get("state") if request.args.get("state") in STATES else "open"
    page = findings(state, after=request.args.get("after"))
    return render_template("fairplay/index.html", page=page, state=state, states=STATES, counts=count_findings())


@blueprint.get("/moderation/fairplay/<int:ident>")
def finding(ident: int):
    """One finding: the evidence, what a decision would change, and deciding."""
    return _finding(find_finding(ident, viewer()), FindingForm(formdata=None))


@blueprint.post("/moderation/fairplay/<int:ident>/leaving")
def leaving(ident: int):
    """Leave everything as it is."""
    found, form = find_finding(ident, viewer()), FindingForm()
    if form.attempt(lambda: leave_finding(found, form.reason.data or "", by=viewer())):
        flash("It stays as it is, and is not raised again for these votes.")
        return redirect("/moderation/fairplay", 303)
    return _finding(found, form, "leave")


@blueprint.post("/moderation/fairplay/<int:ident>/invalidation")
def invalidation(ident: int):
    """Let its votes count no longer."""
    found, form = find_finding(ident, viewer()), FindingForm()
    if form.attempt(lambda: invalidate_finding(found, form.reason.data or "", by=viewer())):
        flash("These votes count no longer. Everybody concerned is told, and can appeal.")
        return redirect(found.path, 303)
    return _finding(found, form, "invalidate")


@blueprint.post("/moderation/fairplay/<int:ident>/reinstatement")
def reinstatement(ident: int):
    """Let its votes count again."""
    found = find_finding(ident, viewer())
    reinstate_finding(found, by=viewer())
    flash("These votes count again, and everything is as it was.")
    return redirect(found.path, 303)


def _finding(found: Finding, form: FindingForm, meant: str = ""):
    allowed = may_judge(viewer(), found)
    asked = found.state in ("open", "invalidated") and allowed is True
    changes = consequences_of(found, by=viewer()) if asked else None
    names = named([("post", each.post_id) for each in changes.posts[:SHOWN]], viewer()) if changes else {}
    casts = casts_of(found, viewer(), after=request.args.get("after"))
    return form.page("fairplay/show.html", finding=found, sentences=sentences(found), pairs=pairs_of(found),
                     casts=casts, changes=changes, names=names, shown=SHOWN, allowed=allowed, meant=meant)  # fmt: skip
