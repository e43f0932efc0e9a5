"""Saying once that a shield is new: on the next page or at once, several together, on one screen only."""

from sqlalchemy import select

from community.accounts.models import Member
from community.core.db import after_commit, atomic, db, lock
from community.core.realtime import refresh
from community.events import Event
from community.events.facts import FactRow
from community.gamification.badges import Badge, known_badges


def note_shield(event: Event) -> None:
    """Remember that somebody has a shield they were not shown yet. Twice is once."""
    ident = event.fact.member_id
    with atomic():
        member = lock(db.session.get(Member, ident))
        if member.shield_told < event.id:
            if member.shield_told <= member.shield_shown:  # so that only the log since then is looked through
                member.shield_shown = event.id - 1
            member.shield_told = event.id
            after_commit(lambda: refresh(f"member:{ident}", "bell"))


def shields_to_show(viewer: Member) -> list[Badge]:
    """The shields the viewer was not shown yet, the newest first. Whoever asks first gets them, and nobody after."""
    with atomic():
        lock(viewer)
        since, until = viewer.shield_shown, viewer.shield_told
        if since >= until:
            return []
        viewer.shield_shown = until
    mine = FactRow.payload["member_id"].as_integer() == viewer.id
    query = select(FactRow.payload["badge"].as_string()).where(
        FactRow.kind == "BadgeAwarded", FactRow.id > since, FactRow.id <= until, FactRow.origin.is_(None), mine
    )
    found = db.session.scalars(query.order_by(FactRow.id.desc())).all()
    return [known_badges()[key] for key in dict.fromkeys(found) if key in known_badges()]
