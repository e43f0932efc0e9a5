"""Whether a member may write at the moment."""

from community.accounts.models import Member
from community.core import clock


def may_write(by: Member | None) -> bool | str:
    """Members write unless they have been asked to be silent for a while."""
    if by is None:
        return "Please sign in first."
    if by.silenced_until and by.silenced_until > clock.now():
        return f"You can’t write until {by.silenced_until:%d %B, %H:%M} UTC. You can still read, vote and follow."
    return True
