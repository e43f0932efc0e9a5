"""Calling people and groups by their names in what one writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, literal, or_, select

from community.accounts.audiences import belongs_to_any
from community.accounts.models import Group, GroupMember, Member
from community.core import clock
from community.core.db import db, insert_or_skip
from community.core.errors import Invalid
from community.core.text import names_in
from community.events import record
from community.forum.braking import is_exempt, is_newcomer
from community.forum.facts import Mentioned
from community.forum.mentions import Mention
from community.forum.models import Category, Comment, Post
from community.forum.rights import may_moderate

NEWCOMER_CAP, CAP = 2, 10  # people in one text; newcomers call no groups
LOOKED_UP = 100  # different names in one text that are looked up at all


@dataclass(frozen=True)
class Called:
    """Who is called in a text; `links` says how each name is shown, with the address it leads to."""

    members: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    links: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)


NOBODY = Called()


def called_in(source: str, *, by: Member, place: Category | None, before: str = "") -> Called:
    """Whom a text calls by name. Raises Invalid for more than `by` may call; those called `before` don't count."""
    called = _look_up(names_in(source), by, place)
    old = set(names_in(before))
    if place is None or not is_exempt(by, place):
        _check({name for name in called.links if name not in old}, called, by)
    return called


def shown_names(source: str, *, by: Member) -> Mapping[str, tuple[str, str | None]]:
    """How the names in a text would be shown, for a preview, however many they are."""
    return _look_up(names_in(source), by, None).links


def store_mentions(called: Called, post: Post, *, by: Member, comment: Comment | None = None) -> None:
    """Note who was called and record Mentioned for those who were not called here before and may see the place."""
    if not (called.members or called.groups):
        return
    inside = select(GroupMember.member_id).where(GroupMember.group_id.in_(called.groups))
    people = select(
        Member.id,
        literal(post.id),
        literal(comment.id if comment else None, Mention.comment_id.type),
        literal(clock.now(), Mention.at.type),
    ).where(
        Member.active,
        Member.id != by.id,
        or_(Member.id.in_(called.members), Member.id.in_(inside)),
        belongs_to_any((post.topic.category.audience,)),
    )
    columns = ["member_id", "post_id", "comment_id", "at"]
    new = [ident for (ident,) in insert_or_skip(Mention, columns, people, returning=(Mention.member_id,))]
    if new:
        record(Mentioned(post.topic_id, post.id, comment.id if comment else None, tuple(sorted(new))), by=by)


def _look_up(names: list[str], by: Member, place: Category | None) -> Called:
    if not names:
        return NOBODY
    names = names[:LOOKED_UP]
    members = db.session.execute(
        select(Member.id, Member.name, Member.display_name).where(func.lower(Member.name).in_(names), Member.active)
    ).all()
    groups = db.session.scalars(select(Group).where(Group.slug.in_(names))).all()
    keeps = place is not None and may_moderate(by, place) is True
    callable_ = [group for group in groups if group.mentionable or keeps]  # of others nobody learns that they exist
    links = {row.name.lower(): (row.display_name, f"/members/{row.name}") for row in members}
    links |= {group.slug: (group.name, None) for group in callable_}
    return Called(frozenset(row.id for row in members), frozenset(group.id for group in callable_), links)


def _check(new: set[str], called: Called, by: Member) -> None:
    groups = [name for name in new if called.links[name][1] is None]
    newcomer = is_newcomer(by)
    if newcomer and groups:
        raise Invalid(
            "Whole groups can be called once your first posts have helped. Call one person, or write it without the @.",
            "body",
        )
    cap = NEWCOMER_CAP if newcomer else CAP
    if len(new) > cap:
        raise Invalid(
            f"This calls {len(new)} people by name; {cap} fit in one text{' while you are new' if newcomer else ''}. "
            "Take the @ away from the others.",
            "body",
        )
