"""Places of the forum."""

from flask_smorest import Blueprint

from community.api.guard import caller
from community.api.schemas import PlaceSchema
from community.core.web import always_open
from community.forum.queries import visible_categories

blueprint = Blueprint("api_places", __name__, url_prefix="/api/v1/places", description="Places of the forum")


@blueprint.get("")
@always_open
@blueprint.response(200, PlaceSchema(many=True))
def places():
    """The places the caller may see, in their order."""
    return visible_categories(caller())
