"""Which parts of open pages are stale after a fact, and who may hear about them."""

from sqlalchemy import select

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.core import clock
from community.core.db import db
from community.core.errors import Refusal
from community.core.realtime import ask_again, cut_lines, refresh, room_rule
from community.core.text import row_number
from community.events import Event
from community.events.table import due, outside
from community.forum.models import Category, Topic
from community.forum.queries import find_topic
from community.forum.queues import room_of, rooms_of
from community.forum.rights import helps_out


def start() -> None:
    """Say who may join which rooms."""
    room_rule("topic", _may_read_topic)
    room_rule("list", lambda ident, viewer: ident in audiences_of(viewer))
    room_rule("queue", lambda ident, viewer: helps_out(viewer) and ident in rooms_of(viewer))


def _may_read_topic(ident: str, viewer: Member | None) -> bool:
    try:
        number = row_number(ident)
        return number is not None and find_topic(number, viewer) is not None
    except Refusal:
        return False


def refresh_answers(event: Event) -> None:
    """The answers of an open question page are stale; where posts went from one to another, those of both."""
    for name in ("topic_id", "into_id"):
        if topic_id := getattr(event.fact, name, None):
            refresh(f"topic:{topic_id}", "answers")


def refresh_voted(event: Event) -> None:
    """Votes in several topics count otherwise than before: their scores are stale."""
    for topic_id in sorted(set(event.fact.topic_ids)):
        refresh(f"topic:{topic_id}", "answers")


def refresh_poll(event: Event) -> None:
    """The results of a poll on an open page are stale."""
    refresh(f"topic:{event.fact.topic_id}", "poll")


def refresh_ballot(event: Event) -> None:
    """What can be chosen in a poll on an open page is stale, and whether it takes votes."""
    refresh(f"topic:{event.fact.topic_id}", "ballot")


@due(lambda event: clock.from_seconds(event.fact.closes) if event.fact.closes else event.at)
def refresh_closed(event: Event) -> None:
    """PollMade, PollChanged: its time is over, and open pages say so by themselves."""
    if event.fact.closes:
        refresh_ballot(event)


def refresh_topic_lists(event: Event) -> None:
    """Somebody posted, so open lists may ask what moved. Only those hear of it who may see the place."""
    place = (
        select(Category.audience).join(Topic, Topic.category_id == Category.id).where(Topic.id == event.fact.topic_id)
    )
    if (audience := db.session.scalar(place.where(Topic.is_listed))) is not None:
        refresh(f"list:{audience}", "rows")


def refresh_standing(event: Event) -> None:
    """Who is on it, or what it waits for, is another now: on the page, and in the queues of those who see its place."""
    topic_id = event.fact.topic_id
    refresh(f"topic:{topic_id}", "standing")
    if room := _queue_room(topic_id):
        refresh(f"queue:{room}", f"claim-{topic_id}")


def refresh_queues(event: Event) -> None:
    """Open queues may offer to show what moved."""
    if room := _queue_room(event.fact.topic_id):
        refresh(f"queue:{room}", "rows")


def refresh_turns(event: Event) -> None:
    """What was brought to a helper is another now."""
    if event.fact.helper_id is not None:
        refresh(f"member:{event.fact.helper_id}", "turns")


def end_listening(event: Event) -> None:
    """A member may see less than before: what they are in the room of is asked for again."""
    cut_lines(event.fact.member_id)


@outside
def ask_who_listens(event: Event) -> None:
    """A topic, or all that are in a place, may be for fewer people now."""
    place_id = getattr(event.fact, "category_id", None)
    here = select(Topic.id).where(Topic.category_id == place_id)
    for topic_id in db.session.scalars(here) if place_id else (event.fact.topic_id,):
        ask_again(f"topic:{topic_id}")


def _queue_room(topic_id: int) -> str | None:
    place = select(Category.audience).join(Topic, Topic.category_id == Category.id).where(Topic.id == topic_id)
    audience = db.session.scalar(place)
    return room_of(audience) if audience else None
