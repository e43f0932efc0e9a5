"""The improvement log's addresses; importing the modules below adds their routes to the blueprint."""

from community.improvement.views import board, parts, progress, proposals
from community.improvement.views.blueprint import blueprint

__all__ = ["blueprint", "board", "parts", "progress", "proposals"]
