"""Canned answers: the page where they are kept, and putting one into an answer."""

from flask import flash, redirect, render_template, request

from community.core.errors import Conflict, require
from community.core.forms import options
from community.core.text import row_number
from community.core.web import settings, viewer
from community.forum.canned import CannedAnswer
from community.forum.canning import (
    VARIABLES,
    drop_canned,
    find_canned,
    keep_canned,
    list_canned,
    may_keep_canned,
    may_use_canned,
    use_canned,
)
from community.forum.queries import find_topic
from community.forum.views.blueprint import blueprint
from community.forum.views.forms import CannedForm
from community.services.keeping import all_services, find_service


@blueprint.get("/canned")
def canned_answers():
    """All of them, for helpers to read; those who keep them find their buttons here."""
    require(may_use_canned(viewer()))
    words = request.args.get("q", "")
    return render_template("forum/canned/index.html", canned=list_canned(words=words, all_services=True), words=words,
                           may_keep=may_keep_canned(viewer()) is True)  # fmt: skip


@blueprint.route("/canned/new", methods=["GET", "POST"])
def new_canned():
    """Write one."""
    require(may_keep_canned(viewer()))
    form = _form()
    if form.attempt(lambda: keep_canned(**_said(form), by=viewer())):
        flash("Kept. Every helper can use it now.", "ok")
        return redirect("/canned", 303)
    return form.page("forum/canned/edit.html", canned=None, variables=VARIABLES)


@blueprint.route("/canned/<int:ident>/edit", methods=["GET", "POST"])
def edit_canned(ident: int):
    """Change one; when somebody else did meanwhile, their words are shown and nothing is lost."""
    require(may_keep_canned(viewer()))
    canned = find_canned(ident)
    form = _form(title=canned.title, body=canned.source, service=canned.service.slug if canned.service else "",
                 revision=canned.revision)  # fmt: skip
    try:
        if form.attempt(lambda: _change(canned, form)):
            flash("Changed for every helper.", "ok")
            return redirect("/canned", 303)
    except Conflict as error:
        form.refusal, form.status, form.revision.data = error.sentence, 409, canned.revision
        return form.page("forum/canned/edit.html", canned=canned, variables=VARIABLES, theirs=canned.source)
    return form.page("forum/canned/edit.html", canned=canned, variables=VARIABLES)


@blueprint.post("/canned/<int:ident>/deletion")
def canned_deletion(ident: int):
    """Offer one no more."""
    drop_canned(find_canned(ident), by=viewer())
    flash("It is not offered any more.")
    return redirect("/canned", 303)


@blueprint.get("/q/<int:ident>/canned")
def canned_for(ident: int):
    """What the composer's menu offers for a topic."""
    topic = find_topic(ident, viewer())
    require(may_use_canned(viewer(), topic))
    found = list_canned(words=request.args.get("q", ""), service_id=topic.category.service_id)
    return render_template("forum/canned/_menu.html", topic=topic, canned=found)


@blueprint.post("/q/<int:ident>/canned/<int:number>")
def canned_uses(ident: int, number: int):
    """The words of one, filled in for this topic."""
    topic = find_topic(ident, viewer())
    words = use_canned(find_canned(number), topic, site=settings().public_url, by=viewer())
    return words, {"Content-Type": "text/plain; charset=utf-8"}


def _form(**first) -> CannedForm:
    form = CannedForm(**first)
    form.service.choices = options([("", "All services"), *((s.slug, s.name) for s in all_services())])
    return form


def _said(form: CannedForm) -> dict:
    service = find_service(form.service.data) if form.service.data else None
    return {"title": form.title.data, "source": form.body.data, "service": service}


def _change(canned: CannedAnswer, form: CannedForm) -> CannedAnswer:
    read = row_number(str(form.revision.data or ""))
    return keep_canned(**_said(form), canned=canned, read_revision=read, by=viewer())
