"""Arranging the places: who may see, post and moderate in them, how they stand; and what tags mean."""

from dataclasses import dataclass

from sqlalchemy import func, select

from community.accounts.audiences import AUDIENCES, is_audience, is_within
from community.accounts.models import Member
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, require
from community.core.text import slug, tidy
from community.events import record
from community.forum.facts import CategoryAdded, CategoryChanged, CategoryRemoved
from community.forum.models import Category, Tag, Topic
from community.services.models import Service

NAME_LENGTH, DESCRIPTION_LENGTH = 60, 300


@dataclass(frozen=True)
class Plan:
    """How a place is to be: everything about it that can be chosen."""

    name: str
    description: str = ""
    icon: str = "messages-square"
    service: Service | None = None
    parent: Category | None = None
    audience: str = "public"
    posters: str = "members"
    moderators: str = "superusers"
    named_votes: bool = False


def may_arrange(by: Member | None) -> bool | str:
    """Provider staff arrange the places; `None` stands for the set-up commands."""
    return by is None or by.is_staff or "Only provider staff can arrange the forum’s places."


def add_category(name: str, *, by: Member | None, **more) -> Category:
    """Add a place for topics, planned as `Plan` says. Raises NotAllowed, Invalid with the field."""
    require(may_arrange(by))
    plan = Plan(name, **more)
    with atomic():
        values = _checked(plan, None)
        last = db.session.scalar(select(func.coalesce(func.max(Category.position), 0)))
        category = Category(slug=slug(values["name"]), position=last + 1, **values)
        db.session.add(category)
        db.session.flush()
        record(CategoryAdded(category.id), by=by)
    return category


def change_category(category: Category, plan: Plan, *, by: Member | None) -> None:
    """Call, arrange or open a place in another way; its address stays. Nothing happens when nothing differs."""
    require(may_arrange(by))
    with atomic():
        lock(category)
        values = _checked(plan, category)
        if any(getattr(category, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(category, name, value)
            record(CategoryChanged(category.id), by=by)


def move_category(category: Category, step: int, *, by: Member | None) -> None:
    """Let a place change seats with its neighbour above (-1) or below (1) among those of the same parent."""
    require(may_arrange(by))
    with atomic():
        beside = Category.position < category.position if step < 0 else Category.position > category.position
        order = Category.position.desc() if step < 0 else Category.position
        other = db.session.scalar(
            select(Category)
            .where(beside, Category.parent_id.is_not_distinct_from(category.parent_id))
            .order_by(order).limit(1).with_for_update()
        )  # fmt: skip
        if other is not None:
            lock(category)
            category.position, other.position = other.position, category.position
            record(CategoryChanged(category.id), by=by)


def remove_category(category: Category, *, by: Member | None) -> None:
    """Remove a place that nothing was ever posted in. Raises Invalid when something was, or places stand below it."""
    require(may_arrange(by))
    with atomic():
        lock(category)
        if db.session.scalar(select(Topic.id).where(Topic.category_id == category.id).limit(1)):
            raise Invalid("Topics live here. Move them to another place first.")
        if db.session.scalar(select(Category.id).where(Category.parent_id == category.id).limit(1)):
            raise Invalid("Other places stand below it. Move them first.")
        record(CategoryRemoved(category.id), by=by)
        db.session.delete(category)


def _checked(plan: Plan, category: Category | None) -> dict:
    """The columns of a plan. Raises Invalid with the field that needs another look."""
    name, itself = tidy(plan.name)[:NAME_LENGTH], category.id if category else 0
    if not name:
        raise Invalid("A place needs a name.", "name")
    same = (Category.slug == slug(name)) | (Category.name == name)
    if db.session.scalar(select(Category.id).where(same, Category.id != itself)):
        raise Invalid("There is a place of that name already.", "name")
    audiences = {field: getattr(plan, field) for field in ("audience", "posters", "moderators")}
    for field, audience in audiences.items():
        if not is_audience(audience):
            raise Invalid(f"The audience must be a group or one of: {', '.join(AUDIENCES)}.", field)
    if plan.moderators == "public" or plan.posters == "public":
        raise Invalid("Only members can post or look after a place.", "posters" if plan.posters == "public" else
                      "moderators")  # fmt: skip
    _check_nesting(plan, itself)
    return {
        "name": name,
        "description": tidy(plan.description)[:DESCRIPTION_LENGTH],
        "icon": plan.icon,
        "service_id": _service_of(plan),
        "parent_id": plan.parent.id if plan.parent else None,
        "named_votes": plan.named_votes,
        **audiences,
    }


def _service_of(plan: Plan) -> int | None:
    """Its own service, else that of the place above it."""
    return plan.service.id if plan.service else plan.parent.service_id if plan.parent else None


def _check_nesting(plan: Plan, itself: int) -> None:
    """Places nest once, and nobody sees one below a place that they may not see."""
    if plan.parent is not None:
        if plan.parent.parent_id or plan.parent.id == itself:
            raise Invalid("Places nest once: choose one that doesn’t stand below another.", "parent")
        if db.session.scalar(select(Category.id).where(Category.parent_id == itself).limit(1)):
            raise Invalid("Other places stand below this one, so it can’t stand below another.", "parent")
        if not is_within(plan.audience, plan.parent.audience):
            raise Invalid("It can’t be open to more people than the place above it.", "audience")
    below = select(Category.audience).where(Category.parent_id == itself)
    if not all(is_within(audience, plan.audience) for audience in db.session.scalars(below)):
        raise Invalid("A place below this one is open to more people than that. Close that one first.", "audience")


def describe_tag(tag: Tag, description: str, *, by: Member | None) -> None:
    """Say what a tag means. Raises NotAllowed for members without that right."""
    require(by is None or by.may_moderate or "Super-users and provider staff describe tags.")
    with atomic():
        tag.description = tidy(description)[:1000]
