"""The lists of topics: all of them, one place; what moved meanwhile; putting aside what is new."""

from flask import Blueprint, flash, redirect, render_template, request

from community.accounts.grouping import audience_words
from community.core import clock
from community.core.web import open_to_guests, viewer
from community.forum.catching_up import dismiss, last_dismissal, undo_dismissal
from community.forum.listing import Filter, count_moved, narrowed
from community.forum.queries import find_category, popular_tags, visible_categories, visible_topics
from community.forum.rights import may_moderate, may_write_in
from community.gamification.expertise import Knower, who_knows_place, who_knows_service, who_knows_tag
from community.pages.topic_lists import address_of, filter_of, listing_of
from community.services.keeping import all_services

blueprint = Blueprint("lists", __name__)


@blueprint.get("/questions")
@open_to_guests
def questions():
    """Topics, narrowed by ?tab=, ?service=, ?tag= (several), ?state= and ?kind=."""
    listing = listing_of("/questions", request.args, viewer(), dismissal=_dismissal())
    return render_template("forum/topics/index.html", listing=listing, services=all_services(),
                           categories=visible_categories(viewer()), tags=popular_tags(viewer()),
                           knowers=_knowers(listing.wanted))  # fmt: skip


@blueprint.get("/c/<slug>")
@open_to_guests
def category(slug: str):
    """One place and its topics."""
    place = find_category(slug, viewer())
    listing = listing_of(f"/c/{slug}", request.args, viewer(), category=place, dismissal=_dismissal())
    places = visible_categories(viewer())
    return render_template(
        "forum/categories/show.html",
        listing=listing,
        category=place,
        categories=places,
        tags=popular_tags(viewer(), (place.id, *listing.wanted.below)),
        below=[each for each in places if each.parent_id == place.id],
        audience=audience_words([place.audience])[place.audience],
        may_post=may_write_in(viewer(), place),
        keeps=may_moderate(viewer(), place) is True,
        knowers=who_knows_place(place, viewer()),
    )


def _knowers(wanted: Filter) -> list[Knower]:
    """Who knows about the one tag, or the service, that a list is narrowed to."""
    if len(wanted.tags) == 1:
        return who_knows_tag(wanted.tags[0], viewer())
    return who_knows_service(wanted.service, viewer()) if wanted.service and not wanted.tags else []


@blueprint.get("/questions/moved")
@open_to_guests
def moved():
    """The line over a list that offers to show what moved since it was made: ?since= and ?at= in milliseconds."""
    wanted, _ = filter_of(request.args, viewer())
    since, at = (clock.from_milliseconds(request.args.get(name, "")) for name in ("since", "at"))
    return render_template("forum/topics/_moved.html", counted=count_moved(wanted, viewer(), since), at=at,
                           list_url=address_of(wanted, request.args.get("path")))  # fmt: skip


@blueprint.post("/dismissals")
def dismissals():
    """Put aside what is new or unread in the list that the form names, and lead back to it."""
    wanted, _ = filter_of(request.form, viewer())
    topics = narrowed(visible_topics(viewer()), wanted, viewer())
    until = clock.milliseconds(clock.from_milliseconds(request.form.get("until", "")))
    made = dismiss(topics, request.form.get("what", ""), until=until, by=viewer())
    if made is None:
        flash("There was nothing new any more.")
    return redirect(address_of(wanted, dismissed=made and made.id), 303)


@blueprint.post("/dismissals/<int:ident>/undoing")
def undoing(ident: int):
    """Bring back what was put aside last."""
    count = undo_dismissal(ident, by=viewer())
    flash(f"{count} {'topic is' if count == 1 else 'topics are'} back.", "ok")
    return redirect(address_of(filter_of(request.form, viewer())[0]), 303)


def _dismissal():
    return last_dismissal(viewer()) if request.args.get("dismissed") else None
