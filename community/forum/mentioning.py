"""Calling people and groups by their names in what one writes."""

from sqlalchemy import literal, or_, select

from community.accounts.audiences import belongs_to
from community.accounts.calling import NOBODY, Called, called_in
from community.accounts.models import GroupMember, Member
from community.accounts.privileges import is_newcomer
from community.core import clock
from community.core.db import insert_or_skip
from community.core.errors import Invalid
from community.core.text import names_in
from community.events import record
from community.forum.braking import is_exempt
from community.forum.facts import Mentioned
from community.forum.mentions import Mention
from community.forum.models import Category, Comment, Post
from community.forum.rights import may_moderate

__all__ = ["NOBODY", "Called", "calls_in", "store_mentions"]

NEWCOMER_CAP, CAP = 2, 10  # people in one text; newcomers call no groups


def calls_in(source: str, *, by: Member, place: Category, before: str = "") -> Called:
    """Whom a text calls by name. Raises Invalid for more than `by` may call; those called `before` don't count."""
    called = called_in(source, any_group=may_moderate(by, place) is True)
    if not is_exempt(by, place):
        old = set(names_in(before))
        _check({name for name in called.links if name not in old}, called, is_newcomer(by))
    return called


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
        belongs_to(post.topic.category.audience),
    )
    columns = ["member_id", "post_id", "comment_id", "at"]
    new = [ident for (ident,) in insert_or_skip(Mention, columns, people, returning=(Mention.member_id,))]
    if new:
        record(Mentioned(post.topic_id, post.id, comment.id if comment else None, tuple(sorted(new))), by=by)


def _check(new: set[str], called: Called, newcomer: bool) -> None:
    if newcomer and new & called.group_names:
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
