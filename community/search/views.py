"""The search page, and what fits while somebody types."""

from flask import Blueprint, jsonify, render_template, request

from community.core.web import open_to_guests, settings, viewer
from community.forum.trail import note_search
from community.search.searching import search, suggest
from community.search.sources import SOURCES
from community.services.keeping import all_services

blueprint = Blueprint("search", __name__)
LEAST = 3  # letters before anything is suggested


@blueprint.get("/search")
@open_to_guests
def results():
    """What ?q= finds, narrowed by ?kind= and ?service=, the best or the newest (?order=newest) first."""
    words = request.args.get("q", "").strip()
    kind = request.args.get("kind") if request.args.get("kind") in SOURCES else ""
    service = request.args.get("service", "")
    newest = request.args.get("order") == "newest"
    services = all_services()
    service = service if service in {s.slug for s in services} else ""
    note_search(words, by=viewer())
    return render_template(
        "search/results/index.html",
        words=words,
        outcome=search(words, viewer(), kind=kind, service=service, newest=newest),
        kinds={key: source.word for key, source in SOURCES.items()},
        wanted={"kind": kind, "service": service, "order": "newest" if newest else ""},
        services=services,
    )


@blueprint.get("/search/suggest")
@open_to_guests
def suggestions():
    """A fragment with what fits ?q= (or the ask box's ?title=), as a listbox."""
    words = (request.args.get("q") or request.args.get("title") or "").strip()
    outcome = suggest(words, viewer()) if len(words) >= LEAST else None
    return render_template("search/suggestions/_listbox.html", words=words, outcome=outcome)


@blueprint.get("/search/suggest.json")
@open_to_guests
def suggestions_for_browsers():
    """The same for the address line of a browser, in the form that OpenSearch gives suggestions: four lists."""
    words = request.args.get("q", "").strip()
    groups = suggest(words, viewer()).groups if len(words) >= LEAST else []
    found = [result.found for group in groups for result in group.results]
    public = settings().public_url
    answer = jsonify(
        [words, [each.title for each in found], ["" for _ in found], [public + each.url for each in found]]
    )
    answer.mimetype = "application/x-suggestions+json"
    return answer
