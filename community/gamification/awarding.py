"""Awarding shields after a fact, once each, as of the earliest fact that earned it."""

from collections.abc import Iterator
from contextlib import nullcontext

from sqlalchemy import select, update

from community.core import clock
from community.core.db import db, insert_once
from community.events import Event, record, replaying
from community.events.table import in_batches
from community.gamification.badges import CATALOGUE, Badge
from community.gamification.facts import BadgeAwarded
from community.gamification.models import Award
from community.gamification.rules import Earner
from community.gamification.tallies import Tally


@in_batches
def award(events: list[Event]) -> None:
    """Award what these facts earned and record BadgeAwarded, back-dated to the fact. Delivered twice awards once."""
    tally = Tally(db.session.connection())
    for event in events:
        for badge, earner in earned(event, tally, _holds_since):
            _give(badge, earner, event)


def earned(event: Event, tally: Tally, holds_since) -> Iterator[tuple[Badge, Earner]]:
    """The shields that a fact earned, and who: the same live and in a replay.

    `holds_since(member_id, badge)` gives the fact since when somebody has one (None: not yet); those cost no counting.
    """
    for badge in CATALOGUE:
        if type(event.fact).__name__ not in badge.rule.facts:
            continue
        for earner in badge.rule.earners(event, tally):
            since = holds_since(earner.member_id, badge.key)
            if since is not None and since <= event.id:
                continue
            if badge.rule.count(earner, event, tally) >= badge.rule.goal:
                yield badge, earner


def _holds_since(member_id: int, badge: str) -> int | None:
    return db.session.scalar(select(Award.fact_id).where(Award.member_id == member_id, Award.badge == badge))


def _give(badge: Badge, earner: Earner, event: Event) -> None:
    values = {**earner._asdict(), "badge": badge.key, "fact_id": event.id, "at": event.at}
    if insert_once(Award, **values):
        with clock.pretend(event.at), replaying(event.origin) if event.origin else nullcontext():
            record(BadgeAwarded(earner.member_id, badge.key, event.id))
        return
    # Facts may be delivered out of order; the award tells of the first that earned it.
    mine = (Award.member_id == earner.member_id, Award.badge == badge.key, Award.fact_id > event.id)
    db.session.execute(update(Award).where(*mine).values(values).execution_options(synchronize_session=False))
