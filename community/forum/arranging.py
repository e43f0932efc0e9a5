"""Arranging the places: categories and what tags mean."""

from sqlalchemy import func, select

from community.accounts.audiences import AUDIENCES, is_audience
from community.accounts.models import Member
from community.core.db import atomic, db
from community.core.errors import Invalid, require
from community.core.text import slug, tidy
from community.events import record
from community.forum.facts import CategoryAdded
from community.forum.models import Category, Tag
from community.services.models import Service


def may_arrange(by: Member | None) -> bool | str:
    """Provider staff arrange the places; `None` stands for the set-up commands."""
    return by is None or by.is_staff or "Only provider staff can arrange the forum’s places."


def add_category(
    name: str,
    *,
    service: Service | None = None,
    description: str = "",
    icon: str = "messages-square",
    audience: str = "public",
    by: Member | None,
) -> Category:
    """Add a place for topics. Raises Invalid when the name is missing or taken, or the audience unknown."""
    require(may_arrange(by))
    name = tidy(name)[:60]
    if not name:
        raise Invalid("A place needs a name.", "name")
    if not is_audience(audience):
        raise Invalid(f"The audience must be a group or one of: {', '.join(AUDIENCES)}.", "audience")
    with atomic():
        if db.session.scalar(select(Category.id).where(Category.slug == slug(name))):
            raise Invalid("There is a place of that name already.", "name")
        position = db.session.scalar(select(func.coalesce(func.max(Category.position), 0))) + 1
        category = Category(
            name=name,
            slug=slug(name),
            service_id=service.id if service else None,
            description=tidy(description)[:300],
            icon=icon,
            audience=audience,
            position=position,
        )
        db.session.add(category)
        db.session.flush()
        record(CategoryAdded(category.id), by=by)
    return category


def describe_tag(tag: Tag, description: str, *, by: Member | None) -> None:
    """Say what a tag means. Raises NotAllowed for members without that right."""
    require(by is None or by.may_moderate or "Super-users and provider staff describe tags.")
    with atomic():
        tag.description = tidy(description)[:1000]
