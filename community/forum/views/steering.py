"""How a topic stands: what kind it is and where, pinned, listed, slow, kept; and the asker's word on a duplicate."""

from flask import flash, redirect, request

from community.accounts.grouping import audience_words
from community.accounts.zones import local_time, moment, zone_of
from community.core.errors import require
from community.core.forms import Form, options
from community.core.web import viewer
from community.forum.archiving import archive_topic, unarchive_topic
from community.forum.closing_later import close_later
from community.forum.disputing import dispute_duplicate, may_dispute
from community.forum.filing import file_topic, may_make, may_relocate
from community.forum.models import KINDS, Topic
from community.forum.pinning import pin_topic
from community.forum.queries import find_category, find_topic, visible_categories
from community.forum.slowing import PACES, slow_topic
from community.forum.steering import may_arrange_topic
from community.forum.unlisting import list_again, unlist_topic
from community.forum.views.blueprint import blueprint
from community.forum.views.forms import ClosingTimeForm, FilingForm, PaceForm, WhyForm


@blueprint.route("/q/<int:ident>/filing", methods=["GET", "POST"])
def filing(ident: int):
    """Say what kind a topic is, where it belongs and under which tags."""
    topic = find_topic(ident, viewer())
    require(may_arrange_topic(viewer(), topic))
    places = [place for place in visible_categories(viewer()) if may_relocate(viewer(), topic, place) is True]
    form = FilingForm(kind=topic.kind, place=topic.category.slug, tags=" ".join(tag.name for tag in topic.tags))
    made = {kind for kind in KINDS if kind == topic.kind or may_make(viewer(), topic, kind) is True}
    form.kind.choices = options({kind: word for kind, word in KINDS.items() if kind in made})
    form.place.choices = options([(place.slug, place.whole_name) for place in places])
    if form.attempt(lambda: _file(form, topic)):
        return redirect(topic.path, 303)
    readers = audience_words({each.audience for each in (topic.category, *places)})
    return form.page("forum/steering/filing.html", topic=topic, places=places, readers=readers)


def _file(form: FilingForm, topic: Topic) -> None:
    place = find_category(form.place.data, viewer())
    said = {"kind": form.kind.data, "place": place, "tags": form.tags.data or "", "aware": form.aware.data}
    file_topic(topic, by=viewer(), **said)


@blueprint.get("/q/<int:ident>/state")
def state(ident: int):
    """Pinned, listed, slow, closing at a time, kept: everything that can be set."""
    return _state(_arranged(ident))


@blueprint.post("/q/<int:ident>/pin")
def pin(ident: int):
    """Let it stand first in its place (value=1), or no longer (value=0)."""
    topic = _arranged(ident)
    pin_topic(topic, request.form.get("value") == "1", by=viewer())
    return _done(topic, "Pinned." if topic.pinned_at else "Not pinned any more.")


@blueprint.post("/q/<int:ident>/unlisting")
def unlisting(ident: int):
    """Take it out of every list, with a reason, or (value=0) let lists name it again."""
    topic, form = _arranged(ident), WhyForm(prefix="unlisting-")
    if request.form.get("value") == "0":
        list_again(topic, by=viewer())
        return _done(topic, "Listed again.")
    if form.attempt(lambda: unlist_topic(topic, form.reason.data or "", by=viewer())):
        return _done(topic, "Unlisted. Only those who have its address find it.")
    return _state(topic, unlisting=form)


@blueprint.post("/q/<int:ident>/archiving")
def archiving(ident: int):
    """Keep it as it is, with a reason, or (value=0) let it go on."""
    topic, form = _arranged(ident), WhyForm(prefix="archiving-")
    if request.form.get("value") == "0":
        unarchive_topic(topic, by=viewer())
        return _done(topic, "It goes on.")
    if form.attempt(lambda: archive_topic(topic, form.reason.data or "", by=viewer())):
        return _done(topic, "Archived.")
    return _state(topic, archiving=form)


@blueprint.post("/q/<int:ident>/pace")
def pace(ident: int):
    """Say how much time lies between two posts of one member."""
    topic, form = _arranged(ident), _paces(PaceForm())
    if form.attempt(lambda: slow_topic(topic, form.seconds.data, by=viewer())):
        return _done(topic, "The pace is set." if topic.slow_seconds else "Everyone posts as fast as they like.")
    return _state(topic, pace=form)


@blueprint.post("/q/<int:ident>/closing-time")
def closing_time(ident: int):
    """Set when it closes by itself; an empty time takes that back."""
    topic, form = _arranged(ident), ClosingTimeForm()
    if form.attempt(lambda: close_later(topic, moment(form.close_at.data, viewer(), "close_at"), by=viewer())):
        return _done(topic, "It will close by itself." if topic.close_at else "It stays open without end.")
    return _state(topic, closing_time=form)


@blueprint.route("/q/<int:ident>/dispute", methods=["GET", "POST"])
def dispute(ident: int):
    """The asker says what is different from the question that was asked before."""
    topic, form = find_topic(ident, viewer()), WhyForm()
    require(may_dispute(viewer(), topic))
    if form.attempt(lambda: dispute_duplicate(topic, form.reason.data or "", by=viewer())):
        flash("It takes answers again.")
        return redirect(topic.path, 303)
    return form.page("forum/steering/dispute.html", topic=topic)


def _arranged(ident: int) -> Topic:
    topic = find_topic(ident, viewer())
    require(may_arrange_topic(viewer(), topic))
    return topic


def _done(topic: Topic, words: str):
    flash(words)
    return redirect(f"/q/{topic.id}/state", 303)


def _paces(form: PaceForm) -> PaceForm:
    form.seconds.choices = options([(str(seconds), words) for seconds, words in PACES.items()])
    return form


def _state(topic: Topic, **typed: Form):
    """The page with its forms; one that was refused has what was typed."""
    forms = {
        "unlisting": WhyForm(None, prefix="unlisting-"),
        "archiving": WhyForm(None, prefix="archiving-"),
        "pace": _paces(PaceForm(None, seconds=topic.slow_seconds)),
        "closing_time": ClosingTimeForm(None),
    } | typed
    refused = next(iter(typed.values()), Form(None))
    return refused.page("forum/steering/state.html", topic=topic, forms=forms, zone=zone_of(viewer()).key,
                        closes=local_time(topic.close_at, viewer()))  # fmt: skip
