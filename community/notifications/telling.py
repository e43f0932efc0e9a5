"""Telling people what happened: each of them once per fact, in one statement however many there are."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Select, and_, case, exists, false, literal, or_, select

from community.accounts.audiences import belongs_to
from community.accounts.models import Member
from community.accounts.showing import wants_recognition
from community.accounts.standing import comes_in
from community.core import clock
from community.core.db import after_commit, db, insert_or_skip
from community.core.realtime import refresh
from community.events import Event, record
from community.events.table import due
from community.forum.thanks import KINDS as THANKS
from community.notifications.facts import BellHeld, MailPromised
from community.notifications.models import Notification, Watch, follows
from community.notifications.receivers import RECEIVERS, Telling
from community.notifications.wording import OFFICIAL
from community.superusers.availability import quiet_until

GROUPED = ("helpful", "unhelpful", "spared", *THANKS)  # kinds that are shown as one: "5 people found it helpful"
QUIET = ("unhelpful", "edited")  # kinds that go out by no mail: to be read when there is time for it
OWN_DOING = ("badge",)  # kinds that people hear of although they brought them about
OLD_NEWS = timedelta(days=3)  # what is older goes out by no mail


def tell(event: Event) -> None:
    """Write the notifications of a fact, promise mails, and let the bells of those told ring. Twice is once."""
    for telling in RECEIVERS[type(event.fact)](event):
        told = _write(telling, event)
        if told:
            quiet = quiet_until(list(told.values()), clock.now())
            _promise_mails(telling, event, told, quiet)
            for member_id, until in quiet.items():
                record(BellHeld(member_id, int(until.timestamp())))
            after_commit(partial(_ring, tuple(set(told.values()) - set(quiet))))


@due(lambda event: clock.from_seconds(event.fact.until))
def ring_held(event: Event) -> None:
    """BellHeld: the quiet hours are over, so the bell may show what came in them."""
    refresh(f"member:{event.fact.member_id}", "bell")


def _write(telling: Telling, event: Event) -> dict[int, int]:
    """Insert what is not there yet: ids of the new notifications, each with its receiver."""
    rows = _receivers(telling, event)
    columns = ["member_id", "why", "fact_id", "kind", "subject_kind", "subject_id", "actor_id", "at"]
    return dict(insert_or_skip(Notification, columns, rows, returning=(Notification.id, Notification.member_id)))


def _receivers(telling: Telling, event: Event) -> Select:
    """Everybody to be told, as rows to insert: never the actor, nobody who may not know of it or wants silence."""
    actor_id = telling.actor_id or event.by_id
    yours = [ident for ident in set(telling.yours) if ident is not None]
    concerned = Member.id.in_(yours) if yours else false()
    query = select(
        Member.id,
        case((concerned, "yours"), else_="follow"),
        literal(event.id),
        literal(telling.kind),
        literal(telling.subject[0]),
        literal(telling.subject[1]),
        literal(actor_id, Notification.actor_id.type),
        literal(event.at, Notification.at.type),
    ).where(Member.active if telling.kind in OFFICIAL else comes_in(), belongs_to(telling.audience))
    if telling.subject[0] == "badge":
        query = query.where(wants_recognition())
    following = Member.id.in_(_watchers(telling.followed, telling.levels, event)) if telling.followed else false()
    query = query.where(or_(concerned, and_(following, ~_spared(telling, event))), ~_muted(telling))
    if actor_id is not None and telling.kind not in OWN_DOING:
        query = query.where(Member.id != actor_id)
    if telling.kind in GROUPED:
        query = query.where(~_heard_from(actor_id, telling))
    return query


def _watchers(things, levels, event: Event | None = None) -> Select:
    """Ids of those who follow one of the things at one of the levels, since before the event."""
    about = [follows(kind, ident) for kind, ident in things]
    query = select(Watch.member_id).where(or_(*about) if about else false(), Watch.level.in_(levels))
    return query.where(Watch.at <= event.at) if event else query


def _muted(telling: Telling):
    things = {telling.subject, *telling.followed}
    return Member.id.in_(_watchers(things, ("muted",)))


def _spared(telling: Telling, event: Event):
    people = [ident for kind, ident in telling.spared if kind == "member"]
    things = [thing for thing in telling.spared if thing[0] != "member"]
    return or_(Member.id.in_(people), Member.id.in_(_watchers(things, telling.levels, event)))


def _heard_from(actor_id: int | None, telling: Telling):
    """Whether the same voice was told of before: who votes, takes it back and votes again is one person."""
    return exists().where(
        Notification.member_id == Member.id,
        Notification.kind == telling.kind,
        Notification.subject_kind == telling.subject[0],
        Notification.subject_id == telling.subject[1],
        Notification.actor_id == actor_id,
    )


def _promise_mails(telling: Telling, event: Event, told: dict[int, int], quiet: dict[int, datetime]) -> None:
    if telling.kind in QUIET or clock.now() - event.at > OLD_NEWS:
        return
    members = list(told.values())
    wants = select(Member.id).where(Member.id.in_(members), Member.confirmed_at.is_not(None), Member.email.is_not(None))
    if telling.kind not in OFFICIAL:
        wants = wants.where(Member.mails)
    if telling.kind in GROUPED:  # the first of a group; the others join it in the page
        wants = wants.where(Member.id.not_in(_waiting(telling, event)))
    wanting = set(db.session.scalars(wants))
    for ident, member_id in told.items():
        if member_id in wanting:
            record(MailPromised(ident, member_id, int(quiet[member_id].timestamp()) if member_id in quiet else 0))


def _waiting(telling: Telling, event: Event) -> Select:
    return select(Notification.member_id).where(
        Notification.kind == telling.kind,
        Notification.subject_kind == telling.subject[0],
        Notification.subject_id == telling.subject[1],
        Notification.read_at.is_(None),
        Notification.fact_id != event.id,
    )


def _ring(members: tuple[int, ...]) -> None:
    for ident in members:
        refresh(f"member:{ident}", "bell")
