"""Bringing unanswered questions to those who know the area, one at a time, in fair turn and never too many."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, select, update
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock, take_turn
from community.core.errors import Conflict, NotFound, require
from community.core.web import settings
from community.events import Event, record
from community.events.table import due
from community.forum.models import Topic
from community.forum.queries import AS_ROW, visible_topics
from community.superusers.candidates import choose
from community.superusers.turns import QuestionRouted, Routing, RoutingAccepted, RoutingEnded, RoutingPutOff

REACH = timedelta(days=30)  # what has waited for longer is left to the lists


@due(lambda event: event.at + timedelta(hours=settings().route_after_hours))
def route_question(event: Event) -> None:
    """Asked (or open again, shown again, said more about) some hours ago: bring it to somebody if it still waits."""
    if settings().route_after_hours:
        _next_turn(event)


def route_on(event: Event) -> None:
    """RoutingEnded: the next one's turn."""
    _next_turn(event)


@due(lambda event: clock.from_seconds(event.fact.until))
def lapse_turn(event: Event) -> None:
    """QuestionRouted, RoutingAccepted, RoutingPutOff: the time is over."""
    with atomic():
        turn = _open_turn(event.fact.routing_id)
        if turn is not None and int(turn.lapses_at.timestamp()) == event.fact.until:
            _end(turn, "waited" if turn.helper_id is None else "lapsed")


def hand_on(event: Event) -> None:
    """AbsenceBegan, AccountClosed: what was brought to whoever is away now goes on to somebody else."""
    with atomic():
        mine = select(Routing.id).where(Routing.helper_id == event.fact.member_id, Routing.ended_at.is_(None))
        for ident in db.session.scalars(mine.order_by(Routing.id)).all():
            if (turn := _open_turn(ident)) is not None:
                _end(turn, "away")


def settle_turn(event: Event) -> None:
    """AnswerPosted: somebody has answered, so it is nobody's turn any more."""
    topic_id = event.fact.topic_id
    asker = select(Topic.author_id).where(Topic.id == topic_id)
    if event.by_id is not None and event.by_id != db.session.scalar(asker):
        here = (Routing.topic_id == topic_id, Routing.ended_at.is_(None))
        db.session.execute(update(Routing).where(*here).values(ended_at=event.at, outcome="answered"))


def may_take_turn(by: Member | None, turn: Routing) -> bool | str:
    """Whom it was brought to."""
    return (by is not None and by.id == turn.helper_id) or "This question was brought to somebody else."


def accept_turn(turn: Routing, *, by: Member) -> None:
    """Say that one will answer: that gives twice the time. Saying it again changes nothing.

    Raises NotAllowed, Conflict when it went on to somebody else.
    """
    require(may_take_turn(by, turn))
    with atomic():
        if lock(turn).ended_at is not None:
            raise Conflict("It is answered, or went on to somebody else meanwhile. Thank you all the same.")
        if turn.accepted_at is None:
            turn.accepted_at, turn.lapses_at = clock.now(), _until(2 * settings().route_lapses_after_hours)
            record(RoutingAccepted(turn.topic_id, turn.id, by.id, int(turn.lapses_at.timestamp())), by=by)


def pass_turn_on(turn: Routing, *, by: Member) -> None:
    """Let somebody else have it, without a reason; nothing happens when it is over already. Raises NotAllowed."""
    require(may_take_turn(by, turn))
    with atomic():
        if lock(turn).ended_at is None:
            _end(turn, "passed", by)


def find_turn(ident: int, viewer: Member) -> Routing:
    """A turn of the viewer's own, about a question that they may still see. Raises NotFound."""
    seen = Routing.topic_id.in_(visible_topics(viewer).with_only_columns(Topic.id))
    turn = db.session.scalar(select(Routing).where(Routing.id == ident, Routing.helper_id == viewer.id, seen))
    if turn is None:
        raise NotFound("This question isn’t with you.")
    return turn


def turns_for(viewer: Member) -> list[tuple[Routing, Topic, Member | None]]:
    """What is with the viewer and still waits for an answer, each with whom they stand in for; the oldest first."""
    query = (
        visible_topics(viewer)
        .join(Routing, Routing.topic_id == Topic.id)
        .outerjoin(Member, Member.id == Routing.stands_for_id)
        .add_columns(Routing, Member)
        .options(*AS_ROW, joinedload(Topic.claimed_by))
        .where(_with(viewer), waits())
        .order_by(Routing.at, Routing.id)
    )
    return [(turn, topic, absent) for topic, turn, absent in db.session.execute(query)]


def count_turns(viewer: Member) -> int:
    """How many questions are with the viewer."""
    query = visible_topics(viewer).join(Routing, Routing.topic_id == Topic.id).where(_with(viewer), waits())
    return db.session.scalar(query.with_only_columns(func.count()).order_by(None))


def turn_on(topic: Topic, viewer: Member | None) -> Routing | None:
    """The viewer's own open turn on a question; no statement for those who are not helpers of it."""
    if viewer is None or topic.kind != "question" or topic.answer_count:
        return None
    return db.session.scalar(select(Routing).where(Routing.topic_id == topic.id, _with(viewer)))


def taken_in_week(member: Member) -> int:
    """How many questions were brought to a member in the last seven days."""
    lately = (Routing.helper_id == member.id, Routing.at > clock.now() - timedelta(days=7))
    return db.session.scalar(select(func.count()).where(*lately))


def waits() -> ColumnElement[bool]:
    """Whether a question still waits for a first answer: SQL about Topic."""
    begun = and_(Topic.kind == "question", Topic.accepted_id.is_(None), Topic.answer_count == 0)
    return and_(begun, Topic.is_listed, Topic.closed_at.is_(None), Topic.archived_at.is_(None), ~_asked_back())


def _next_turn(event: Event) -> None:
    """Bring the question of a fact to the next helper, unless it is with somebody or needs nobody any more.

    One at a time in the whole house: the load of a helper is counted over rows that two at once would both add to.
    """
    with atomic():
        take_turn("routing", 0)
        topic = _waiting(event.fact.topic_id)
        taken = (Routing.topic_id == event.fact.topic_id) & Routing.ended_at.is_(None) | (Routing.cause_id == event.id)
        if topic is None or db.session.scalar(select(exists().where(taken))):
            return
        now = clock.now()
        if topic.is_claimed:
            _put_off(topic, topic.claimed_until, event)
        elif (choice := choose(topic, now)).helper is not None:
            _bring(topic, choice.helper.member.id, choice.stands_for_id, event)
        elif choice.look_again_at is not None:
            _put_off(topic, choice.look_again_at, event)


def _waiting(topic_id: int) -> Topic | None:
    """The question with its place, held, if it waits for an answer and not for too long."""
    topic = db.session.scalar(select(Topic).where(Topic.id == topic_id).options(joinedload(Topic.category)))
    if topic is None:
        return None
    lock(topic)
    since = max(topic.created_at, topic.reopened_at or topic.created_at)
    still = db.session.scalar(select(exists().where(Topic.id == topic_id, waits())))
    return topic if still and clock.now() - since <= REACH else None


def _bring(topic: Topic, helper_id: int, stands_for_id: int | None, event: Event) -> None:
    until = _until(settings().route_lapses_after_hours)
    turn = _begin(topic, event, until, helper_id=helper_id, stands_for_id=stands_for_id)
    record(QuestionRouted(topic.id, turn.id, helper_id, int(until.timestamp()), stands_for_id))


def _put_off(topic: Topic, until: datetime, event: Event) -> None:
    until = clock.utc(until) + timedelta(seconds=1)  # not a moment before the quiet is over
    turn = _begin(topic, event, until)
    record(RoutingPutOff(topic.id, turn.id, int(until.timestamp())))


def _begin(topic: Topic, event: Event, until: datetime, **whom) -> Routing:
    turn = Routing(topic_id=topic.id, cause_id=event.id, at=clock.now(), lapses_at=until, **whom)
    db.session.add(turn)
    db.session.flush()
    return turn


def _end(turn: Routing, outcome: str, by: Member | None = None) -> None:
    turn.ended_at, turn.outcome = clock.now(), outcome
    record(RoutingEnded(turn.topic_id, turn.id, turn.helper_id, outcome), by=by)


def _open_turn(ident: int) -> Routing | None:
    """The turn, held, unless it is over."""
    turn = db.session.get(Routing, ident)
    return turn if turn is not None and lock(turn).ended_at is None else None


def _with(viewer: Member) -> ColumnElement[bool]:
    return and_(Routing.helper_id == viewer.id, Routing.ended_at.is_(None))


def _asked_back() -> ColumnElement[bool]:
    return Topic.waiting_since.is_not(None)


def _until(hours: int) -> datetime:
    return clock.utc(clock.now() + timedelta(hours=hours))
