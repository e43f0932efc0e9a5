"""Who may see a thing: four audiences, each including the ones after it, and one for each named group.

A named group is an audience of its own, written `group:7`. It includes nobody but its members: what a group keeps to
itself is not open to the provider's staff either, unless they are put into the group, which is a fact that is recorded.
"""

import re

from sqlalchemy import ColumnElement, select

from community.accounts.models import ROLES, GroupMember, Member

PUBLIC, MEMBERS, SUPERUSERS, STAFF = AUDIENCES = ("public", "members", "superusers", "staff")
AUDIENCE_WORDS = {
    PUBLIC: "Everyone",
    MEMBERS: "Members",
    SUPERUSERS: "Super-users and provider staff",
    STAFF: "Provider staff",
}
OF_GROUP = re.compile(r"group:(\d{1,9})")


def audiences_of(viewer: Member | None) -> tuple[str, ...]:
    """The audiences a viewer belongs to; a visitor who is not signed in belongs to the public alone."""
    if viewer is None:
        return (PUBLIC,)
    groups = tuple(audience_of_group(ident) for ident in viewer.group_ids)
    if viewer.is_staff:
        return (*AUDIENCES, *groups)
    if viewer.is_superuser:
        return (PUBLIC, MEMBERS, SUPERUSERS, *groups)
    return (PUBLIC, MEMBERS, *groups)


def audience_of_group(ident: int) -> str:
    """The audience that is exactly this group."""
    return f"group:{ident}"


def group_of(audience: str) -> int | None:
    """The number of the group that an audience is; None for the four that everyone knows."""
    found = OF_GROUP.fullmatch(audience)
    return int(found[1]) if found else None


def is_audience(word: str) -> bool:
    """Whether a word has the form of an audience."""
    return word in AUDIENCES or group_of(word) is not None


def is_within(narrow: str, wide: str) -> bool:
    """Whether everybody of one audience belongs to the other as well."""
    if group_of(narrow) is not None:
        return wide in (narrow, PUBLIC, MEMBERS)
    return wide in AUDIENCES and AUDIENCES.index(narrow) >= AUDIENCES.index(wide)


def roles_for(audience: str) -> tuple[str, ...]:
    """The roles whose members belong to one of the four audiences."""
    if audience == STAFF:
        return ("staff", "admin")
    return ("superuser", "staff", "admin") if audience == SUPERUSERS else ROLES


def belongs_to(audience: str) -> ColumnElement[bool]:
    """Whether a member belongs to an audience: the same rule from the other side, as SQL about Member."""
    group = group_of(audience)
    if group is None:
        return Member.role.in_(roles_for(audience))
    return Member.id.in_(select(GroupMember.member_id).where(GroupMember.group_id == group))
