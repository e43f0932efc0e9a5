"""People."""

from flask_smorest import Blueprint
from marshmallow import fields

from community.accounts.models import Member
from community.accounts.queries import find_member, matching_members
from community.api.guard import caller, scope
from community.api.schemas import MemberSchema, PageArgs, page_schema
from community.core.paging import page_of
from community.core.web import always_open

blueprint = Blueprint("api_members", __name__, url_prefix="/api/v1", description="People")


class PeopleArgs(PageArgs):
    """What narrows the list."""

    q = fields.String(load_default="", metadata={"description": "Beginning of a name"})


@blueprint.get("/members")
@always_open
@blueprint.arguments(PeopleArgs, location="query")
@blueprint.response(200, page_schema(MemberSchema, "MemberPage"))
def members(args):
    """Members, the latest first."""
    page = page_of(matching_members(args["q"]), by=(Member.id,), after=args.get("after"))
    return {"items": page.items, "next": page.after}


@blueprint.get("/members/<name>")
@always_open
@blueprint.response(200, MemberSchema)
def member(name: str):
    """One member."""
    return find_member(name)


@blueprint.get("/me")
@always_open
@scope("read")
@blueprint.response(200, MemberSchema)
def me():
    """Whose token this is."""
    return caller()
