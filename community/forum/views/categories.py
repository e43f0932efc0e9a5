"""The places for topics."""

from flask import render_template, request

from community.accounts.grouping import audience_words
from community.core.web import open_to_guests, viewer
from community.forum.listing import TABS, Filter, list_topics
from community.forum.queries import find_category, visible_categories
from community.forum.rights import may_moderate, may_write_in
from community.forum.views.blueprint import blueprint


@blueprint.get("/c/<slug>")
@open_to_guests
def category(slug: str):
    """One place and its topics."""
    place = find_category(slug, viewer())
    tab = request.args.get("tab") if request.args.get("tab") in TABS else "active"
    wanted = Filter(tab=tab, category=place)
    page = list_topics(wanted, viewer(), after=request.args.get("after"))
    places = visible_categories(viewer())
    return render_template(
        "forum/categories/show.html",
        page=page,
        wanted=wanted,
        tabs=TABS,
        category=place,
        categories=places,
        below=[each for each in places if each.parent_id == place.id],
        audience=audience_words([place.audience])[place.audience],
        may_post=may_write_in(viewer(), place),
        keeps=may_moderate(viewer(), place) is True,
    )
