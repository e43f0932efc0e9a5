"""Choosing which of one's shields stand beside one's name, and which one is borne as a title."""

from sqlalchemy import select

from community.accounts.models import Member
from community.accounts.profile import may_change_profile
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, require
from community.events import record
from community.gamification.badges import Badge, HonourKind, honours, known_badges
from community.gamification.facts import FavouritesChosen
from community.gamification.models import Award, Honour

MOST = 2


def all_shields() -> dict[str, Badge | HonourKind]:
    """Everything that may stand beside a name, by key; read once for all the rows of a page."""
    return known_badges() | honours()


def shields_by_name(member: Member) -> list[Badge | HonourKind]:
    """The shields that a member chose to stand beside their name."""
    return [all_shields()[key] for key in member.favourites if key in all_shields()]


def title_of(member: Member) -> str:
    """The title that a member bears by one of their shields; "" for none."""
    shield = all_shields().get(member.shield_title) if member.shield_title else None
    return shield.name if shield else ""


def held_shields(member: Member) -> dict[str, Badge | HonourKind]:
    """The shields and honours that somebody has, by key, in the order of the catalogue."""
    keys = set(db.session.scalars(select(Award.badge).where(Award.member_id == member.id).distinct()))
    given = select(Honour.honour).where(Honour.member_id == member.id, Honour.taken_back_at.is_(None))
    keys |= set(db.session.scalars(given))
    return {key: each for key, each in all_shields().items() if key in keys}


def choose_favourites(member: Member, keys: list[str], title: str, *, by: Member) -> None:
    """Choose up to two shields for beside the name, and one as a title ("" for none). Raises NotAllowed, Invalid."""
    require(may_change_profile(by, member))
    keys = list(dict.fromkeys(key for key in keys if key))
    if len(keys) > MOST:
        raise Invalid("Two shields fit beside a name.", "second")
    with atomic():
        lock(member)
        held = held_shields(member)
        for field, wanted in (("first", keys[:1]), ("second", keys[1:]), ("title", [title] if title else [])):
            if set(wanted) - held.keys():
                raise Invalid("Choose one that you have.", field)
        if (member.favourites, member.shield_title) != (keys, title):
            member.favourites, member.shield_title = keys, title
            record(FavouritesChosen(member.id), by=by)
