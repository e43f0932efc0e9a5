"""The places for topics."""

from flask import render_template, request

from community.core.web import open_to_guests, viewer
from community.forum.listing import TABS, Filter, list_topics
from community.forum.queries import find_category, visible_categories
from community.forum.views.blueprint import blueprint


@blueprint.get("/c/<slug>")
@open_to_guests
def category(slug: str):
    """One place and its topics."""
    place = find_category(slug, viewer())
    tab = request.args.get("tab") if request.args.get("tab") in TABS else "active"
    wanted = Filter(tab=tab, category=place)
    page = list_topics(wanted, viewer(), after=request.args.get("after"))
    return render_template("forum/categories/show.html", page=page, wanted=wanted, tabs=TABS, category=place,
                           categories=visible_categories(viewer()))  # fmt: skip
