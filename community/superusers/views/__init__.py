"""The programme's addresses; importing the modules below adds their routes to the blueprint."""

from community.superusers.views import agreements, briefings, inviting, nominations, programme, sponsorships, training
from community.superusers.views.blueprint import blueprint

__all__ = ["agreements", "blueprint", "briefings", "inviting", "nominations", "programme", "sponsorships", "training"]
