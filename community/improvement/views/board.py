"""The stair board, and the list at one stage."""

from flask import render_template, request

from community.core.errors import NotFound
from community.core.paging import page_of
from community.core.web import open_to_guests, viewer
from community.improvement.models import Proposal
from community.improvement.queries import ORDERS, board, proposals_at, supported_by
from community.improvement.stages import NOTES, STAGES, STAIR
from community.improvement.supporting import may_support
from community.improvement.views.blueprint import blueprint
from community.services.keeping import all_services

RANKINGS = {"votes": (Proposal.support_count, Proposal.id), "new": (Proposal.id,)}


@blueprint.get("/improvements")
@open_to_guests
def improvements():
    """All stages as a stair; with ?stage= the list at one of them. ?service= and ?order= narrow and sort both."""
    services = all_services()
    service = _chosen_service(services)
    order = request.args.get("order") if request.args.get("order") in ORDERS else "votes"
    columns = board(viewer(), service=service, order=order)
    context = {"columns": columns, "stages": STAGES, "stair": STAIR, "notes": NOTES, "orders": ORDERS, "order": order,
               "service": service, "services": services, "may_support": may_support}  # fmt: skip
    if request.args.get("stage") in STAGES:
        return _one_stage(request.args["stage"], context)
    shown = [proposal for column in columns.values() for proposal in column.proposals]
    return render_template("improvements/index.html", mine=supported_by(viewer(), shown), **context)


def _one_stage(stage: str, context: dict):
    query = proposals_at(stage, viewer(), context["service"])
    page = page_of(query, by=RANKINGS[context["order"]], after=request.args.get("after"))
    mine = supported_by(viewer(), page.items)
    return render_template("improvements/stage.html", stage=stage, page=page, mine=mine, **context)


def _chosen_service(services: list):
    wanted = request.args.get("service")
    if not wanted:
        return None
    for service in services:
        if service.slug == wanted:
            return service
    raise NotFound("There is no service of that name.")
