"""Who takes unanswered questions, wants quiet, and is away."""

from collections.abc import Iterator
from datetime import time, timedelta

from sqlalchemy import select

from community.accounts.zones import there
from community.core.db import db
from community.demo.content import read
from community.demo.stage import Scene, Stage
from community.services.models import Service
from community.superusers.absences import plan_absence
from community.superusers.availability import keep_quiet_hours, offer_help


def scenes(stage: Stage) -> Iterator[Scene]:
    """Helpers say what they take and when they want quiet; some say that they will be away."""
    content = read("availability")
    for one in content["helper"]:
        yield Scene(stage.at(one["at"]), f"helper {one['member']}", lambda one=one: _offer(stage, one))
    for one in content["absence"]:
        yield Scene(stage.at(one["at"]), f"absence {one['member']}", lambda one=one: _leave(stage, one))


def _offer(stage: Stage, one: dict) -> None:
    member = stage.member(one["member"])
    services = list(db.session.scalars(select(Service.id).where(Service.slug.in_(one["services"]))))
    back_up = stage.member(one["back_up"]).id if "back_up" in one else None
    offer_help(takes=True, cap=one["cap"], services=services, tags="", back_up_id=back_up, stands_in=True, by=member)
    if "quiet" in one:
        start, end = (time.fromisoformat(each) for each in one["quiet"])
        keep_quiet_hours(start, end, away_shown="members", by=member)


def _leave(stage: Stage, one: dict) -> None:
    member = stage.member(one["member"])
    first = there(member).date() + timedelta(days=one["in_days"])
    plan_absence(first, first + timedelta(days=one["days"] - 1), one["note"], by=member)
