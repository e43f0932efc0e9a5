"""An Atom feed (RFC 4287) out of what a feed has to say."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element

from flask import Response, request

from community.accounts.models import Member
from community.core.web import settings
from community.forum.models import Post, Topic
from community.forum.stretches import place_of
from community.pages.markup import add, address, stamp, whole_addresses, xml_answer

MIMETYPE = "application/atom+xml"
SINCE = "2026"  # the year of our tag: addresses (RFC 4151); it never changes, or every reader sees everything anew
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)  # of a feed without entries


@dataclass(frozen=True)
class Entry:
    """One thing in a feed; `key` names it for good, whatever its title and address become."""

    key: str
    title: str
    path: str
    html: str
    author: Member | None
    author_name: str
    published: datetime
    updated: datetime
    tags: list[str] = field(default_factory=list)


def feed(key: str, title: str, path: str, entries: Iterable[Entry]) -> Response:
    """The feed of a page at `path`, what changed last first."""
    entries = sorted(entries, key=lambda entry: (entry.updated, entry.key), reverse=True)
    changed = entries[0].updated if entries else BEGINNING
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en-GB", "xml:base": address("/")})
    add(root, "id", _tag(key))
    add(root, "title", f"{title} · {settings().site_name}")
    add(root, "updated", stamp(changed))
    query = f"?{request.query_string.decode(errors='replace')}" if request.query_string else ""
    add(root, "link", rel="self", type=MIMETYPE, href=address(quote(request.path) + query))
    add(root, "link", rel="alternate", type="text/html", href=address(path))
    add(root, "icon", address("/static/img/mark.svg"))
    for entry in entries:
        _add_entry(root, entry)
    return xml_answer(root, MIMETYPE, changed)


def entry_of(topic: Topic, post: Post, *, title: str | None = None, moved: datetime | None = None) -> Entry:
    """A post as an entry; the opening one stands for its topic, whose later activity (`moved`) makes it new again."""
    opening = post.id == topic.opening_id
    return Entry(
        key=f"topic/{topic.id}" if opening else f"post/{post.id}",
        title=title or (topic.title if opening else f"{_follow(topic)}: {topic.title}"),
        path=place_of(topic, post.id),
        html=whole_addresses(post.html),
        author=post.author,
        author_name=post.author_name,
        published=post.created_at,
        updated=max(at for at in (post.created_at, post.edited_at, moved) if at),
    )


def _follow(topic: Topic) -> str:
    return "Answer" if topic.kind == "question" else "Reply"


def _add_entry(root: Element, entry: Entry) -> None:
    child = add(root, "entry")
    add(child, "id", _tag(entry.key))
    add(child, "title", entry.title)
    add(child, "link", rel="alternate", type="text/html", href=address(entry.path))
    add(child, "published", stamp(entry.published))
    add(child, "updated", stamp(entry.updated))
    author = add(child, "author")
    add(author, "name", entry.author_name)
    if entry.author:
        add(author, "uri", address(entry.author.path))
    for tag in entry.tags:
        add(child, "category", term=tag)
    add(child, "content", entry.html, type="html")


def _tag(key: str) -> str:
    return f"tag:{urlsplit(settings().public_url).hostname},{SINCE}:{key}"
