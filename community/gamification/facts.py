"""Facts about recognition."""

from community.events import fact


@fact
class BadgeAwarded:
    """A member earned a shield; `cause_id` is the fact that it was earned by."""

    member_id: int
    badge: str
    cause_id: int
