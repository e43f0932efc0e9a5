"""Whom the @names in a text mean: members by their handle, groups by theirs."""

from dataclasses import dataclass, field

from sqlalchemy import func, select

from community.accounts.models import Group, Member
from community.core.db import db
from community.core.naming import Names
from community.core.text import names_in

LOOKED_UP = 100  # different names in one text that are looked up at all


@dataclass(frozen=True)
class Called:
    """Who is called in a text; `links` says how each name is shown, with the address it leads to.

    A group that not everyone may call has no address: its page is for those in it. `group_names` are those of groups.
    """

    members: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    links: Names = field(default_factory=dict)
    group_names: frozenset[str] = frozenset()


NOBODY = Called()


def called_in(source: str, *, any_group: bool = False) -> Called:
    """Whom a text calls: two statements, none without an @. Groups that not everyone may call only with `any_group`:
    of these nobody else learns that they exist."""
    names = names_in(source)[:LOOKED_UP]
    if not names:
        return NOBODY
    members = db.session.execute(
        select(Member.id, Member.name, Member.display_name).where(func.lower(Member.name).in_(names), Member.active)
    ).all()
    groups = db.session.scalars(select(Group).where(Group.slug.in_(names))).all()
    groups = [group for group in groups if group.mentionable or any_group]
    links = {row.name.lower(): (row.display_name, f"/members/{row.name}") for row in members}
    links |= {group.slug: (group.name, group.path if group.mentionable else None) for group in groups}
    return Called(
        frozenset(row.id for row in members),
        frozenset(group.id for group in groups),
        links,
        frozenset(group.slug for group in groups),
    )
