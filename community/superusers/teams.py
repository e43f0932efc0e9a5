"""Teams: the super-users of one service are a named group, and the places of that service are given to it.

While a team is empty its places are looked after by all super-users, as they were before there was one.
"""

from sqlalchemy import func, select

from community.accounts.audiences import SUPERUSERS, audience_of_group
from community.accounts.grouping import join_group, leave_group, make_group
from community.accounts.models import Group, GroupMember, Member
from community.core.db import atomic, db, take_turn
from community.core.errors import Invalid
from community.forum.arranging import Plan, change_category
from community.forum.models import Category
from community.services.models import Service
from community.superusers.models import ServiceTeam


def follow_services(member: Member, wanted: set[int]) -> None:
    """Let a member belong to the teams of exactly these services."""
    with atomic():
        take_turn("teams", 0)  # whether a team is empty is counted
        rows = select(ServiceTeam.service_id, Group).join(Group, Group.id == ServiceTeam.group_id)
        teams = dict(db.session.execute(rows).all())
        for service_id in sorted(wanted):
            team = teams.get(service_id) or _make(service_id)
            join_group(team, member, by=None)
            _give_places(service_id, to=audience_of_group(team.id), of=SUPERUSERS)
        for service_id, team in teams.items():
            if service_id not in wanted:
                leave_group(team, member, by=None)
                if _is_empty(team):
                    _give_places(service_id, to=SUPERUSERS, of=audience_of_group(team.id))


def _make(service_id: int) -> Group:
    """The team of a service that has had none. Where its name is taken, a number makes it another."""
    service = db.session.get(Service, service_id)
    what = f"Super-users who look after {service.name}."
    for number in ("", " 2", " 3", " 4"):
        try:
            team = make_group(f"{service.name[:44]} super-users{number}", description=what, by=None)
            break
        except Invalid:
            continue
    else:
        raise Invalid(f"The group of the super-users for {service.name} can’t be made: its name is taken.")
    db.session.add(ServiceTeam(service_id=service_id, group_id=team.id))
    db.session.flush()
    return team


def _is_empty(team: Group) -> bool:
    return not db.session.scalar(select(func.count()).where(GroupMember.group_id == team.id))


def _give_places(service_id: int, *, to: str, of: str) -> None:
    """Hand the places of a service on. What staff gave to somebody else stays theirs."""
    query = select(Category).where(Category.service_id == service_id, Category.moderators == of)
    for place in db.session.scalars(query.order_by(Category.id)).all():
        parent = db.session.get(Category, place.parent_id) if place.parent_id else None
        service = db.session.get(Service, service_id)
        plan = Plan(
            name=place.name, description=place.description, icon=place.icon, service=service, parent=parent,
            audience=place.audience, posters=place.posters, moderators=to, named_votes=place.named_votes,
        )  # fmt: skip
        change_category(place, plan, by=None)
