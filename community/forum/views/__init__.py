"""The forum's addresses; importing the modules below adds their routes to the blueprint."""

from community.forum.views import answers, categories, comments, lists, metoo, posts, topics, votes, words
from community.forum.views.blueprint import blueprint

__all__ = ["answers", "blueprint", "categories", "comments", "lists", "metoo", "posts", "topics", "votes", "words"]
