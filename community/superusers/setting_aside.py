"""Deciding not to invite somebody now: they are proposed again after half a year, or when they are named anew."""

from datetime import timedelta

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db
from community.core.errors import Invalid, require
from community.core.text import tidy
from community.events import record
from community.superusers.facts import CandidateSetAside
from community.superusers.models import SettingAside

RESTS = timedelta(days=182)
LENGTH = 500


def may_choose_superusers(by: Member | None) -> bool | str:
    """Provider staff choose whom to invite."""
    return (by is not None and by.is_staff) or "Provider staff decide whom to invite."


def set_aside(member: Member, note: str, word: str = "", *, by: Member) -> SettingAside:
    """Leave a candidate be for now. `note` is for staff; a `word` is told to those who nominated them.

    Raises NotAllowed, Invalid without a note.
    """
    require(may_choose_superusers(by))
    note, word = tidy(note)[:LENGTH], tidy(word)[:LENGTH]
    if not note:
        raise Invalid("Say why, for whoever looks at it next time.", "note")
    with atomic():
        row = SettingAside(member_id=member.id, by_id=by.id, note=note, word=word, at=clock.now())
        db.session.add(row)
        db.session.flush()
        record(CandidateSetAside(row.id, member.id, bool(word)), by=by)
    return row
