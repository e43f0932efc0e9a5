"""Loading the demo community: its people do, in the order of time, what the content says they did."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import timedelta

from sqlalchemy import delete, select, update

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db
from community.core.errors import Conflict
from community.demo import (
    arranging,
    articles,
    improvements,
    keeping,
    people,
    places,
    programme,
    reading,
    reviewing,
    thanking,
    tickets,
    topics,
    writing,
)
from community.demo.people import DEMO_SIGN_INS
from community.demo.stage import Scene, Stage
from community.events import delivery, replaying
from community.events.facts import Owed
from community.events.table import name_of
from community.forum.braking import released
from community.gamification.awarding import award
from community.gamification.revoking import revoke
from community.search.indexing import reindex

__all__ = ["DEMO_SIGN_INS", "load_demo"]

OLD_NEWS = timedelta(days=14)  # nobody is told what is older
AT_THE_END = [
    name_of(award),
    name_of(reindex),
    name_of(revoke),
]  # quick for many facts at once, slow one by one, true at any time

Progress = Callable[[int, int], None]


def load_demo(progress: Progress | None = None) -> int:
    """Fill an empty database with the community of Northmere; gives the number of actions.

    `progress` is called with the actions done and all actions. Every action goes the way of people and happens at
    its own time, counted back from now. Raises Conflict when somebody lives here already.
    """
    if db.session.scalar(select(Member.id).limit(1)) is not None:
        raise Conflict("There are people here already. The demo only moves into an empty database.")
    stage = Stage(clock.now())
    story = sorted(_all_scenes(stage), key=lambda scene: scene.at)  # stable: what is written first happens first
    for done, scene in enumerate(story, 1):
        _play(scene, stage)
        if progress:
            progress(done, len(story))
    delivery.deliver_all()
    with atomic():
        db.session.execute(update(Member).values(mails=True))
    return len(story)


def _all_scenes(stage: Stage) -> Iterator[Scene]:
    parts = (people, places, topics, articles, improvements, tickets, keeping, reviewing, arranging, writing, programme)
    for part in (*parts, thanking, reading):
        yield from part.scenes(stage)


def _play(scene: Scene, stage: Stage) -> None:
    """Let one action happen and everything that follows from it, all at its time, before the next one begins."""
    old = scene.at < stage.now - OLD_NEWS
    try:
        with clock.pretend(scene.at), released(), replaying("demo") if old else nullcontext():
            with atomic():
                scene.play()
                something_due = _sort_out_what_follows(scene, stage)
            if something_due:
                delivery.deliver_all()
    except Exception as error:
        error.add_note(f"in the demo, at {scene.at:%Y-%m-%d %H:%M}: {scene.what}")
        raise


def _sort_out_what_follows(scene: Scene, stage: Stage) -> bool:
    """Put off what waits for the end and drop pushes to pages, which nobody has open; whether anything is due now."""
    owed = db.session.execute(select(Owed.id, Owed.reaction).where(Owed.due_at <= scene.at)).all()
    late = [ident for ident, reaction in owed if reaction in AT_THE_END]
    pushes = [ident for ident, reaction in owed if reaction.rpartition(".")[2].startswith("refresh_")]
    if late:
        db.session.execute(update(Owed).where(Owed.id.in_(late)).values(due_at=stage.now))
    if pushes:
        db.session.execute(delete(Owed).where(Owed.id.in_(pushes)))
    return len(owed) > len(late) + len(pushes)
