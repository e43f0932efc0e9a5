"""Who may do what in a place: see it, post in it, look after it."""

from sqlalchemy import ColumnElement, and_, exists, true

from community.accounts.audiences import STAFF, SUPERUSERS, audiences_of, group_of
from community.accounts.models import TRUSTED_LEVEL, Member
from community.accounts.standing import may_write
from community.core.db import db
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


def is_keeper(by: Member | None, category: Category) -> bool:
    """Whether a place was given to somebody by their role or a named group, not just to all its members alike."""
    given = by is not None and (by.may_moderate or group_of(category.moderators) is not None)
    return given and may_moderate(by, category) is True


def may_help(by: Member | None, category: Category) -> bool | str:
    """Who has answered for a while (level 3) or looks after the place also sorts what is asked there."""
    if (allowed := may_write_in(by, category)) is not True:
        return allowed
    if by.level >= TRUSTED_LEVEL or may_moderate(by, category) is True:
        return True
    return "This opens with level 3, or when you look after this place. Answering is open to you now."


def helps_out(viewer: Member | None) -> bool:
    """Whether somebody helps anywhere, so that the helpers' queues are for them."""
    if viewer is None:
        return False
    if viewer.may_moderate or viewer.level >= TRUSTED_LEVEL:
        return True
    return bool(viewer.group_ids) and db.session.scalar(exists().where(moderates(viewer)).select())


def may_read_context(by: Member | None, author_id: int | None, category: Category) -> bool:
    """What was captured when somebody asked is for that person and for those who help officially."""
    if by is None:
        return False
    return by.id == author_id or by.may_moderate or may_moderate(by, category) is True


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
