"""Answering for a proposal: one named person of the provider."""

from community.accounts.models import Member
from community.core.db import atomic, lock
from community.core.errors import Invalid, require
from community.events import record
from community.improvement.facts import ProposalOwnerChanged
from community.improvement.models import Proposal


def may_take_ownership(by: Member | None) -> bool | str:
    """Provider staff answer for proposals."""
    return (by is not None and by.is_staff) or "Someone of the provider answers for a proposal."


def take_ownership(proposal: Proposal, *, by: Member, owner: Member | None = None) -> None:
    """Answer for a proposal from now on, or let `owner` (provider staff too) do so. Twice changes nothing.

    Raises NotAllowed, or Invalid for an owner who is not of the provider.
    """
    require(may_take_ownership(by))
    new = owner or by
    if not new.is_staff:
        raise Invalid("The owner has to be one of the provider’s staff.", "owner")
    with atomic():
        lock(proposal)
        if proposal.owner_id != new.id:
            old, proposal.owner_id = proposal.owner_id, new.id
            record(ProposalOwnerChanged(proposal.id, old, new.id), by=by)
