"""What other packages connect with a topic: tickets, articles, proposals, what was asked before."""

from typing import Any

from community.accounts.models import Member
from community.forum.models import Topic


def connections_of(topic: Topic, viewer: Member | None) -> dict[str, Any]:
    """Context of the question page beyond the forum: a constant number of statements."""
    return {"tickets": [], "articles": [], "proposals": [], "similar": []}
