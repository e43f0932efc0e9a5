"""Whether a member may write, and may come in, at the moment."""

from sqlalchemy import ColumnElement, or_

from community.accounts.models import Member
from community.accounts.sanctions import until_words
from community.core import clock


def may_write(by: Member | None) -> bool | str:
    """Members write unless they have been asked to be silent for a while."""
    if by is None:
        return "Please sign in first."
    if by.is_silenced:
        return (
            f"You can’t write until {until_words(by.silenced_until)}. You can still read, vote and follow; "
            "your settings say why, and whom to ask."
        )
    return True


def comes_in() -> ColumnElement[bool]:
    """Members who may sign in now, as SQL."""
    return Member.active & or_(Member.suspended_until.is_(None), Member.suspended_until <= clock.now())
