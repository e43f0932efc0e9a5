"""Publishing, validating, retiring and restoring articles: each one button."""

from flask import flash, redirect

from community.core.errors import require
from community.core.web import viewer
from community.knowledge.archiving import archive_article, may_archive, restore_article
from community.knowledge.publishing import publish_article, validate_article
from community.knowledge.queries import find_article
from community.knowledge.views.blueprint import blueprint
from community.knowledge.views.forms import ReasonForm


@blueprint.post("/articles/<int:ident>/publication")
def publication(ident: int):
    """Open a draft to its readers."""
    article = find_article(ident, viewer())
    publish_article(article, by=viewer())
    flash("Published. People find it from now on.", "ok")
    return redirect(article.path, 303)


@blueprint.post("/articles/<int:ident>/validation")
def validation(ident: int):
    """Say that an article is true and works."""
    article = find_article(ident, viewer())
    validate_article(article, by=viewer())
    flash("Validated, with your name.", "ok")
    return redirect(article.path, 303)


@blueprint.route("/articles/<int:ident>/archival", methods=["GET", "POST"])
def archival(ident: int):
    """Take an article out of use, with a reason that its address shows from then on."""
    article, form = find_article(ident, viewer()), ReasonForm()
    require(may_archive(viewer(), article))
    if form.attempt(lambda: archive_article(article, form.reason.data, by=viewer())):
        flash("Archived. Its address now says why.", "ok")
        return redirect("/articles", 303)
    return form.page("articles/archival.html", article=article)


@blueprint.post("/articles/<int:ident>/restoration")
def restoration(ident: int):
    """Put an archived article back."""
    article = find_article(ident, viewer())
    restore_article(article, by=viewer())
    return redirect(article.path, 303)
