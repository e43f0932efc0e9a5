"""Every model, imported once, so that migrations and tests see the whole schema."""

from community.accounts import models as accounts
from community.accounts import sanctions
from community.bridges import links, sparing
from community.composer import models as composer
from community.desk import models as desk
from community.events import facts as events
from community.forum import (
    announcing,
    bookmarks,
    canned,
    changes,
    mentions,
    passing_on,
    polls,
    reads,
    rearrangements,
    suggesting,
    thanks,
    trail,
    words,
)
from community.forum import models as forum
from community.gamification import expertise
from community.gamification import models as gamification
from community.gamification.fairplay import models as fairplay
from community.imports import models as imports
from community.improvement import models as improvement
from community.knowledge import models as knowledge
from community.moderation import batches
from community.moderation import models as moderation
from community.notifications import models as notifications
from community.services import fields
from community.services import models as services
from community.superusers import absences, availability, turns
from community.superusers import models as superusers

__all__ = [
    "absences",
    "accounts",
    "announcing",
    "availability",
    "batches",
    "bookmarks",
    "canned",
    "changes",
    "composer",
    "desk",
    "events",
    "expertise",
    "fairplay",
    "fields",
    "forum",
    "gamification",
    "imports",
    "improvement",
    "knowledge",
    "links",
    "mentions",
    "moderation",
    "notifications",
    "passing_on",
    "polls",
    "reads",
    "rearrangements",
    "sanctions",
    "services",
    "sparing",
    "suggesting",
    "superusers",
    "thanks",
    "trail",
    "turns",
    "words",
]
