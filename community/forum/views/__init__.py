"""The forum's addresses; importing the modules below adds their routes to the blueprint."""

from community.forum.views import answers, comments, metoo, posts, reading, topics, votes
from community.forum.views.blueprint import blueprint

__all__ = ["answers", "blueprint", "comments", "metoo", "posts", "reading", "topics", "votes"]
