"""Awarding shields after a fact, once each, as of the earliest fact that earned it."""

from contextlib import nullcontext

from sqlalchemy import select, update

from community.core import clock
from community.core.db import db, insert_once
from community.events import Event, record, replaying
from community.events.facts import FactRow
from community.events.table import in_batches
from community.gamification.badges import Badge, catalogue
from community.gamification.earning import Earned, earned
from community.gamification.facts import BadgeAwarded
from community.gamification.models import Award, ReputationLine

LINES = ReputationLine.__table__


@in_batches
def award(events: list[Event]) -> None:
    """Award what these facts earned and record BadgeAwarded, back-dated to the fact. Delivered twice awards once."""
    line = LINES.c
    query = select(line.rule, line.member_id, line.subject_kind, line.subject_id).distinct()
    rows = db.session.execute(query.where(line.fact_id.in_([event.id for event in events]))).all()
    if not rows:
        return
    connection = db.session.connection()
    held = _held_once({row.member_id for row in rows})
    for badge in catalogue().values():
        looked_at = [row for row in rows if row.rule in badge.rule.deeds]
        members = {row.member_id for row in looked_at}
        if not badge.rule.each:
            # Whoever has it already may have earned it earlier than was known, if facts come late: so only by these.
            members = {ident for ident in members if held.get((ident, badge.key), events[-1].id) >= events[0].id}
        if members:
            things = {(row.subject_kind, row.subject_id) for row in looked_at}
            for each in earned(badge.rule, connection, members=members, things=things):
                give(badge, each, quietly=badge.rule.revoke and was_told(each.member_id, badge.key))


def was_told(member_id: int, badge: str) -> bool:
    """Whether somebody had it before, and lost it: it comes back without a word."""
    payload = FactRow.payload
    mine = (payload["member_id"].as_integer() == member_id, payload["badge"].as_string() == badge)
    return db.session.scalar(select(FactRow.id).where(FactRow.kind == "BadgeRevoked", *mine).limit(1)) is not None


def _held_once(members: set[int]) -> dict[tuple[int, str], int]:
    query = select(Award.member_id, Award.badge, Award.fact_id).where(Award.member_id.in_(members), Award.thing == "")
    return {(member_id, badge): fact_id for member_id, badge, fact_id in db.session.execute(query)}


def give(badge: Badge, what: Earned, *, quietly: bool = False) -> bool:
    """Give a shield unless it was given already; True when it is new. `quietly` tells nobody."""
    cause = db.session.execute(select(FactRow.at, FactRow.origin).where(FactRow.id == what.fact_id)).one()
    thing = badge.thing_of(what)
    values = {**what._asdict(), "badge": badge.key, "thing": thing, "at": cause.at}
    origin = cause.origin or ("backfill" if quietly else None)
    if insert_once(Award, **values):
        with clock.pretend(cause.at), replaying(origin) if origin else nullcontext():
            record(BadgeAwarded(what.member_id, badge.key, what.fact_id, what.subject_kind, what.subject_id))
        return True
    # Facts may be delivered out of order; the award tells of the first that earned it.
    mine = (Award.member_id == what.member_id, Award.badge == badge.key, Award.thing == thing,
            Award.fact_id > what.fact_id)  # fmt: skip
    db.session.execute(update(Award).where(*mine).values(values).execution_options(synchronize_session=False))
    return False
