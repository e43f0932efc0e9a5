"""The improvement log."""

from flask_smorest import Blueprint

from community.api.guard import caller
from community.api.schemas import PageArgs, ProposalSchema, page_schema
from community.core.paging import page_of
from community.core.web import always_open
from community.improvement.models import Proposal
from community.improvement.queries import find_proposal, visible_proposals

blueprint = Blueprint("api_proposals", __name__, url_prefix="/api/v1/improvements", description="Improvements")


@blueprint.get("")
@always_open
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_schema(ProposalSchema, "ProposalPage"))
def proposals(args):
    """Proposals, newest first."""
    page = page_of(visible_proposals(caller()), by=(Proposal.id,), after=args.get("after"))
    return {"items": page.items, "next": page.after}


@blueprint.get("/<int:ident>")
@always_open
@blueprint.response(200, ProposalSchema)
def proposal(ident: int):
    """One proposal."""
    return find_proposal(ident, caller())
