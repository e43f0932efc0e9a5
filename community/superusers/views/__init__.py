"""The programme's addresses; importing the modules below adds their routes to the blueprint."""

from community.superusers.views import (
    agreements,
    availability,
    briefings,
    dependence,
    inviting,
    nominations,
    programme,
    routing,
    sponsorships,
    training,
)
from community.superusers.views.blueprint import blueprint

__all__ = [
    "agreements",
    "availability",
    "blueprint",
    "briefings",
    "dependence",
    "inviting",
    "nominations",
    "programme",
    "routing",
    "sponsorships",
    "training",
]
