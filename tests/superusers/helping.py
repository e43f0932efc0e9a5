"""Helpers who take questions."""

from datetime import time

from community.accounts.joining import join
from community.accounts.models import Member
from community.core import clock
from community.core.db import db
from community.superusers.availability import keep_quiet_hours, offer_help
from tests.factories import a_category, a_service


def a_helper(name: str, *, role: str = "superuser", zone: str = "UTC", quiet: tuple[int, int] | None = None, **offer):
    """A super-user (as a rule) who takes questions about the areas given."""
    member = join(name=name.lower(), display_name=name, email=f"{name.lower()}@example.org", role=role,
                  confirmed_at=clock.now())  # fmt: skip
    member.timezone = zone
    db.session.merge(member)
    db.session.commit()
    offers(member, **offer)
    if quiet:
        keep_quiet_hours(time(quiet[0]), time(quiet[1]), away_shown="members", by=member)
    return member


def offers(member: Member, **offer) -> None:
    """Let them take questions."""
    usual = {"takes": True, "cap": 5, "services": [], "tags": "", "back_up_id": None, "stands_in": False}
    offer_help(**(usual | offer), by=member)


def a_place_with_a_service(name: str = "Remote access", **more):
    """A place for questions about a service, and the id of the service."""
    service = a_service(name)
    return a_category(name, service=service, **more), service.id
