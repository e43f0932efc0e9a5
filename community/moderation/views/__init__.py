"""The addresses of moderation; importing the modules below adds their routes to the blueprint."""

from community.moderation.views import bulk, decisions, flags, log, review
from community.moderation.views.blueprint import blueprint

__all__ = ["blueprint", "bulk", "decisions", "flags", "log", "review"]
