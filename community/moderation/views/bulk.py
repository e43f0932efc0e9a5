"""Dealing with many posts at once: picking, the preview, doing it, taking it back."""

import re

from flask import redirect, render_template, request
from wtforms import BooleanField, RadioField, SelectField, StringField

from community.accounts.grouping import audience_words
from community.accounts.queries import find_member, members_by_id
from community.core.errors import Invalid, NotFound, require
from community.core.forms import Form, options
from community.core.paging import page_of
from community.core.text import row_number, tidy
from community.core.web import viewer
from community.forum.models import Category, Post
from community.forum.queries import find_tag, visible_categories
from community.forum.rights import may_moderate
from community.moderation.batches import (
    PARTS,
    Batch,
    count_other_readers,
    find_batch,
    items_of,
    recent_batches,
    silences_of,
    tallies,
)
from community.moderation.bulk import (
    MOST,
    apply_batch,
    may_bulk,
    may_undo_batch,
    preview_batch,
    stop_batch,
    try_batch_again,
    undo_batch,
)
from community.moderation.chunks import trouble_of
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
                             place=place, silence=form.silence.data, back=_back())  # fmt: skip

    if form.attempt(preview):
        return redirect(form.result.path, 303)
    return _question(form) if _back() else _picking(form)


@blueprint.get("/moderation/batches/new")
def selection():
    """What was ticked in a list (post=…) and is to be dealt with by one verb: ask what that needs."""
    require(may_bulk(viewer()))
    return _question(_batch_form(formdata=None, verb=request.args.get("verb")))


def _question(form: BatchForm):
    if form.verb.data not in VERBS:
        raise NotFound("Nothing like that can be done to many at once.")
    return form.ask("moderation/bulk/new.html", verb=VERBS[form.verb.data], ticked=_ticked(), back=_back())


def _back() -> str:
    """The list of ours that one came from, with its tab and filters."""
    back = request.values.get("back", "")
    return back if re.fullmatch(r"/(?![/\\])[!-~]*", back) else ""


def _batch_form(**how) -> BatchForm:
    form = BatchForm(**how)
    form.to.choices = options([("", "Choose …"), *((place.slug, place.whole_name) for place in _places())])
    return form


def _places() -> list[Category]:
    """The places that the viewer looks after."""
    return [place for place in visible_categories(viewer()) if may_moderate(viewer(), place) is True]


def _ticked() -> list[int]:
    return [ident for value in request.values.getlist("post") if (ident := row_number(value)) is not None]


def _picking(form: BatchForm):
    given = request.form if request.method == "POST" else request.args
    try:
        pick, wrong = _pick(given), None
    except (Invalid, NotFound) as error:
        pick, wrong = Pick(), error.sentence
    page = page_of(picked(pick, viewer()), by=(Post.id,), after=given.get("after"), size=50)
    recent = recent_batches(viewer())
    return form.page("moderation/bulk/index.html", page=page, count=count_picked(pick, viewer()), most=MOST, pick=pick,
                     wrong=wrong, given={field: given.get(field, "") for field in FIELDS}, ticked=set(_ticked()),
                     places=_places(), services=all_services(), kinds=KINDS, states=STATES, spans=SPANS, verbs=VERBS,
                     recent=recent, tallies=tallies(recent))  # fmt: skip


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
    """The preview, later how far it has come, and what became of each."""
    found = find_batch(ident, viewer())
    return render_template("moderation/bulk/show.html", **_head(found) | _items(found))


@blueprint.get("/moderation/batches/<int:ident>/progress")
def batch_progress(ident: int):
    """How far it has come, for a page that is open."""
    return render_template("moderation/bulk/_progress.html", **_head(find_batch(ident, viewer())))


@blueprint.get("/moderation/batches/<int:ident>/items")
def batch_items(ident: int):
    """What became of each, for a page that is open."""
    return render_template("moderation/bulk/_items.html", **_items(find_batch(ident, viewer())))


@blueprint.post("/moderation/batches/<int:ident>/application")
def application(ident: int):
    """Do what was previewed, or go on after a stop."""
    found = find_batch(ident, viewer())
    apply_batch(found, by=viewer())
    return redirect(found.path, 303)


@blueprint.post("/moderation/batches/<int:ident>/stop")
def stop(ident: int):
    """Do no more of it."""
    found = find_batch(ident, viewer())
    stop_batch(found, by=viewer())
    return redirect(found.path, 303)


@blueprint.post("/moderation/batches/<int:ident>/attempts")
def attempts(ident: int):
    """Try a chunk that failed once more."""
    found = find_batch(ident, viewer())
    try_batch_again(found, by=viewer())
    return redirect(found.path, 303)


@blueprint.post("/moderation/batches/<int:ident>/undoing")
def undoing(ident: int):
    """Take it back."""
    found = find_batch(ident, viewer())
    undo_batch(found, by=viewer())
    return redirect(found.path, 303)


def _head(found: Batch) -> dict:
    target = next((place for place in _places() if place.id == found.options.get("place")), None)
    people = silences_of(found)
    return {
        "batch": found, "verb": VERBS[found.verb], "tally": tallies([found])[found.id], "target": target,
        "trouble": trouble_of(found),
        "others": count_other_readers(found, target) if target and found.state == "previewed" else 0,
        "readers": audience_words([target.audience])[target.audience] if target else "",
        "silences": people, "people": members_by_id(people), "may_undo": may_undo_batch(viewer(), found) is True,
    }  # fmt: skip


def _items(found: Batch) -> dict:
    """A page of each part, with the posts as far as the viewer looks after them."""
    pages = {part.key: items_of(found, part.states, after=request.args.get(part.key)) for part in PARTS}
    posts = load_posts((item.post_id for page in pages.values() for item in page.items), viewer())
    return {"batch": found, "verb": VERBS[found.verb], "tally": tallies([found])[found.id], "pages": pages,
            "posts": {post.id: post for post in posts}}  # fmt: skip
