"""Moving a proposal from stage to stage, each time with an official word."""

from datetime import datetime

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, lock
from community.core.errors import Conflict, Invalid, require
from community.core.text import tidy
from community.events import record
from community.improvement.facts import ProposalStageChanged
from community.improvement.models import Proposal
from community.improvement.proposing import check_text
from community.improvement.reporting import word_due, write_word
from community.improvement.stages import STAGES, STEPS


def may_move_stage(by: Member | None, proposal: Proposal) -> bool | str:
    """Provider staff decide how far a proposal has come."""
    return (by is not None and by.is_staff) or "Stages are decided by provider staff."


def move_stage(
    proposal: Proposal,
    stage: str,
    word: str,
    *,
    by: Member,
    reason: str = "",
    next_word_due: datetime | None = None,
    read_stage: str | None = None,
) -> None:
    """Let a proposal go one of the allowed steps, with an official word in Markdown; to the same stage changes nothing.

    `reason` (one line) is needed to decline. The next word is due at `next_word_due`, or by the policy of the stage.
    `read_stage` is the stage the mover saw. Raises NotAllowed, Invalid, or Conflict when it moved meanwhile.
    """
    require(may_move_stage(by, proposal))
    if stage not in STAGES:
        raise Invalid(f"The stage must be one of: {', '.join(STAGES)}.", "stage")
    word, reason = check_text(word, "word"), tidy(reason)[:300]
    if stage == "declined" and not reason:
        raise Invalid("Please say in one line why not; it stays on the page.", "reason")
    with atomic():
        lock(proposal)
        if read_stage is not None and read_stage != proposal.stage:
            raise Conflict(f"Someone moved this to “{proposal.stage_word}” while you were writing.")
        if stage == proposal.stage:
            return
        _check_step(proposal, stage)
        due = word_due(stage, next_word_due)
        said = write_word(proposal, word, by=by, old=proposal.stage, new=stage)
        old, proposal.stage, proposal.stage_at = proposal.stage, stage, clock.now()
        proposal.stage_reason, proposal.next_word_due = reason if stage == "declined" else "", due
        proposal.owner_id = proposal.owner_id or by.id  # nothing moves that nobody answers for
        record(ProposalStageChanged(proposal.id, old, stage, said.id, proposal.proposer_id), by=by)


def _check_step(proposal: Proposal, stage: str) -> None:
    allowed = STEPS[proposal.stage]
    if stage not in allowed:
        ways = " or ".join(f"“{STAGES[step]}”" for step in allowed) or "nowhere: it is done"
        raise Invalid(f"From “{proposal.stage_word}” it can go to {ways}.", "stage")
