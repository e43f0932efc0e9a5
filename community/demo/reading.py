"""How far those whom a visitor may sign in as have read: all of it, two days ago. What moved since is new to them."""

from collections.abc import Iterator
from datetime import timedelta

from community.core.db import db
from community.demo.people import DEMO_SIGN_INS
from community.demo.stage import Scene, Stage
from community.forum.catching_up import note_reading
from community.forum.queries import listed_topics

LAST_LOOK = timedelta(days=2)


def scenes(stage: Stage) -> Iterator[Scene]:
    """The last look around of each."""
    for handle in DEMO_SIGN_INS.values():
        yield Scene(stage.now - LAST_LOOK, f"{handle} looks around", lambda handle=handle: _look_around(stage, handle))


def _look_around(stage: Stage, handle: str) -> None:
    by = stage.member(handle)
    for topic in db.session.scalars(listed_topics(by)).unique().all():
        note_reading(topic, topic.last_post_id or 0, by=by)
