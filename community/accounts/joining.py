"""Becoming a member, and being given a role."""

import re
import uuid

from sqlalchemy import func, select

from community.accounts.facts import MemberJoined, RoleChanged
from community.accounts.models import ROLES, Member
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, require
from community.core.text import slug, tidy
from community.events import record

HANDLE = re.compile(r"[a-z0-9][a-z0-9_-]{1,38}")


def join(
    *,
    name: str | None = None,
    display_name: str,
    email: str | None,
    password_hash: str | None = None,
    role: str = "member",
    title: str = "",
    confirmed_at=None,
    by: Member | None = None,
    **more,
) -> Member:
    """Make an account and record MemberJoined.

    `name` is the handle; without it one is made of the display name.
    Raises Invalid on a bad name, address or role.
    """
    display_name = tidy(display_name)[:80]
    if not display_name:
        raise Invalid("Please tell us your name.", "display_name")
    if role not in ROLES:
        raise Invalid(f"The role must be one of: {', '.join(ROLES)}.", "role")
    with atomic():
        handle = _checked(name) if name else free_handle(display_name)
        if email and db.session.scalar(select(Member.id).where(func.lower(Member.email) == email.lower())):
            raise Invalid("There is an account with this address already.", "email")
        member = Member(
            name=handle,
            display_name=display_name,
            email=email,
            password=password_hash,
            role=role,
            title=tidy(title)[:80],
            confirmed_at=confirmed_at,
            fs_uniquifier=uuid.uuid4().hex,
            **more,
        )
        db.session.add(member)
        db.session.flush()
        record(MemberJoined(member.id), by=by or member)
    return member


def may_change_role(by: Member | None, member: Member) -> bool | str:
    """Administrators give roles, not to themselves; `by` is None for the set-up commands."""
    if by is None:
        return True
    if not by.is_admin:
        return "Roles are given by administrators."
    return by.id != member.id or "Ask another administrator to change your own role."


def change_role(member: Member, role: str, *, by: Member | None) -> None:
    """Give a member another role; nothing happens when it is the same. Raises NotAllowed, Invalid for no such role."""
    require(may_change_role(by, member))
    if role not in ROLES:
        raise Invalid(f"The role must be one of: {', '.join(ROLES)}.", "role")
    with atomic():
        lock(member)
        if member.role != role:
            old, member.role = member.role, role
            record(RoleChanged(member.id, old, role), by=by)


def free_handle(display_name: str) -> str:
    """A handle made of a name, with a number when it is taken."""
    base = slug(display_name)[:32]
    base = base if HANDLE.fullmatch(base) else f"member-{base}"[:32]
    taken = set(db.session.scalars(select(func.lower(Member.name)).where(func.lower(Member.name).startswith(base))))
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def _checked(name: str) -> str:
    name = name.strip().lower()
    if not HANDLE.fullmatch(name):
        raise Invalid("A handle has 2 to 39 letters, digits, - or _, and starts with a letter or digit.", "name")
    if db.session.scalar(select(Member.id).where(func.lower(Member.name) == name)):
        raise Invalid("This handle is taken.", "name")
    return name
