"""Which parts of open pages are stale after a fact, and who may hear about them."""

from sqlalchemy import select

from community.accounts.audiences import PUBLIC
from community.accounts.models import Member
from community.core.db import db
from community.core.errors import Refusal
from community.core.realtime import refresh, room_rule
from community.core.text import row_number
from community.events import Event
from community.forum.models import Category, Topic
from community.forum.queries import find_topic


def start() -> None:
    """Say who may join which rooms."""
    room_rule("topic", _may_read_topic)
    room_rule("list", lambda ident, viewer: ident == "topics")


def _may_read_topic(ident: str, viewer: Member | None) -> bool:
    try:
        number = row_number(ident)
        return number is not None and find_topic(number, viewer) is not None
    except Refusal:
        return False


def refresh_answers(event: Event) -> None:
    """The answers of an open question page are stale."""
    refresh(f"topic:{event.fact.topic_id}", "answers")


def refresh_poll(event: Event) -> None:
    """The results of a poll on an open page are stale."""
    refresh(f"topic:{event.fact.topic_id}", "poll")


def refresh_topic_lists(event: Event) -> None:
    """Somebody posted, so open lists may offer to show what moved; nobody is told that a private place is busy."""
    place = (
        select(Category.audience).join(Topic, Topic.category_id == Category.id).where(Topic.id == event.fact.topic_id)
    )
    if db.session.scalar(place) == PUBLIC:
        refresh("list:topics", "rows")
