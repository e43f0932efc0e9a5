"""The forum's addresses; importing the modules below adds their routes to the blueprint."""

from community.forum.views import (
    announcements,
    answers,
    canned,
    comments,
    edits,
    helping,
    metoo,
    posts,
    purges,
    queues,
    reading,
    thanks,
    topics,
    verifications,
    votes,
    words,
)
from community.forum.views.blueprint import blueprint

__all__ = [
    "announcements",
    "answers",
    "blueprint",
    "canned",
    "comments",
    "edits",
    "helping",
    "metoo",
    "posts",
    "purges",
    "queues",
    "reading",
    "thanks",
    "topics",
    "verifications",
    "votes",
    "words",
]
