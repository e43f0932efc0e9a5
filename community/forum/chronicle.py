"""What was done to a topic by those who look after it, for them to read and to undo."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.core.db import db
from community.core.errors import NotFound
from community.forum.models import Category, Topic
from community.forum.rearrangements import Rearrangement


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
