"""Which parts of open pages are stale after a fact, and who may hear about them."""

from community.accounts.models import Member
from community.core.errors import NotFound
from community.core.realtime import refresh, room_rule
from community.core.text import row_number
from community.events import Event
from community.improvement.queries import find_proposal


def start() -> None:
    """Say who may join the rooms `proposal:<id>`: whoever may read it."""
    room_rule("proposal", _may_read)


def _may_read(ident: str, viewer: Member | None) -> bool:
    try:
        number = row_number(ident)
        return number is not None and find_proposal(number, viewer) is not None
    except NotFound:
        return False


def refresh_support(event: Event) -> None:
    """How many want it is stale."""
    refresh(f"proposal:{event.fact.proposal_id}", "support")


def refresh_progress(event: Event) -> None:
    """The stair and what was said are stale."""
    refresh(f"proposal:{event.fact.proposal_id}", "stair")
    refresh(f"proposal:{event.fact.proposal_id}", "progress")
