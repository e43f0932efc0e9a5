"""Leaving for good: whatever says who somebody was goes; what they gave to others stays, signed by a former member.

Their row stays as well, without a name: points that others have from them, and theirs in the ledger, go on adding up.
"""

import secrets

from sqlalchemy import delete, update

from community.accounts.facts import AccountClosed, RoleChanged
from community.accounts.models import GroupMember, Member, Token
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, require
from community.events import record

NAME = "Former member"


def may_leave(by: Member | None, member: Member) -> bool | str:
    """Everybody for themselves; who runs the site hands that on first."""
    if by is None or by.id != member.id:
        return "An account is closed by the person it belongs to."
    return not by.is_admin or "You run this site. Let somebody else be administrator in your place first."


def close_account(member: Member, handle: str, *, by: Member) -> None:
    """Close one's account and forget who it was; cannot be undone. `handle` is typed to be sure.

    Raises Invalid when another handle was typed, NotAllowed.
    """
    require(may_leave(by, member))
    if handle.strip().removeprefix("@").lower() != member.name.lower():
        raise Invalid(f"Type @{member.name} to be sure. Nothing has happened yet.", "handle")
    with atomic():
        lock(member)
        role = member.role
        member.name, member.display_name = f"former-{secrets.token_hex(5)}", NAME
        member.email = member.password = member.confirmed_at = None
        member.title = member.about = member.about_html = ""
        member.active, member.mails, member.among_helpers, member.may_be_asked = False, False, False, False
        member.role, member.timezone, member.away_until, member.group_ids = "member", "UTC", None, []
        member.fs_uniquifier = secrets.token_hex(32)  # ends every session
        db.session.execute(delete(GroupMember).where(GroupMember.member_id == member.id))
        theirs = (Token.member_id == member.id, Token.revoked_at.is_(None))
        db.session.execute(update(Token).where(*theirs).values(revoked_at=clock.now()))
        if role != "member":
            record(RoleChanged(member.id, role, "member"), by=by)
        record(AccountClosed(member.id), by=by)
