"""Drafting and revising articles, and what they said before."""

from flask import flash, redirect, render_template, request

from community.core.errors import Conflict, require
from community.core.text import row_number
from community.core.web import open_to_guests, viewer
from community.knowledge.drafting import draft_article, may_write_articles
from community.knowledge.history import compare
from community.knowledge.models import Article
from community.knowledge.publishing import may_publish
from community.knowledge.queries import find_article, revisions_of
from community.knowledge.reverting import revert_article
from community.knowledge.revising import may_revise, revise_article
from community.knowledge.views.blueprint import blueprint
from community.knowledge.views.forms import ArticleForm, RevisionForm
from community.services.keeping import find_service


@blueprint.route("/articles/new", methods=["GET", "POST"])
def new():
    """The form for a new article."""
    require(may_write_articles(viewer()))
    form = ArticleForm(service=request.args.get("service", ""), title=request.args.get("title", ""))
    form.offer(viewer())
    if form.attempt(lambda: draft_article(**_words(form), by=viewer())):
        flash("Kept as a draft. Read it once more, then publish it.", "ok")
        return redirect(form.result.path, 303)
    return form.page("articles/new.html")


@blueprint.route("/articles/<int:ident>/edit", methods=["GET", "POST"])
def edit(ident: int):
    """Change an article; when somebody else did meanwhile, both versions are shown and nothing is lost."""
    article = find_article(ident, viewer())
    require(may_revise(viewer(), article))
    form = _form_of(article)
    try:
        if form.attempt(lambda: revise_article(article, **_words(form), **_change(form), by=viewer())):
            return redirect(article.path, 303)
    except Conflict as error:
        article = find_article(ident, viewer())
        form.refusal, form.status, form.revision.data = error.sentence, 409, article.revision
        return _page(form, article, theirs=article)
    return _page(form, article)


@blueprint.get("/articles/<int:ident>/history")
@open_to_guests
def history(ident: int):
    """What an article said over time: two wordings side by side (?older=&newer=, ?view=inline), and all of them."""
    article, args = find_article(ident, viewer()), request.args
    revisions = revisions_of(article)
    compared = compare(revisions, row_number(args.get("older", "")), row_number(args.get("newer", "")))
    return render_template("articles/history.html", article=article, revisions=revisions, compared=compared,
                           inline=args.get("view") == "inline", numbers={r.number: r.number for r in revisions},
                           may_revert=may_revise(viewer(), article) is True)  # fmt: skip


@blueprint.post("/articles/<int:ident>/reversion")
def reversion(ident: int):
    """Go back to an earlier wording."""
    revert_article(find_article(ident, viewer()), row_number(request.form.get("revision", "")) or 0, by=viewer())
    flash("It says so again. Nothing is lost: the wordings in between stay in the history.", "ok")
    return redirect(f"/articles/{ident}/history", 303)


def _page(form: RevisionForm, article: Article, theirs: Article | None = None):
    may = article.is_draft and may_publish(viewer(), article) is True
    return form.page("articles/edit.html", article=article, theirs=theirs, may_publish=may)


def _form_of(article: Article) -> RevisionForm:
    form = RevisionForm(
        title=article.title,
        summary=article.summary,
        kind=article.kind,
        service=article.service.slug if article.service else "",
        audience=article.audience,
        body=article.source,
        revision=article.revision,
    )
    form.offer(viewer())
    return form


def _words(form: ArticleForm) -> dict:
    return {
        "title": form.title.data,
        "summary": form.summary.data or "",
        "source": form.body.data,
        "kind": form.kind.data,
        "audience": form.audience.data,
        "service": find_service(form.service.data) if form.service.data else None,
    }


def _change(form: RevisionForm) -> dict:
    return {
        "reason": form.reason.data or "",
        "wording_only": form.wording_only.data,
        "read_revision": row_number(str(form.revision.data or "")),
    }
