"""Where to begin."""

from flask_smorest import Blueprint

from community.core.web import always_open

blueprint = Blueprint("api", __name__, url_prefix="/api/v1", description="Where to begin")


@blueprint.get("/")
@always_open
def index():
    """The lists there are, and the description of everything."""
    names = ("questions", "places", "articles", "improvements", "members", "search", "tickets", "me")
    return {"description": "/api/v1/openapi.json", "lists": {name: f"/api/v1/{name}" for name in names}}
