"""Knowledge articles."""

from flask_smorest import Blueprint

from community.api.guard import caller
from community.api.schemas import ArticleSchema, PageArgs, page_schema
from community.core.web import always_open
from community.knowledge.queries import find_article, list_articles

blueprint = Blueprint("api_articles", __name__, url_prefix="/api/v1/articles", description="Knowledge")


@blueprint.get("")
@always_open
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_schema(ArticleSchema, "ArticlePage"))
def articles(args):
    """Articles in use, lately changed first."""
    page = list_articles(caller(), after=args.get("after"))
    return {"items": page.items, "next": page.after}


@blueprint.get("/<int:ident>")
@always_open
@blueprint.response(200, ArticleSchema)
def article(ident: int):
    """One article."""
    return find_article(ident, caller())
