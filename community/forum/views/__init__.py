"""The forum's addresses; importing the modules below adds their routes to the blueprint."""

from community.forum.views import (
    announcements,
    answers,
    bookmarks,
    categories,
    comments,
    lists,
    metoo,
    polls,
    posts,
    purges,
    topics,
    votes,
    words,
)
from community.forum.views.blueprint import blueprint

__all__ = [
    "announcements",
    "answers",
    "blueprint",
    "bookmarks",
    "categories",
    "comments",
    "lists",
    "metoo",
    "polls",
    "posts",
    "purges",
    "topics",
    "votes",
    "words",
]
