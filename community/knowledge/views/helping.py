"""Saying whether an article helped."""

from flask import request

from community.core.web import answer, viewer
from community.knowledge.helping import said_helpful, say_helpful
from community.knowledge.queries import find_article
from community.knowledge.views.blueprint import blueprint


@blueprint.post("/articles/<int:ident>/helpful")
def helpful(ident: int):
    """Say yes (1), no (-1), or take it back (0)."""
    article = find_article(ident, viewer())
    say_helpful(article, request.form.get("value", type=int, default=9), by=viewer())
    said = said_helpful(viewer(), article)
    return answer("articles/_helpful.html", article.path, article=article, my_helpful=said, may_help=True)
