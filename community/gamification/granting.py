"""Points that did not come about here."""

from community.core.db import atomic
from community.events import record
from community.gamification.facts import PointsBrought


def bring_points(member_id: int, deed: str, amount: int, kind: str, ident: int) -> None:
    """Note that a member had so much of a deed elsewhere (a bounty of 50); what one of it is worth is its price."""
    with atomic():
        record(PointsBrought(member_id, deed, amount, kind, ident))
