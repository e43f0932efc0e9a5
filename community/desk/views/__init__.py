"""The desk's addresses; importing the modules below adds their routes to the blueprint."""

from community.desk.views import board, fields, tickets
from community.desk.views.blueprint import blueprint

__all__ = ["blueprint", "board", "fields", "tickets"]
