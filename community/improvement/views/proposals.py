"""Proposing, supporting, and taking ownership."""

from flask import redirect, request

from community.core.errors import Invalid
from community.core.forms import options
from community.core.web import answer, viewer
from community.improvement.owning import take_ownership
from community.improvement.proposing import propose
from community.improvement.queries import find_proposal
from community.improvement.supporting import may_support, support, withdraw_support
from community.improvement.views.blueprint import blueprint
from community.improvement.views.forms import ProposalForm
from community.services.keeping import all_services, find_service


@blueprint.route("/improvements/new", methods=["GET", "POST"])
def new():
    """The form for a new proposal; ?title= and ?service= come along from elsewhere."""
    form = proposal_form(title=request.args.get("title", ""), service=request.args.get("service", ""))
    if form.attempt(lambda: propose(**proposed(form), by=viewer())):
        return redirect(form.result.path, 303)
    return form.page("improvements/new.html", topic=None)


def proposal_form(**first) -> ProposalForm:
    """The form with its services to choose from; `first` is what it begins with."""
    form = ProposalForm(**first)
    form.service.choices = options([("", "Something else"), *((s.slug, s.name) for s in all_services())])
    return form


def proposed(form: ProposalForm) -> dict:
    """What the form says, as the action takes it."""
    texts = {name: form[name].data for name in ("title", "hard", "better", "value")}
    return {**texts, "service": find_service(form.service.data) if form.service.data else None}


@blueprint.post("/improvements/<int:ident>/support")
def supports(ident: int):
    """Want this as well (value=1), or no longer (value=0)."""
    proposal, value = find_proposal(ident, viewer()), request.form.get("value")
    if value not in {"0", "1"}:
        raise Invalid("Say 1 to support it, 0 to take that back.", "value")
    (support if value == "1" else withdraw_support)(proposal, by=viewer())
    may = may_support(viewer(), proposal) is True
    return answer("improvements/_support.html", proposal.path, proposal=proposal, mine=value == "1", may_support=may,
                  small=request.args.get("small"))  # fmt: skip


@blueprint.post("/improvements/<int:ident>/ownership")
def ownership(ident: int):
    """Answer for it from now on."""
    proposal = find_proposal(ident, viewer())
    take_ownership(proposal, by=viewer())
    return redirect(proposal.path, 303)
