"""The addresses for writing and keeping articles; importing the modules below adds their routes to the blueprint."""

from community.knowledge.views import helping, keeping, writing
from community.knowledge.views.blueprint import blueprint

__all__ = ["blueprint", "helping", "keeping", "writing"]
