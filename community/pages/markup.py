"""XML for programs: elements out of words, and answers that a program need not fetch twice."""

import re
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response, request

from community.core.web import settings

# What XML 1.0 can't hold, however it is written; people paste such characters from terminals.
UNSPEAKABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

OURS = re.compile(r'(<(?:a|img)\b[^>]*?\s(?:href|src)=")/(?!/)')  # as our sanitiser writes it


def add(parent: Element, name: str, words: str | None = None, **attributes: str) -> Element:
    """Add an element with its words and attributes, less what XML can't hold."""
    child = SubElement(parent, name, {key: _speakable(value) for key, value in attributes.items()})
    child.text = None if words is None else _speakable(words)
    return child


def xml_answer(root: Element, mimetype: str, changed: datetime | None = None) -> Response:
    """The document with its ETag and the time of its latest change; 304 for a program that has it already."""
    answer = Response(tostring(root, encoding="utf-8", xml_declaration=True), mimetype=mimetype)
    answer.last_modified = changed
    answer.add_etag()
    return answer.make_conditional(request)


def stamp(when: datetime) -> str:
    """A time as Atom, sitemaps and schema.org want it: 2026-03-02T09:00:00Z."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def address(path: str) -> str:
    """The whole address of a path of ours, for whoever reads it elsewhere."""
    return settings().public_url + path


def whole_addresses(html: str) -> str:
    """Rendered text whose pictures and links are found from elsewhere too: few readers look at `xml:base`."""
    return OURS.sub(rf"\1{address('/')}", html)


def _speakable(words: str) -> str:
    return UNSPEAKABLE.sub("", words)
