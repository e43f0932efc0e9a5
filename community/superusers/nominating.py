"""Naming somebody as a super-user to be: once per person, with a sentence that staff alone read."""

from datetime import timedelta

from sqlalchemy import func, select

from community.accounts.models import Member
from community.accounts.standing import may_write
from community.core import clock
from community.core.db import atomic, db, take_turn
from community.core.errors import Invalid, require
from community.core.text import tidy
from community.events import record
from community.superusers.facts import MemberNominated, NominationWithdrawn
from community.superusers.models import Nomination

WORDS_LENGTH = (10, 500)
MONTH = timedelta(days=30)
MOST = 5  # of one member in a month: more are a list, not a recommendation


def may_nominate(by: Member | None, member: Member) -> bool | str:
    """Members name other members, who are not there already."""
    if (allowed := may_write(by)) is not True:
        return allowed
    if by.id == member.id:
        return "Somebody else has to name you. What you do for others speaks for you meanwhile."
    if member.is_superuser:
        return f"{member.display_name} is a super-user already."
    if member.is_staff:
        return f"{member.display_name} works for the provider and helps in that role."
    return member.active or "This account is not in use any more."


def nominate(member: Member, words: str, *, by: Member) -> Nomination:
    """Tell staff why somebody should be a super-user. Raises NotAllowed, Invalid for too few or a second words."""
    require(may_nominate(by, member))
    words = tidy(words)
    low, high = WORDS_LENGTH
    if not low <= len(words) <= high:
        raise Invalid(f"Say in {low} to {high} characters what they do for others; these are {len(words)}.", "words")
    with atomic():
        take_turn("nominating", by.id)
        if nomination_by(by, member):
            raise Invalid(f"You have named {member.display_name} already. Staff read it.", "words")
        lately = select(func.count()).where(Nomination.by_id == by.id, Nomination.at > clock.now() - MONTH)
        if db.session.scalar(lately) >= MOST:
            raise Invalid(f"{MOST} people a month are the most one member can name.", "words")
        nomination = Nomination(member_id=member.id, by_id=by.id, words=words, at=clock.now())
        db.session.add(nomination)
        db.session.flush()
        record(MemberNominated(nomination.id, member.id), by=by)
    return nomination


def withdraw_nomination(member: Member, *, by: Member) -> None:
    """Take back that one named somebody; nothing happens when there is nothing to take back."""
    with atomic():
        take_turn("nominating", by.id)
        nomination = nomination_by(by, member)
        if nomination is not None:
            db.session.delete(nomination)
            record(NominationWithdrawn(nomination.id, member.id), by=by)


def nomination_by(by: Member, member: Member) -> Nomination | None:
    """What one member said of another, if they did."""
    return db.session.scalar(select(Nomination).where(Nomination.by_id == by.id, Nomination.member_id == member.id))
