"""Searching."""

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from community.api.guard import caller
from community.api.schemas import HitSchema
from community.core.web import always_open
from community.search.searching import search

blueprint = Blueprint("api_search", __name__, url_prefix="/api/v1/search", description="Search")


class SearchArgs(Schema):
    """What to look for."""

    q = fields.String(required=True)


class HitsSchema(Schema):
    """What was found, best first within its kind."""

    items = fields.List(fields.Nested(HitSchema))


@blueprint.get("")
@always_open
@blueprint.arguments(SearchArgs, location="query")
@blueprint.response(200, HitsSchema)
def find(args):
    """Things the caller may see that fit the words."""
    found = [result.found for group in search(args["q"], caller()).groups for result in group.results]
    return {"items": [{"kind": f.key.kind, "id": f.key.id, "title": f.title, "url": f.url} for f in found]}
