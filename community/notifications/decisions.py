"""Who is told of what was decided in moderation: the person concerned, and nobody else."""

from collections.abc import Callable, Iterator

from sqlalchemy import select

from community.core.db import db
from community.events import Event
from community.forum import facts as forum
from community.moderation.models import Act
from community.notifications.tellings import Telling

ACTS = {
    forum.CommentDeleted: "taken_down",
    forum.CommentHidden: "hidden",
    forum.CommentRestored: "put_back",
    forum.CommentUnhidden: "unhidden",
    forum.PostDeleted: "taken_down",
    forum.PostHidden: "hidden",
    forum.PostRestored: "put_back",
    forum.PostUnhidden: "unhidden",
    forum.TopicDeleted: "taken_down",
    forum.TopicRestored: "put_back",
}


def acted(event: Event) -> Iterator[Telling]:
    """Who wrote what somebody hid, took down or put back; what one does with one's own is no act."""
    act = db.session.scalar(select(Act).where(Act.fact_id == event.id))
    if act is not None:
        yield Telling(ACTS[type(event.fact)], ("act", act.id), "public", (act.member_id,))


RECEIVERS: dict[type, Callable[[Event], Iterator[Telling]]] = {**dict.fromkeys(ACTS, acted)}
