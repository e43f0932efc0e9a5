"""Who may do what in a place: see it, post in it, look after it."""

from sqlalchemy import ColumnElement, and_, true

from community.accounts.audiences import STAFF, SUPERUSERS, audiences_of
from community.accounts.models import Member
from community.accounts.standing import may_write
from community.forum.models import Category

CLOSED_PLACE = "This place isn’t open to you."
KEEPERS = {SUPERUSERS: "super-users and provider staff", STAFF: "provider staff", "members": "its members"}


def may_see(by: Member | None, category: Category) -> bool | str:
    """Whether somebody belongs to those whom a place is for."""
    return category.audience in audiences_of(by) or CLOSED_PLACE


def may_write_in(by: Member | None, category: Category) -> bool | str:
    """Members write where they may see and post, unless they are silenced. What follows is up to each action."""
    return _all(may_write(by), may_see(by, category), _may_post(by, category))


def may_moderate(by: Member | None, category: Category) -> bool | str:
    """Those whom a place is given to look after it, and provider staff, as far as they may see it."""
    sees = by is not None and may_see(by, category) is True
    if sees and (by.is_staff or category.moderators in audiences_of(by)):
        return True
    return f"This is for those who look after this place: {KEEPERS.get(category.moderators, 'its own moderators')}."


def moderates(viewer: Member | None) -> ColumnElement[bool]:
    """Whether a viewer looks after a place: the same rule as SQL about Category."""
    mine = audiences_of(viewer) if viewer else ()
    keeps = true() if viewer is not None and viewer.is_staff else Category.moderators.in_(mine)
    return and_(Category.audience.in_(mine), keeps)


def _may_post(by: Member | None, category: Category) -> bool | str:
    return category.posters in audiences_of(by) or "You can read here; posting is for others."


def _all(*rules: bool | str) -> bool | str:
    """The first rule that refuses, or True."""
    return next((rule for rule in rules if rule is not True), True)
