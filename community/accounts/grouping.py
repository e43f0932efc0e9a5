"""Named groups: making them, and who belongs to them."""

from collections.abc import Iterable

from sqlalchemy import delete, func, or_, select

from community.accounts.audiences import AUDIENCE_WORDS, audience_of_group, group_of
from community.accounts.facts import GroupChanged, GroupJoined, GroupLeft, GroupMade
from community.accounts.models import Group, GroupMember, Member
from community.core import clock
from community.core.db import atomic, db, insert_once, lock
from community.core.errors import Invalid, NotFound, require
from community.core.text import slug, tidy
from community.events import record


def may_keep_groups(by: Member | None) -> bool | str:
    """Administrators keep the groups; `by` is None for the set-up commands."""
    return by is None or by.is_admin or "Groups are kept by administrators."


def make_group(name: str, *, description: str = "", mentionable: bool = True, by: Member | None) -> Group:
    """Make a named group. Raises NotAllowed, Invalid when the name is missing or taken."""
    require(may_keep_groups(by))
    name = tidy(name)[:60]
    if not name:
        raise Invalid("A group needs a name.", "name")
    with atomic():
        handle = slug(name)[:38]
        taken = db.session.scalar(select(Group.id).where(Group.slug == handle))
        if taken or db.session.scalar(select(Member.id).where(Member.name == handle)):
            raise Invalid("There is a group or a member of that name already.", "name")
        group = Group(name=name, slug=handle, description=tidy(description)[:300], mentionable=mentionable)
        db.session.add(group)
        db.session.flush()
        record(GroupMade(group.id), by=by)
    return group


def change_group(group: Group, *, name: str, description: str, mentionable: bool, by: Member | None) -> None:
    """Call or describe a group in another way; its handle stays. Raises NotAllowed, Invalid without a name."""
    require(may_keep_groups(by))
    if not tidy(name):
        raise Invalid("A group needs a name.", "name")
    with atomic():
        lock(group)
        said = (tidy(name)[:60], tidy(description)[:300], mentionable)
        if said != (group.name, group.description, group.mentionable):
            group.name, group.description, group.mentionable = said
            record(GroupChanged(group.id), by=by)


def join_group(group: Group, member: Member, *, by: Member | None) -> None:
    """Put a member into a group; nothing happens when they are in it. Raises NotAllowed."""
    require(may_keep_groups(by))
    with atomic():
        lock(member)  # two at once would each count without the other
        if insert_once(GroupMember, group_id=group.id, member_id=member.id, at=clock.now()):
            _keep(member)
            record(GroupJoined(group.id, member.id), by=by)


def leave_group(group: Group, member: Member, *, by: Member | None) -> None:
    """Take a member out of a group; nothing happens when they are not in it. Members leave by themselves, too."""
    require((by is not None and by.id == member.id) or may_keep_groups(by))
    with atomic():
        lock(member)
        gone = delete(GroupMember).where(GroupMember.group_id == group.id, GroupMember.member_id == member.id)
        if db.session.execute(gone).rowcount:
            _keep(member)
            record(GroupLeft(group.id, member.id), by=by)


def _keep(member: Member) -> None:
    """The member's own list of groups follows its rows."""
    rows = select(GroupMember.group_id).where(GroupMember.member_id == member.id).order_by(GroupMember.group_id)
    member.group_ids = list(db.session.scalars(rows))


def all_groups() -> list[Group]:
    """Every group, by name."""
    return list(db.session.scalars(select(Group).order_by(Group.name)))


def group_sizes() -> dict[int, int]:
    """How many belong to each group."""
    query = select(GroupMember.group_id, func.count()).group_by(GroupMember.group_id)
    return dict(db.session.execute(query).all())


def find_group(handle: str) -> Group:
    """The group with this handle. Raises NotFound."""
    group = db.session.scalar(select(Group).where(Group.slug == handle))
    if group is None:
        raise NotFound("There is no group of that name.")
    return group


def visible_group(handle: str, viewer: Member) -> Group:
    """The group with this handle: one that anyone may call, or that the viewer belongs to. Raises NotFound."""
    group = find_group(handle)
    if not (group.mentionable or sees_inside(viewer, group)):
        raise NotFound("There is no group of that name, or it isn’t open to you.")
    return group


def sees_inside(viewer: Member, group: Group) -> bool:
    """Whether somebody may know who belongs to a group: who does so as well. Administrators keep groups elsewhere."""
    return group.id in viewer.group_ids


def groups_of(member: Member) -> list[Group]:
    """The groups that a member belongs to, by name; no statement when there are none."""
    if not member.group_ids:
        return []
    return list(db.session.scalars(select(Group).where(Group.id.in_(member.group_ids)).order_by(Group.name)))


def members_of_group(group: Group) -> list[Member]:
    """Who belongs to a group, by name."""
    inside = select(GroupMember.member_id).where(GroupMember.group_id == group.id)
    return list(db.session.scalars(select(Member).where(Member.id.in_(inside)).order_by(Member.display_name)))


def audience_words(audiences: Iterable[str]) -> dict[str, str]:
    """What people read for each of these audiences, in one statement; a group's is its name."""
    wanted = {audience: group_of(audience) for audience in audiences}
    ids = [ident for ident in wanted.values() if ident is not None]
    names = dict(db.session.execute(select(Group.id, Group.name).where(Group.id.in_(ids))).all()) if ids else {}
    return {
        audience: AUDIENCE_WORDS.get(audience) or names.get(ident, "A group that is gone")
        for audience, ident in wanted.items()
    }


def every_audience() -> dict[str, str]:
    """The four audiences and all groups, as choices."""
    return AUDIENCE_WORDS | {audience_of_group(group.id): f"The group {group.name}" for group in all_groups()}


def groups_like(words: str, *, only: int | None = None, limit: int = 3) -> list[Group]:
    """Groups that anyone may call and whose name begins so; with `only` none but the one of this number."""
    named = or_(
        func.lower(Group.slug).startswith(words.lower(), autoescape=True),
        func.lower(Group.name).startswith(words.lower(), autoescape=True),
    )
    query = select(Group).where(named, Group.mentionable)
    if only is not None:
        query = query.where(Group.id == only)
    return list(db.session.scalars(query.order_by(Group.name).limit(limit)))
