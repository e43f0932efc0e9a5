"""Asking: say it in one line, see what is known already, choose the place, add the details, post.

One page that works without scripts; with them, what fits and what the place asks for come along while typing.
"""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from wtforms import SelectField, StringField, TextAreaField

from community.accounts.audiences import group_of
from community.accounts.grouping import audience_words
from community.bridges.sparing import (
    find_deflection,
    may_withdraw_sparing,
    spare_question,
    withdraw_sparing,
)
from community.composer.drafting import find_draft
from community.core.errors import NotFound
from community.core.forms import options
from community.core.text import row_number
from community.core.web import viewer
from community.forum.asking import may_post_in, post_topic
from community.forum.models import KINDS, Category, Topic
from community.forum.queries import find_category, visible_categories
from community.forum.views.forms import TopicForm
from community.notifications.subjects import shown
from community.pages.captured import context_now, open_context, readable_context, seal_context
from community.pages.fitting import fits_for
from community.services.fields import LONGEST, ServiceField, fields_of

blueprint = Blueprint("asking", __name__)
UNKEPT = {"csrf_token", "context", "thing", "look", "place", "draft_key", "draft_window"}  # nobody typed these


@blueprint.route("/questions/ask", methods=["GET", "POST"])
def ask():
    """The form, with words from elsewhere (?title=), from a draft (?draft=) or from before a rescue (?again=)."""
    page = AskPage()
    if not page.looks and page.form.attempt(page.post):
        return redirect(page.form.result.path, 303)
    return page.form.page("forum/topics/new.html", **page.context())


@blueprint.get("/questions/ask/fits")
def fits():
    """What may already fit the title, while it is typed."""
    page = AskPage()
    return render_template("forum/topics/_fits.html", **page.fits())


@blueprint.post("/questions/ask/place")
def place():
    """What the chosen place asks for and who sees it there; the rest of the form is not looked at."""
    page = AskPage()
    return render_template("forum/topics/_place.html", form=page.form, **(page.fits() | page.about_place()))


@blueprint.post("/questions/ask/solved")
def solved():
    """One of the things that fit solves it, so nothing needs to be asked."""
    kind, _, number = request.form.get("thing", "").partition(":")
    typed = {name: value for name, value in request.form.items() if name not in UNKEPT}
    row = spare_question(kind, row_number(number) or 0, typed, by=viewer())
    return redirect(f"/questions/ask/solved/{row.id}", 303)


@blueprint.get("/questions/ask/solved/<int:ident>")
def spared(ident: int):
    """Thanks, the way to what helped, and the way back to the question."""
    row = find_deflection(ident, viewer())
    kind = "topic" if row.subject_kind == "incident" else row.subject_kind
    thing = shown([(kind, row.subject_id)], viewer()).get((kind, row.subject_id))
    return render_template(
        "forum/topics/spared.html", row=row, thing=thing, may_withdraw=may_withdraw_sparing(viewer(), row) is True
    )


@blueprint.post("/questions/ask/solved/<int:ident>/withdrawal")
def withdrawal(ident: int):
    """It didn't, after all: back to the form with everything that was typed."""
    withdraw_sparing(find_deflection(ident, viewer()), by=viewer())
    flash("Then let’s ask. What you had typed is back.")
    return redirect(f"/questions/ask?again={ident}", 303)


class AskPage:
    """The form as this member sees it: the places open to them, what the chosen one asks, what would go along."""

    def __init__(self):
        sent = request.form or request.args
        self.before = self._before() if request.method == "GET" else {}
        self.looks = bool(request.form.keys() & {"look", "place"})
        kinds = {kind: word for kind, word in KINDS.items() if kind != "announcement" or viewer().is_staff}
        self.places = [c for c in visible_categories(viewer()) if may_post_in(viewer(), c) is True]
        slug = request.form.get("place") or sent.get("category") or self.before.get("category", "")
        self.place = next((c for c in self.places if c.slug == slug), None)
        question = (sent.get("kind") or self.before.get("kind", "question")) == "question"
        self.fields = fields_of(self.place.service_id) if self.place and question else []
        self.form = self._form(kinds, slug)
        sealed = open_context(request.form.get("context", ""), viewer())
        self.captured = sealed if request.method == "POST" else context_now(viewer())

    def _before(self) -> dict[str, Any]:
        """What was typed before: in a draft, or until something seemed to solve it."""
        ident, key = row_number(request.args.get("again", "")), request.args.get("draft")
        try:
            if ident:
                return find_deflection(ident, viewer()).typed or {}
            return find_draft(key, viewer()).content if key else {}
        except NotFound:
            return {}

    def _form(self, kinds: dict[str, str], slug: str) -> TopicForm:
        made = type("AskForm", (TopicForm,), {field.name: _input(field) for field in self.fields})
        begun = {"title": request.args.get("title", ""), "kind": request.args.get("kind", "question"), "category": slug}
        form = made(data=begun | self.before)
        form.kind.choices = options(kinds)
        form.category.choices = options([("", "Choose …"), *((place.slug, place.whole_name) for place in self.places)])
        if request.form.get("place"):
            form.category.data = slug
        return form

    def post(self) -> Topic:
        """Post what was written; what goes along is exactly what was shown, unless it was to stay here."""
        form = self.form
        return post_topic(
            kind=form.kind.data,
            category=find_category(form.category.data, viewer()),
            title=form.title.data,
            source=form.body.data,
            tags=form.tags.data,
            poll=form.poll(viewer()) if form.kind.data != "question" else None,
            fields={field.label: form[field.name].data or "" for field in self.fields},
            context=self.captured if self._with_context() else None,
            by=viewer(),
        )

    def _with_context(self) -> bool:
        """Whether the tick is set: at first it is, and then as it was left."""
        sent = request.form if request.method == "POST" else self.before
        return sent.get("with_context", "" if sent else "1") not in ("", "false")

    def fits(self) -> dict[str, Any]:
        """What may already fit."""
        return fits_for(self.form.title.data or "", self.place, self.places, viewer())

    def about_place(self) -> dict[str, Any]:
        """The chosen place: who sees what is asked there, and what its service wants to know."""
        return {"place": self.place, "fields": self.fields, "seen_by": _seen_by(self.place)}

    def context(self) -> dict[str, Any]:
        """Everything that the whole page shows."""
        return {
            **self.fits(),
            **self.about_place(),
            "captured": readable_context(self.captured, viewer()),
            "sealed": seal_context(self.captured, viewer()),
            "with_context": self._with_context(),
        }


def _input(field: ServiceField):
    """The field of a service as a field of the form."""
    if field.kind == "choice":
        choices = options([("", "Choose …"), *((word, word) for word in field.choices)])
        return SelectField(field.label, choices=choices, description=field.hint, validate_choice=False)
    made, most = (TextAreaField if field.kind == "text" else StringField), LONGEST[field.kind]
    return made(field.label, description=field.hint, render_kw={"maxlength": most})


def _seen_by(place: Category | None) -> str:
    """Who sees what is asked in a place, in words."""
    if place is None:
        return ""
    words = audience_words([place.audience])[place.audience]
    return words if group_of(place.audience) is None else f"The group {words}"
