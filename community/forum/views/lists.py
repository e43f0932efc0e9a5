"""The lists: all questions, by tab, service and tag."""

from flask import render_template, request

from community.core.web import open_to_guests, viewer
from community.forum.listing import TABS, Filter, count_unanswered, list_topics
from community.forum.queries import find_tag, popular_tags, visible_categories
from community.forum.views.blueprint import blueprint
from community.services.keeping import all_services, find_service


@blueprint.get("/questions")
@open_to_guests
def questions():
    """Topics, narrowed by ?tab=, ?service=, ?tag= and ?kind=."""
    args = request.args
    tab = args.get("tab") if args.get("tab") in TABS else "active"
    wanted = Filter(
        tab=tab,
        kind=args.get("kind") if args.get("kind") in {"question", "discussion", "announcement"} else None,
        service=find_service(args["service"]) if args.get("service") else None,
        tag=find_tag(args["tag"], viewer()) if args.get("tag") else None,
    )
    page = list_topics(wanted, viewer(), after=args.get("after"))
    return render_template("forum/topics/index.html", page=page, wanted=wanted, tabs=TABS, services=all_services(),
                           categories=visible_categories(viewer()), unanswered=count_unanswered(viewer()),
                           tags=popular_tags(viewer()))  # fmt: skip
