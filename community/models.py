"""Every model, imported once, so that migrations and tests see the whole schema."""

from community.accounts import models as accounts
from community.accounts import sanctions
from community.bridges import links
from community.desk import models as desk
from community.events import facts as events
from community.forum import models as forum
from community.forum import reads
from community.gamification import models as gamification
from community.imports import models as imports
from community.improvement import models as improvement
from community.knowledge import models as knowledge
from community.notifications import models as notifications
from community.services import models as services

__all__ = [
    "accounts",
    "desk",
    "events",
    "forum",
    "gamification",
    "imports",
    "improvement",
    "knowledge",
    "links",
    "notifications",
    "reads",
    "sanctions",
    "services",
]
