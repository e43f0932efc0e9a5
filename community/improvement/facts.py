"""Facts of the improvement log."""

from community.events import fact


@fact
class Proposed:
    """Somebody proposed to make something better."""

    proposal_id: int
    proposer_id: int | None = None


@fact
class SupportChanged:
    """Somebody wants a proposal as well, or no longer."""

    proposal_id: int
    on: bool


@fact
class ProposalStageChanged:
    """A proposal went a step; the official word that came with it is `word_id`."""

    proposal_id: int
    old: str
    new: str
    word_id: int | None = None
    proposer_id: int | None = None


@fact
class ProposalWordGiven:
    """Somebody said how a proposal is doing, between two steps."""

    proposal_id: int
    word_id: int
    official: bool = False


@fact
class ProposalOwnerChanged:
    """Somebody else answers for a proposal now."""

    proposal_id: int
    old_id: int | None
    new_id: int | None
