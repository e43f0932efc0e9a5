"""Loading the demo community: its people do, in the order of time, what the content says they did."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import timedelta

from sqlalchemy import select, update

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db
from community.core.errors import Conflict
from community.demo import articles, improvements, people, places, tickets, topics
from community.demo.people import DEMO_SIGN_INS
from community.demo.stage import Scene, Stage
from community.events import delivery, replaying
from community.events.facts import Owed
from community.events.table import name_of
from community.gamification.awarding import award
from community.search.indexing import reindex

__all__ = ["DEMO_SIGN_INS", "load_demo"]

OLD_NEWS = timedelta(days=14)  # nobody is told what is older
AT_THE_END = [name_of(award), name_of(reindex)]  # quick for many facts at once, slow one by one, true at any time

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
    for part in (people, places, topics, articles, improvements, tickets):
        yield from part.scenes(stage)


def _play(scene: Scene, stage: Stage) -> None:
    """Let one action happen and everything that follows from it, all at its time, before the next one begins."""
    old = scene.at < stage.now - OLD_NEWS
    try:
        with clock.pretend(scene.at), replaying("demo") if old else nullcontext():
            with atomic():
                scene.play()
                put_off = update(Owed).where(Owed.reaction.in_(AT_THE_END)).values(due_at=stage.now)
                db.session.execute(put_off.execution_options(synchronize_session=False))
            delivery.deliver_all()
    except Exception as error:
        error.add_note(f"in the demo, at {scene.at:%Y-%m-%d %H:%M}: {scene.what}")
        raise
