"""What was done to a topic by those who look after it, for them to read and to undo."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.core import clock
from community.core.db import db
from community.core.errors import NotFound
from community.forum.models import Category, Post, Topic
from community.forum.rearrangements import Rearrangement

A_MOMENT = timedelta(minutes=10)


def find_rearrangement(ident: int, viewer: Member | None) -> Rearrangement:
    """What was merged, split or moved, with both topics, if the viewer may see the places of both.

    Raises NotFound.
    """
    found = db.session.scalar(_seen(viewer).where(Rearrangement.id == ident))
    if found is None:
        raise NotFound("There is no such step, or it isn’t open to you.")
    return found


def rearrangements_of(topic: Topic, viewer: Member | None) -> list[Rearrangement]:
    """What went into a topic and out of it, the latest first, as far as the viewer may see where."""
    query = _seen(viewer).where(or_(Rearrangement.from_id == topic.id, Rearrangement.to_id == topic.id))
    return list(db.session.scalars(query.order_by(Rearrangement.id.desc())))


def _seen(viewer: Member | None) -> Select[tuple[Rearrangement]]:
    source, target, here, there = aliased(Topic), aliased(Topic), aliased(Category), aliased(Category)
    mine = audiences_of(viewer)
    return (
        select(Rearrangement)
        .join(source, Rearrangement.from_id == source.id)
        .join(target, Rearrangement.to_id == target.id)
        .join(here, here.id == source.category_id)
        .join(there, there.id == target.category_id)
        .where(here.audience.in_(mine), there.audience.in_(mine))
        .options(
            contains_eager(Rearrangement.source.of_type(source)).contains_eager(source.category.of_type(here)),
            contains_eager(Rearrangement.target.of_type(target)).contains_eager(target.category.of_type(there)),
            joinedload(Rearrangement.by),
            joinedload(Rearrangement.undone_by),
        )
    )


def undoable(rows: list[Rearrangement]) -> set[int]:
    """Which of these steps can be undone, as far as that shows: all is where it went. Two statements at most."""
    standing = [row for row in rows if row.undone_at is None and _still_leads(row)]
    if not standing:
        return set()
    posts = select(Post.id, Post.topic_id).where(Post.id.in_({ident for row in standing for ident in row.post_ids}))
    where = dict(tuple(row) for row in db.session.execute(posts))
    there = [row for row in standing if all(where.get(ident) == row.to_id for ident in row.post_ids)]
    counts = select(Post.topic_id, func.count()).group_by(Post.topic_id)
    splits = {row.to_id for row in there if row.kind == "split"}
    grown = dict(tuple(row) for row in db.session.execute(counts.where(Post.topic_id.in_(splits)))) if splits else {}
    return {row.id for row in there if row.kind != "split" or grown[row.to_id] == row.count}


def _still_leads(row: Rearrangement) -> bool:
    if row.kind == "merge":
        return row.target.is_shown and row.source.merged_into_id == row.to_id
    return row.source.is_shown and row.target.is_shown


def just_done(rearranged: list[Rearrangement], viewer: Member | None) -> Rearrangement | None:
    """What the viewer did here a moment ago and can still undo."""
    since = clock.now() - A_MOMENT
    mine = (row for row in rearranged if viewer is not None and row.by_id == viewer.id)
    last = next((row for row in mine if row.undone_at is None and row.at > since), None)
    return last if last and undoable([last]) else None


@dataclass(frozen=True)
class Merged:
    """What was merged into a topic: titles by the posts they begin with (None where the viewer may not see the
    place), and the answers that their askers had accepted.
    """

    openings: dict[int, str | None]
    accepted: set[int]


def merged_into(topic: Topic, viewer: Member | None) -> Merged:
    """What was merged into a topic, in one statement."""
    columns = (Topic.opening_id, Topic.title, Topic.accepted_id, Category.audience)
    query = select(*columns).join(Category, Category.id == Topic.category_id)
    rows = db.session.execute(query.where(Topic.merged_into_id == topic.id, Topic.opening_id.is_not(None))).all()
    mine = audiences_of(viewer)
    return Merged(
        {row.opening_id: row.title if row.audience in mine else None for row in rows},
        {row.accepted_id for row in rows if row.accepted_id},
    )
