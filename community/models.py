"""Every model, imported once, so that migrations and tests see the whole schema."""

from community.accounts import models as accounts
from community.events import facts as events
from community.forum import models as forum
from community.services import models as services

__all__ = ["accounts", "events", "forum", "services"]
