"""What the page of a proposal shows."""

from typing import Any

from community.accounts.models import Member
from community.improvement.models import Proposal, ProposalWord
from community.improvement.moving import may_move_stage
from community.improvement.owning import may_take_ownership
from community.improvement.queries import stage_days, supported_by, words_of
from community.improvement.reporting import may_add_word
from community.improvement.stages import STAGES, STAIR, STEPS, WORKING_DAYS
from community.improvement.supporting import may_support


def proposal_page(proposal: Proposal, viewer: Member | None) -> dict[str, Any]:
    """Everything the page needs from the improvement log, in two statements."""
    return {
        "proposal": proposal,
        "mine": bool(supported_by(viewer, [proposal])),
        "may_support": may_support(viewer, proposal) is True,
        **progress_of(proposal, viewer),
    }


def progress_of(proposal: Proposal, viewer: Member | None) -> dict[str, Any]:
    """The stair and the words on the way, who may add to them, and who may answer for it."""
    words = words_of(proposal)
    days = stage_days(proposal, words)
    return {
        "words": words,
        "stair": [STAGES[stage] for stage in STAIR],
        "stair_days": [days.get(stage) for stage in STAIR],
        "step": _step(proposal, words),
        "steps_allowed": [(stage, STAGES[stage]) for stage in STEPS[proposal.stage]],
        "working_days": WORKING_DAYS,
        "may_move": may_move_stage(viewer, proposal) is True and bool(STEPS[proposal.stage]),
        "may_own": may_take_ownership(viewer) is True,
        "may_add_word": may_add_word(viewer, proposal) is True,
    }


def _step(proposal: Proposal, words: list[ProposalWord]) -> int:
    """The tread it stands on; for a declined one that on which it stopped."""
    if proposal.stage != "declined":
        return proposal.step
    last = next((word.old_stage for word in words if word.new_stage == "declined"), "proposed")
    return STAIR.index(last)
