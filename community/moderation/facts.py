"""Facts of moderation."""

from community.events import fact


@fact
class Flagged:
    """Somebody says that a post or comment needs a look."""

    flag_id: int
    item_id: int
    subject_kind: str
    subject_id: int
    reason: str


@fact
class FlagWithdrawn:
    """Somebody took a flag back before it was looked at."""

    item_id: int
    subject_kind: str
    subject_id: int


@fact
class ItemOpened:
    """Something waits to be looked at."""

    item_id: int
    kind: str
    staff_only: bool = False


@fact
class ItemClaimed:
    """Somebody is on it; a claim given up, or taken back by time, needs no fact."""

    item_id: int
    staff_only: bool = False


@fact
class ItemHandedOn:
    """A matter was left to provider staff."""

    item_id: int
    post_id: int | None
    member_id: int | None


@fact
class MendingAsked:
    """An author was asked to mend something; the matter rests until a time, in seconds since 1970."""

    item_id: int
    post_id: int | None
    member_id: int | None
    until: int


@fact
class ItemDecided:
    """A matter was decided. `comment_id` is set when it was about a comment."""

    item_id: int
    kind: str
    verdict: str
    post_id: int | None
    member_id: int | None
    comment_id: int | None = None
    staff_only: bool = False


@fact
class ActReversed:
    """What was decided was taken back."""

    act_id: int
    undone_kind: str
    member_id: int | None


@fact
class Appealed:
    """The person concerned asks that somebody else looks at a decision."""

    appeal_id: int
    act_id: int
    item_id: int


@fact
class AppealDecided:
    """Somebody else has looked at it: upheld means that the decision was taken back."""

    appeal_id: int
    act_id: int
    member_id: int
    outcome: str


@fact
class BatchApplied:
    """It was decided to deal with so many posts at once; each of them has a fact of its own once it is done."""

    batch_id: int
    verb: str
    count: int


@fact
class BatchCarriedOn:
    """A chunk of a batch was done or taken back; `step` numbers them."""

    batch_id: int
    step: int


@fact
class BatchStopped:
    """No more of a batch is done for now; so many were."""

    batch_id: int
    count: int


@fact
class BatchUndone:
    """What was done to so many posts at once shall be taken back."""

    batch_id: int
    verb: str
    count: int
