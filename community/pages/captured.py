"""What goes along with a question: gathered when its form opens, shown there, and read later by those who help."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from community.accounts.models import Member
from community.core.text import row_number
from community.forum.capturing import PAGES, capture
from community.forum.models import Topic
from community.forum.rights import may_read_context
from community.notifications.subjects import shown

Part = tuple[str, str | None]  # words, and the address they lead to


def context_now(member: Member) -> dict[str, Any]:
    """What would go along with a question that this member asks now."""
    before = urlsplit(request.referrer or "")
    came_from = before.path if before.netloc == request.host else ""
    return capture(member, user_agent=request.headers.get("User-Agent", ""), came_from=came_from)


def seal_context(context: dict[str, Any], member: Member) -> str:
    """What was shown on a form, so that exactly this is sent, however long the writing takes."""
    return _seal().dumps([member.id, context])


def open_context(sealed: str, member: Member) -> dict[str, Any]:
    """What this member was shown; nothing when the seal is not ours or was made for somebody else."""
    try:
        owner_id, context = _seal().loads(sealed)
    except (BadSignature, TypeError, ValueError):
        return {}
    return context if owner_id == member.id and isinstance(context, dict) else {}


def readable_context(context: dict[str, Any], viewer: Member) -> list[tuple[str, list[Part]]]:
    """The parts in words, as far as this viewer may know of the things in them; a statement per kind of thing."""
    things = [*context.get("read", ()), context.get("page", "")]
    known = shown(filter(None, map(_thing, things)), viewer)

    def part(words: str) -> Part | None:
        found = known.get(_thing(words))
        return (found.title, found.path) if found else None

    page = context.get("page", "")
    rows = [
        ("Browser", [(context["browser"], None)] if "browser" in context else []),
        ("Came from", [(PAGES[page], page)] if page in PAGES else [part(page)]),
        ("Searched before", [(f"“{words}”", None) for words in context.get("searched", ())]),
        ("Read before", [part(words) for words in context.get("read", ())]),
    ]
    return [(term, found) for term, parts in rows if (found := [each for each in parts if each])]


def details_of(topic: Topic, viewer: Member | None) -> dict[str, Any]:
    """What stands under a question beside its text: the service's own fields and, for some, what went along."""
    kept = topic.details or {}
    context = kept.get("context") or {}
    allowed = context and may_read_context(viewer, topic.author_id, topic.category)
    return {
        "fields": kept.get("fields", []),
        "context": readable_context(context, viewer) if allowed else [],
    }


def _thing(words: str) -> tuple[str, int] | None:
    kind, _, number = words.partition(":")
    ident = row_number(number)
    return (kind, ident) if ident is not None else None


def _seal() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key, salt="ask-context")
