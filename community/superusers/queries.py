"""Reading the programme, always through the viewer."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from community.accounts.models import Member
from community.core.db import db
from community.core.errors import NotFound, require
from community.superusers.models import SERVED, Agreement, AgreementService, Nomination, SettingAside
from community.superusers.setting_aside import may_choose_superusers

WHOLE = (
    joinedload(Agreement.member),
    joinedload(Agreement.backup),
    joinedload(Agreement.invited_by),
    joinedload(Agreement.thanked_by),
    selectinload(Agreement.services),
)


def visible_agreements(viewer: Member) -> Select[tuple[Agreement]]:
    """Staff see every agreement, others their own."""
    query = select(Agreement).options(*WHOLE)
    return query if viewer.is_staff else query.where(Agreement.member_id == viewer.id)


def find_agreement(ident: int, viewer: Member) -> Agreement:
    """An agreement this viewer may see. Raises NotFound."""
    found = db.session.scalar(visible_agreements(viewer).where(Agreement.id == ident))
    if found is None:
        raise NotFound("There is no such agreement, or it is between others.")
    return found


def running_agreement(member: Member) -> Agreement | None:
    """The agreement under which somebody is a super-user now."""
    return _only(member, "active")


def offer_to(member: Member) -> Agreement | None:
    """What somebody is asked to agree to and has not begun."""
    return _only(member, "offered")


def _only(member: Member, state: str) -> Agreement | None:
    query = select(Agreement).where(Agreement.member_id == member.id, Agreement.state == state)
    return db.session.scalar(query.options(*WHOLE))


def history_of(member: Member, viewer: Member) -> list[Agreement]:
    """All agreements of a member that the viewer may see, the newest first."""
    query = visible_agreements(viewer).where(Agreement.member_id == member.id)
    return list(db.session.scalars(query.order_by(Agreement.id.desc())))


def agreements_in(states: tuple[str, ...], viewer: Member) -> list[Agreement]:
    """For staff: the agreements of these states, by the end of their term. Raises NotAllowed."""
    require(may_choose_superusers(viewer))
    query = visible_agreements(viewer).where(Agreement.state.in_(states))
    return list(db.session.scalars(query.order_by(Agreement.ends_at, Agreement.id)))


def all_running() -> list[Agreement]:
    """The agreements that run, with who looks after which services: everybody may know that."""
    query = select(Agreement).join(Agreement.member).where(Agreement.state == "active", Member.active)
    return list(db.session.scalars(query.options(*WHOLE).order_by(Member.display_name)))


def last_service_of(member: Member) -> tuple[Agreement, Agreement] | None:
    """The first and the last term of somebody who was a super-user and is none now; None for anybody else."""
    if member.may_moderate:
        return None
    query = select(Agreement).where(Agreement.member_id == member.id, Agreement.state.in_(SERVED))
    served = list(db.session.scalars(query.options(*WHOLE).order_by(Agreement.id)))
    return (served[0], served[-1]) if served else None


def nominations_of(member: Member, viewer: Member) -> list[Nomination]:
    """For staff: who named a member, and why. Raises NotAllowed."""
    require(may_choose_superusers(viewer))
    query = select(Nomination).where(Nomination.member_id == member.id).options(joinedload(Nomination.by))
    return list(db.session.scalars(query.order_by(Nomination.id)))


def set_asides_of(member: Member, viewer: Member) -> list[SettingAside]:
    """For staff: when and why somebody was not invited, the latest first. Raises NotAllowed."""
    require(may_choose_superusers(viewer))
    query = select(SettingAside).where(SettingAside.member_id == member.id).options(joinedload(SettingAside.by))
    return list(db.session.scalars(query.order_by(SettingAside.id.desc())))


def service_ids_of(agreement_id: int) -> set[int]:
    """The services of an agreement, as they are written down now."""
    query = select(AgreementService.service_id).where(AgreementService.agreement_id == agreement_id)
    return set(db.session.scalars(query))
