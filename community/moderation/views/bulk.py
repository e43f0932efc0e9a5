"""Dealing with many posts at once: picking, the preview, doing it, taking it back."""

from flask import flash, redirect, render_template, request
from wtforms import BooleanField, RadioField, SelectField, StringField

from community.accounts.grouping import audience_words
from community.accounts.queries import find_member, members_by_id
from community.core.errors import Conflict, Invalid, NotFound, require
from community.core.forms import Form, options
from community.core.paging import page_of
from community.core.text import row_number, tidy
from community.core.web import viewer
from community.forum.models import Category, Post
from community.forum.queries import find_tag, visible_categories
from community.forum.rights import may_moderate
from community.moderation.batches import find_batch, recent_batches
from community.moderation.bulk import MOST, apply_batch, may_bulk, may_undo_batch, preview_batch, undo_batch
from community.moderation.picking import KINDS, SPANS, STATES, Pick, count_picked, load_posts, newest_ids, picked
from community.moderation.verbs import VERBS
from community.moderation.views.blueprint import blueprint
from community.services.keeping import all_services, find_service

FIELDS = ("author", "place", "service", "tagged", "words", "kind", "state", "days")


class BatchForm(Form):
    """What shall be done to those that are ticked, or to all that were found."""

    verb = RadioField("What shall be done?", choices=options({key: verb.word for key, verb in VERBS.items()}))
    tag = StringField("Tag", description="Only for adding or taking off a tag.")
    to = SelectField("Place", description="Only for moving to another place.", validate_choice=False)
    silence = BooleanField("Silence the authors of spam as well, each for the next step of the ladder")
    reason = StringField("Why?", description="The authors read it, and the log has it.")


@blueprint.get("/moderation/bulk")
def bulk():
    """What the viewer looks after, narrowed by author, place, tag, words, kind, state and time."""
    require(may_bulk(viewer()))
    return _picking(_batch_form(formdata=None, verb="take_down"))


@blueprint.post("/moderation/batches")
def batches():
    """Make the preview for what was ticked (post=…), or for all that the filter finds (all=1)."""
    require(may_bulk(viewer()))
    form, everything = _batch_form(), request.form.get("all") == "1"

    def preview():
        chosen = newest_ids(_pick(request.form), viewer(), MOST) if everything else _ticked()
        place = next((place for place in _places() if place.slug == form.to.data), None)
        return preview_batch(form.verb.data, chosen, form.reason.data or "", by=viewer(), tag=form.tag.data or "",
                             place=place, silence=form.silence.data)  # fmt: skip

    if form.attempt(preview):
        return redirect(form.result.path, 303)
    return _picking(form)


def _batch_form(**how) -> BatchForm:
    form = BatchForm(**how)
    form.to.choices = options([("", "Choose …"), *((place.slug, place.name) for place in _places())])
    return form


def _places() -> list[Category]:
    """The places that the viewer looks after."""
    return [place for place in visible_categories(viewer()) if may_moderate(viewer(), place) is True]


def _ticked() -> list[int]:
    return [ident for value in request.form.getlist("post") if (ident := row_number(value)) is not None]


def _picking(form: BatchForm):
    given = request.form if request.method == "POST" else request.args
    try:
        pick, wrong = _pick(given), None
    except (Invalid, NotFound) as error:
        pick, wrong = Pick(), error.sentence
    page = page_of(picked(pick, viewer()), by=(Post.id,), after=given.get("after"), size=50)
    return form.page("moderation/bulk/index.html", page=page, count=count_picked(pick, viewer()), most=MOST, pick=pick,
                     wrong=wrong, given={field: given.get(field, "") for field in FIELDS}, ticked=set(_ticked()),
                     places=_places(), services=all_services(), kinds=KINDS, states=STATES, spans=SPANS, verbs=VERBS,
                     recent=recent_batches(viewer()))  # fmt: skip


def _pick(given) -> Pick:
    """The filter out of a query or form. Raises NotFound for a person, place or tag that isn't there."""
    places = {place.slug: place for place in visible_categories(viewer())}
    if given.get("place") and given["place"] not in places:
        raise NotFound("There is no such place, or it isn’t open to you.")
    days = row_number(given.get("days", "")) or 0
    return Pick(
        author=find_member(given["author"].strip().lstrip("@")) if given.get("author", "").strip() else None,
        category=places.get(given.get("place", "")),
        service=find_service(given["service"]) if given.get("service") else None,
        tag=find_tag(given["tagged"].strip(), viewer()) if given.get("tagged", "").strip() else None,
        words=tidy(given.get("words", ""))[:200],
        kind=given.get("kind", "") if given.get("kind") in KINDS else "",
        state=given.get("state", "") if given.get("state") in STATES else "",
        days=days if days in SPANS else 0,
    )


@blueprint.get("/moderation/batches/<int:ident>")
def batch(ident: int):
    """The preview, and afterwards what was done."""
    return _show(find_batch(ident, viewer()))


@blueprint.post("/moderation/batches/<int:ident>/application")
def application(ident: int):
    """Do what was previewed; when something changed since, the preview is shown anew."""
    found = find_batch(ident, viewer())
    try:
        apply_batch(found, by=viewer())
    except Conflict as error:
        return _show(find_batch(ident, viewer()), error.sentence), 409
    flash(f"{len(found.before):,} {VERBS[found.verb].done}.", "ok")
    return redirect(found.path, 303)


@blueprint.post("/moderation/batches/<int:ident>/undoing")
def undoing(ident: int):
    """Take it back."""
    found = find_batch(ident, viewer())
    count = undo_batch(found, by=viewer())
    flash(f"{count:,} of {len(found.before):,} are as they were before.", "ok")
    return redirect(found.path, 303)


def _show(found, changed: str | None = None):
    posts = {post.id: post for post in load_posts(found.chosen, viewer())}
    people = members_by_id(ident for ident, _ in found.silences)
    target = next((place for place in _places() if place.id == found.options.get("place")), None)
    others = [post for post in posts.values() if target and post.topic.category.audience != target.audience]
    readers = audience_words([target.audience])[target.audience] if target else ""
    return render_template("moderation/bulk/show.html", batch=found, verb=VERBS[found.verb], posts=posts, people=people,
                           target=target, others=len(others), readers=readers,
                           changed=changed, may_undo=may_undo_batch(viewer(), found) is True)  # fmt: skip
