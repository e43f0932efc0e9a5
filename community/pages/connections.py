"""What other packages connect with a topic: tickets, articles, proposals, what was asked before."""

from typing import Any

from community.accounts.models import Member
from community.bridges.harvesting import articles_of
from community.bridges.proposing import proposals_of
from community.bridges.publishing import strips_of
from community.forum.models import Topic
from community.forum.queries import linked_topics
from community.search.searching import similar_topics

GLYPHS = {"talk": "discussion"}


def connections_of(topic: Topic, viewer: Member | None) -> dict[str, Any]:
    """Context of the question page beyond the forum: a constant number of statements."""
    tickets = strips_of(topic, viewer)
    articles, proposals = articles_of(topic, viewer), proposals_of(topic, viewer)
    linked = linked_topics(topic, viewer)
    known = {other.id for other in linked}
    return {
        "tickets": tickets,
        "articles": articles,
        "connected": [
            *({"url": a.path, "ref": a.ref, "title": a.title, "icon": "book-open"} for a in articles),
            *({"url": p.path, "ref": p.ref, "title": p.title, "icon": "step"} for p in proposals),
            *_as_links(linked),
        ],
        "similar": _as_links(other for other in similar_topics(topic, viewer) if other.id not in known),
    }


def _as_links(topics) -> list[dict[str, Any]]:
    return [
        {"url": t.path, "title": t.title, "glyph": GLYPHS.get(t.state, t.state), "figure": t.answer_count}
        for t in topics
    ]
