"""The pages where people read articles, and the button that makes one of an answer."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request

from community.accounts.models import Member
from community.bridges.citing import count_uses, topics_using
from community.bridges.harvesting import harvest_answer, origin_of
from community.core.web import open_to_guests, viewer
from community.forum.queries import find_post
from community.forum.trail import note_reading
from community.knowledge.archiving import may_archive
from community.knowledge.contents import contents_of
from community.knowledge.drafting import may_write_articles
from community.knowledge.helping import may_say_helpful, said_helpful
from community.knowledge.models import KINDS, Article
from community.knowledge.publishing import may_publish, may_validate
from community.knowledge.queries import (
    STATES,
    count_by_service,
    find_article,
    list_articles,
    neighbours_of,
    revisions_of,
)
from community.knowledge.revising import may_revise
from community.search.searching import search
from community.services.keeping import all_services, find_service

blueprint = Blueprint("articles", __name__)


@blueprint.get("/articles")
@open_to_guests
def articles():
    """All articles, narrowed by ?service=, ?kind= and ?state=, or those that ?q= finds."""
    args = request.args
    service = find_service(args["service"]) if args.get("service") else None
    kind = args.get("kind") if args.get("kind") in KINDS else None
    state = args.get("state") if args.get("state") in _states(viewer()) else None
    words = args.get("q", "").strip()
    slug = service.slug if service else ""
    return render_template(
        "articles/index.html",
        outcome=search(words, viewer(), kind="article", service=slug) if words else None,
        page=None if words else list_articles(viewer(), service_id=service and service.id, kind=kind, state=state,
                                              after=args.get("after")),
        wanted={"service": slug, "kind": kind, "state": state},
        service=service,
        services=all_services(),
        counts=count_by_service(viewer()),
        kinds=KINDS,
        states=_states(viewer()),
        may_write=may_write_articles(viewer()) is True,
    )  # fmt: skip


@blueprint.get("/articles/<int:ident>/", defaults={"slug": ""}, strict_slashes=False)
@blueprint.get("/articles/<int:ident>/<slug>")
@open_to_guests
def article(ident: int, slug: str):
    """One article. The id decides; an old or wrong slug is sent to the right one for good."""
    found = find_article(ident, viewer())
    if slug != found.slug:
        return redirect(found.path, 301)
    note_reading("article", found.id, by=viewer())
    return render_template("articles/show.html", **_around(found, viewer()), **_rights(found, viewer()))


@blueprint.post("/posts/<int:ident>/article")
def harvest(ident: int):
    """Make a draft of an answer, or lead to the one there is."""
    made = harvest_answer(find_post(ident, viewer()), by=viewer())
    if not made.is_draft:
        return redirect(made.path, 303)
    flash("Here is the draft, in the words of the question and its answer. Make it good for everyone, then publish it.")
    return redirect(f"/articles/{made.id}/edit", 303)


def _around(found: Article, who: Member | None) -> dict[str, Any]:
    """What the page shows besides the text."""
    return {
        "article": found,
        "contents": contents_of(found.html),
        "uses": count_uses(found, who),
        "used_in": topics_using(found, who),
        "origin": origin_of(found, who),
        "neighbours": neighbours_of(found, who) if found.service_id else [],
        "revisions": revisions_of(found, limit=3),
        "my_helpful": said_helpful(who, found),
    }


def _rights(found: Article, who: Member | None) -> dict[str, bool]:
    """What the reader may do here."""
    rules = {"revise": may_revise, "publish": may_publish, "validate": may_validate, "archive": may_archive}
    rights = {f"may_{verb}": rule(who, found) is True for verb, rule in rules.items()}
    return rights | {"may_help": may_say_helpful(who, found) is True}


def _states(who: Member | None) -> dict[str, str]:
    """The states that a reader may ask for; drafts and archived ones are for those who write."""
    if who and who.may_moderate:
        return STATES
    return {key: words for key, words in STATES.items() if key not in ("drafts", "archived")}
