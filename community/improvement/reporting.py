"""Saying how a proposal is doing: the official word, and notes by those who help."""

from datetime import datetime, timedelta

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.accounts.standing import may_write
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, require
from community.core.text import render
from community.events import record
from community.improvement.facts import ProposalWordGiven
from community.improvement.models import Proposal, ProposalWord
from community.improvement.proposing import check_text
from community.improvement.stages import LONGEST_DAYS, next_word_after


def may_add_word(by: Member | None, proposal: Proposal) -> bool | str:
    """Provider staff give the official word; super-users and the owner add what they found out."""
    if (allowed := may_write(by)) is not True:
        return allowed
    if proposal.audience not in audiences_of(by):
        return "This proposal isn’t open to you."
    return by.may_moderate or proposal.owner_id == by.id or "Progress is told by provider staff and super-users."


def add_word(proposal: Proposal, source: str, *, by: Member, next_word_due: datetime | None = None) -> ProposalWord:
    """Say how it is doing, in Markdown. Raises Invalid for an empty text or an impossible date, or NotAllowed.

    A word by provider staff is official: the next one is due at `next_word_due`, or by the policy of the stage.
    """
    source = check_text(source, "word")
    with atomic():
        lock(proposal)
        require(may_add_word(by, proposal))
        word = write_word(proposal, source, by=by)
        if by.is_staff:
            proposal.next_word_due = word_due(proposal.stage, next_word_due)
        record(ProposalWordGiven(proposal.id, word.id, word.official), by=by)
    return word


def write_word(
    proposal: Proposal, source: str, *, by: Member, old: str | None = None, new: str | None = None
) -> ProposalWord:
    """Write down what was said, inside the caller's transaction."""
    word = ProposalWord(
        proposal_id=proposal.id,
        author_id=by.id,
        official=by.is_staff,
        source=source,
        html=render(source),
        old_stage=old,
        new_stage=new,
        at=clock.now(),
    )
    db.session.add(word)
    db.session.flush()
    return word


def word_due(stage: str, asked: datetime | None) -> datetime | None:
    """When the next word is due at this stage: as promised, or by policy. Raises Invalid for an impossible date."""
    now = clock.now()
    by_policy = next_word_after(stage, now)
    if by_policy is None or asked is None:
        return by_policy
    if not now < asked <= now + timedelta(days=LONGEST_DAYS):
        raise Invalid("The next word has to come after now, and within a year.", "next_word_due")
    return asked
