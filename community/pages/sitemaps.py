"""For search engines: where everything public is, what to leave alone, and how to search here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element

from flask import Blueprint, Response
from sqlalchemy import Select, func
from sqlalchemy.orm import InstrumentedAttribute

from community.core.db import db
from community.core.errors import NotFound
from community.core.web import always_open, open_to_guests, settings
from community.forum.models import Topic
from community.forum.queries import listed_topics
from community.improvement.models import Proposal
from community.improvement.queries import visible_proposals
from community.knowledge.models import Article
from community.knowledge.queries import visible_articles
from community.pages.markup import add, address, stamp, xml_answer

blueprint = Blueprint("sitemaps", __name__)
GUEST = None
RANGE = 5_000  # ids on one map, so that a map's address stays right whatever is added or taken down
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
CLOSED = ("/admin", "/desk", "/settings", "/notifications", "/api", "/search", "/login", "/register")


@dataclass(frozen=True)
class Kind:
    """A kind of thing on the maps: how to read it, and when one of them changed."""

    model: type
    visible: Callable[..., Select]
    changed: InstrumentedAttribute


MAPS = {
    "topics": Kind(Topic, listed_topics, Topic.active_at),
    "articles": Kind(Article, visible_articles, Article.updated_at),
    "proposals": Kind(Proposal, visible_proposals, Proposal.stage_at),
}


@blueprint.get("/sitemap.xml")
@open_to_guests
def index():
    """The maps there are: one statement for each kind."""
    root, latest = Element("sitemapindex", {"xmlns": NAMESPACE}), []
    for key, kind in MAPS.items():
        for number, changed in _ranges(kind):
            _place(root, "sitemap", f"/sitemaps/{key}-{number + 1}.xml", changed)
            latest.append(changed)
    return xml_answer(root, "application/xml", max(latest, default=None))


@blueprint.get("/sitemaps/<key>-<int:number>.xml")
@open_to_guests
def sitemap(key: str, number: int):
    """The public things of one kind with ids of one range. Raises NotFound for an empty map."""
    found = _things(MAPS[key], number) if key in MAPS else []
    if not found:
        raise NotFound("There is no such map.")
    root = Element("urlset", {"xmlns": NAMESPACE})
    for row in found:
        path = MAPS[key].model.path.fget(row)  # a row has what the address is made of: id and slug
        _place(root, "url", path, row.changed)
    return xml_answer(root, "application/xml", max(row.changed for row in found))


@blueprint.get("/robots.txt")
@always_open
def robots():
    """What search engines should leave alone: everything, where guests may not read."""
    closed = CLOSED if settings().guests_read else ("/",)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), "", f"Sitemap: {address('/sitemap.xml')}", ""]
    return Response("\n".join(lines), mimetype="text/plain")


@blueprint.get("/opensearch.xml")
@always_open
def opensearch():
    """How a browser searches here from its own address line."""
    root = Element("OpenSearchDescription", {"xmlns": "http://a9.com/-/spec/opensearch/1.1/"})
    add(root, "ShortName", "Guildhall")
    add(root, "Description", f"Questions, articles and improvements at {settings().site_name}")
    add(root, "InputEncoding", "UTF-8")
    add(root, "Image", address("/static/img/mark.svg"), width="16", height="16", type="image/svg+xml")
    add(root, "Url", type="text/html", template=address("/search?q={searchTerms}"))
    suggestions = address("/search/suggest.json?q={searchTerms}")
    add(root, "Url", rel="suggestions", type="application/x-suggestions+json", template=suggestions)
    self = {"rel": "self", "type": "application/opensearchdescription+xml"}
    add(root, "Url", template=address("/opensearch.xml"), **self)
    return xml_answer(root, "application/opensearchdescription+xml")


def _ranges(kind: Kind) -> list[tuple[int, datetime]]:
    """The ranges with anything public in them, and the latest change in each."""
    number = ((kind.model.id - 1) // RANGE).label("number")
    query = kind.visible(GUEST).with_only_columns(number, func.max(kind.changed)).group_by("number").order_by("number")
    return [tuple(row) for row in db.session.execute(query)]


def _things(kind: Kind, number: int) -> list:
    first = (min(max(number, 1), 2**31 // RANGE) - 1) * RANGE
    columns = (kind.model.id, kind.model.slug, kind.changed.label("changed"))
    query = kind.visible(GUEST).with_only_columns(*columns).where(kind.model.id.between(first + 1, first + RANGE))
    return db.session.execute(query.order_by(kind.model.id)).all() if number > 0 else []


def _place(root: Element, name: str, path: str, changed: datetime) -> None:
    child = add(root, name)
    add(child, "loc", address(path))
    add(child, "lastmod", stamp(changed))
