"""Who sees whose points, levels and shields: each member decides, and every page, mail and program asks here.

What a level opens stays open in any case; only nobody is told of it.
"""

from sqlalchemy import ColumnElement, false, or_

from community.accounts.models import Member

CHOICES = {
    "everything": ("Everything", "Everyone sees your points, level and shields, and you see theirs."),
    "private": ("Only my own progress", "You see yours and theirs. Nobody else sees anything of yours."),
    "off": ("Off", "No points, levels or shields, neither yours nor those of others, on any page or in any message."),
}


def sees_recognition(to: Member | None) -> bool:
    """Whether somebody wants to see points, levels and shields at all; visitors do."""
    return to is None or to.recognition != "off"


def shows_recognition(of: Member, to: Member | None) -> bool:
    """Whether one person's points, level and shields are shown to another (None: a visitor)."""
    if not sees_recognition(to):
        return False
    return of.recognition == "everything" or (of.recognition == "private" and to is not None and to.id == of.id)


def recognition_shown(to: Member | None) -> ColumnElement[bool]:
    """The same rule as SQL about Member: whose recognition somebody may see."""
    if not sees_recognition(to):
        return false()
    everybody = Member.recognition == "everything"
    return everybody if to is None else or_(everybody, (Member.id == to.id) & (Member.recognition == "private"))


def wants_recognition() -> ColumnElement[bool]:
    """As SQL about Member: who is told of their own points, levels and shields."""
    return Member.recognition != "off"


def recognised_by_all() -> ColumnElement[bool]:
    """As SQL about Member: who is named to everyone for what they did."""
    return Member.active & (Member.recognition == "everything")
