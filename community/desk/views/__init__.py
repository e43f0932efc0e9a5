"""The desk's addresses; importing the modules below adds their routes to the blueprint."""

from community.desk.views import board, tickets
from community.desk.views.blueprint import blueprint

__all__ = ["blueprint", "board", "tickets"]
