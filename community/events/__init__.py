"""What happened: facts, and the reactions owed for them."""

from community.events.facts import Event, fact
from community.events.recording import record, replaying

__all__ = ["Event", "fact", "record", "replaying"]
