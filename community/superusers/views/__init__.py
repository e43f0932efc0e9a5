"""The addresses of the super-user programme; importing the modules below adds their routes to the blueprint."""

from community.superusers.views import availability, dependence, routing
from community.superusers.views.blueprint import blueprint

__all__ = ["availability", "blueprint", "dependence", "routing"]
