"""Supporting a proposal: one voice a person, taken back at will."""

from sqlalchemy import delete, func, select

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, insert_once, lock, set_columns
from community.core.errors import require
from community.events import record
from community.improvement.facts import SupportChanged
from community.improvement.models import Proposal, ProposalSupport


def may_support(by: Member | None, proposal: Proposal) -> bool | str:
    """Members support what others proposed, until it is delivered or declined."""
    if by is None:
        return "Please sign in to support this."
    if proposal.audience not in audiences_of(by):
        return "This proposal isn’t open to you."
    if proposal.proposer_id == by.id:
        return "You proposed this, so you are counted on anyway."
    return proposal.is_open or f"This is {proposal.stage_word.lower()}, so it takes no more support."


def support(proposal: Proposal, *, by: Member) -> int:
    """Want this as well; how many people do now. Saying it twice changes nothing. Raises NotAllowed."""
    return _set(proposal, True, by)


def withdraw_support(proposal: Proposal, *, by: Member) -> int:
    """Take one's voice back; how many people still want it. Raises NotAllowed."""
    return _set(proposal, False, by)


def _set(proposal: Proposal, on: bool, by: Member) -> int:
    with atomic():
        lock(proposal)
        require(may_support(by, proposal))
        if on:
            changed = insert_once(ProposalSupport, proposal_id=proposal.id, member_id=by.id, at=clock.now())
        else:
            mine = (ProposalSupport.proposal_id == proposal.id) & (ProposalSupport.member_id == by.id)
            changed = db.session.execute(delete(ProposalSupport).where(mine)).rowcount == 1
        if changed:
            count = select(func.count()).where(ProposalSupport.proposal_id == proposal.id).scalar_subquery()
            set_columns(Proposal, proposal.id, support_count=count)
            record(SupportChanged(proposal.id, on), by=by)
    return proposal.support_count
