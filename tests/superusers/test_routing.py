"""Unanswered questions find a helper: who knows the area, in fair turn, within measure, once, and never in vain."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from community.accounts.leaving import close_account
from community.core import clock as community_clock
from community.core.db import atomic, db
from community.core.errors import Conflict, NotAllowed, NotFound
from community.events.delivery import deliver_all
from community.events.facts import FactRow, Owed
from community.forum.accepting import accept_answer
from community.forum.asking_back import ask_back
from community.forum.commenting import comment_on
from community.forum.hiding import hide_post, unhide_post
from community.forum.queries import find_post, find_topic
from community.notifications.models import Notification
from community.superusers.absences import Absence, plan_absence
from community.superusers.availability import Availability, quiet_end
from community.superusers.models import Agreement, AgreementService
from community.superusers.routing import (
    accept_turn,
    find_turn,
    hand_on,
    lapse_turn,
    pass_turn_on,
    route_on,
    route_question,
)
from community.superusers.turns import Routing
from tests import people
from tests.factories import a_question, an_answer
from tests.superusers.helping import a_helper, a_place_with_a_service, offers

QUEUE = "/questions/queue/for-you"


@pytest.fixture
def place(app):
    return a_place_with_a_service()


def turns(topic=None) -> list[Routing]:
    query = select(Routing).where(Routing.helper_id.is_not(None)).order_by(Routing.id)
    found = db.session.scalars(query if topic is None else query.where(Routing.topic_id == topic.id)).all()
    for each in found:
        db.session.refresh(each)
    return found


def helpers_of(topic) -> list[int]:
    return [turn.helper_id for turn in turns(topic)]


def only_what_routes() -> None:
    """Drop what else is owed: it would take its time."""
    with atomic():
        db.session.execute(delete(Owed).where(~Owed.reaction.startswith("superusers.")))


def passes(clock, deliver, hours: float = 4) -> None:
    clock.forward(hours=hours)
    deliver()


def test_a_question_nobody_answers_comes_to_one_who_knows_the_area(place, as_, clock, deliver):
    category, service = place
    asha, ben = people.asha(), a_helper("Benno", services=[service])
    a_helper("Other", tags="")
    topic = a_question(by=asha, category=category)
    passes(clock, deliver, 3.9)
    assert turns() == []
    passes(clock, deliver, 0.1)
    assert helpers_of(topic) == [ben.id]
    page = as_(ben).get(QUEUE).text
    assert topic.title in page
    assert "This question is with you" in as_(ben).get(topic.path).text
    assert "This question is with you" not in as_(asha).get(topic.path).text
    assert [n.kind for n in Notification.query.filter_by(member_id=ben.id)] == ["routed"]
    assert 'For you</span><b class="gh-side-count is-accent">1' in as_(ben).get("/questions/queue/new").text


@pytest.mark.parametrize("event", ["answered", "waiting", "none"])
def test_what_needs_nobody_is_brought_to_nobody(place, clock, deliver, event):
    category, service = place
    asha, sam, _ = people.asha(), people.sam(), a_helper("Benno", services=[service])
    topic = a_question(by=asha, category=category, kind="discussion" if event == "none" else "question")
    if event == "answered":
        an_answer(topic, by=people.vera())
    elif event == "waiting":
        ask_back(topic, "Which gateway are you on?", by=sam)
    passes(clock, deliver)
    assert turns() == []
    if event == "waiting":
        comment_on(find_post(topic.opening_id, asha), "Gateway 3, since this morning.", by=asha)
        passes(clock, deliver)
        assert len(turns()) == 1


def test_what_was_held_back_comes_when_it_is_shown(place, clock, deliver):
    category, service = place
    sam, _ = people.sam(), a_helper("Benno", services=[service])
    topic = a_question(by=people.asha(), category=category)
    hide_post(find_post(topic.opening_id, sam), "spam", by=sam)
    passes(clock, deliver)
    assert turns() == []
    unhide_post(find_post(topic.opening_id, sam), by=sam)
    passes(clock, deliver)
    assert len(turns()) == 1


def test_who_knows_by_tag_or_by_what_was_accepted(place, clock, deliver):
    category, _ = place
    asha, vera = people.asha(), people.vera()
    known = a_helper("Known")
    for _ in range(2):
        accept_answer(an_answer(a_question(by=vera, category=category), by=known), by=vera)
    by_tag = a_question(by=vera, category=a_place_with_a_service("Cars")[0], tags=["keys"])
    an_answer(by_tag, by=known)
    tagger = a_helper("Tagger", tags="keys")
    first = a_question(by=asha, category=category)
    second = a_question(by=asha, category=a_place_with_a_service("Rooms")[0], tags=["keys"], title="Keys are locked in")
    passes(clock, deliver)
    assert helpers_of(first) == [known.id]
    assert helpers_of(second) == [tagger.id]


def test_fair_turn_and_the_measure(place, clock, deliver):
    category, service = place
    asha = people.asha()
    busy, free = a_helper("Busy", services=[service], cap=3), a_helper("Free", services=[service], cap=1)
    asked = [a_question(by=asha, category=category, title=f"Question number {n} of many") for n in range(5)]
    passes(clock, deliver)
    brought = [turn.helper_id for turn in turns()]
    assert sorted(brought) == sorted([busy.id] * 3 + [free.id])
    assert set(brought[:2]) == {busy.id, free.id}  # the least asked first
    clock.forward(days=7, hours=1)
    for topic in asked[:4]:
        an_answer(topic, by=people.ben() if topic is asked[0] else asha)
    deliver()
    assert len(helpers_of(asked[4])) == 1  # it waited until there was room again


def test_never_to_the_asker_nor_to_who_may_not_see_it(app, clock, deliver):
    lounge, service = a_place_with_a_service("Lounge", audience="staff")
    dora = people.dora()
    offers(dora, services=[service])
    outside = a_helper("Outside", services=[service])
    topic = a_question(by=dora, category=lounge)
    passes(clock, deliver)
    assert turns() == []
    assert outside.id not in helpers_of(topic)


def test_a_place_closed_since_is_not_told_of(app, as_, clock, deliver):
    category, service = a_place_with_a_service()
    ben = a_helper("Benno", services=[service])
    topic = a_question(by=people.asha(), category=category)
    passes(clock, deliver)
    turn = turns(topic)[0]
    category.audience = "staff"
    db.session.merge(category)
    db.session.commit()
    assert topic.title not in as_(ben).get(QUEUE).text
    assert as_(ben).post(f"/routings/{turn.id}/acceptance").status_code == 404
    with pytest.raises(NotFound):
        find_turn(turn.id, ben)


def test_accepted_it_stays_and_lapses_only_later(place, as_, clock, deliver):
    category, service = place
    ben, next_one = a_helper("Benno", services=[service]), a_helper("Next", services=[service])
    topic = a_question(by=people.asha(), category=category)
    passes(clock, deliver)
    (turn,) = turns(topic)
    first = ben if turn.helper_id == ben.id else next_one
    for _ in range(2):
        assert as_(first).post(f"/routings/{turn.id}/acceptance").status_code == 303
    assert FactRow.query.filter_by(kind="RoutingAccepted").count() == 1
    passes(clock, deliver, 47)
    assert len(turns(topic)) == 1
    passes(clock, deliver, 1)
    assert [each.outcome for each in turns(topic)] == ["lapsed", None]


def test_passed_on_or_lapsed_it_goes_to_each_once(place, as_, clock, deliver):
    category, service = place
    helpers = {a_helper(name, services=[service]).id: name for name in ("Ann", "Bob", "Cyd")}
    topic = a_question(by=people.asha(), category=category)
    passes(clock, deliver)
    first = turns(topic)[0]
    holder = db.session.get(type(people.vera()), first.helper_id)
    for _ in range(2):
        as_(holder).post(f"/routings/{first.id}/passing")
    deliver()
    assert topic.title not in as_(holder).get(QUEUE).text
    for hours in (23, 1, 24, 24, 24):
        passes(clock, deliver, hours)
    assert sorted(helpers_of(topic)) == sorted(helpers)
    assert [turn.outcome for turn in turns(topic)] == ["passed", "lapsed", "lapsed"]
    with pytest.raises(Conflict):
        accept_turn(turns(topic)[1], by=db.session.get(type(holder), turns(topic)[1].helper_id))
    with pytest.raises(NotAllowed):
        pass_turn_on(turns(topic)[1], by=people.dora())


def test_an_answer_ends_the_turn(place, as_, clock, deliver):
    category, service = place
    ben = a_helper("Benno", services=[service])
    topic = a_question(by=people.asha(), category=category)
    passes(clock, deliver)
    an_answer(topic, by=ben)
    assert [turn.outcome for turn in turns(topic)] == ["answered"]
    assert topic.title not in as_(ben).get(QUEUE).text
    passes(clock, deliver, 50)
    assert len(turns()) == 1


def test_for_who_is_away_the_back_up_stands_in(place, as_, clock, deliver):
    category, service = place
    stand_in = a_helper("Standin", tags="", stands_in=True)
    ben = a_helper("Benno", services=[service], back_up_id=stand_in.id)
    plan_absence(community_clock.now().date(), community_clock.now().date() + timedelta(days=5), by=ben)
    deliver()
    topic = a_question(by=people.asha(), category=category)
    passes(clock, deliver)
    assert [(t.helper_id, t.stands_for_id) for t in turns(topic)] == [(stand_in.id, ben.id)]
    assert "you stand in for Benno" in as_(stand_in).get(QUEUE).text


def test_an_agreement_says_which_services_and_who_steps_in(place, clock, deliver):
    category, service = place
    stand_in, ben = a_helper("Standin"), a_helper("Benno")
    now = community_clock.now()
    agreement = Agreement(member_id=ben.id, state="active", hours=2, backup_id=stand_in.id, begins_at=now,
                          ends_at=now + timedelta(days=365))  # fmt: skip
    db.session.add(agreement)
    db.session.flush()
    db.session.add(AgreementService(agreement_id=agreement.id, service_id=service))
    db.session.commit()
    first = a_question(by=people.asha(), category=category)
    passes(clock, deliver)
    plan_absence(now.date(), now.date() + timedelta(days=5), by=ben)
    deliver()
    assert [(t.helper_id, t.outcome) for t in turns(first)] == [(ben.id, "away"), (stand_in.id, None)]


def test_who_goes_away_hands_on_what_they_have(place, clock, deliver):
    category, service = place
    stand_in = a_helper("Standin", stands_in=True)
    ben = a_helper("Benno", services=[service], back_up_id=stand_in.id)
    topic = a_question(by=people.asha(), category=category)
    passes(clock, deliver)
    assert helpers_of(topic) == [ben.id]
    plan_absence(community_clock.now().date(), None, by=ben)
    deliver()
    assert [(t.helper_id, t.outcome) for t in turns(topic)] == [(ben.id, "away"), (stand_in.id, None)]
    last = a_helper("Last", services=[service])
    close_account(stand_in, "standin", by=stand_in)  # away for good
    deliver()
    assert (turns(topic)[1].outcome, turns(topic)[-1].helper_id) == ("away", last.id)


def test_in_quiet_hours_it_waits_until_they_are_over(place, clock, deliver):
    category, service = place
    ben = a_helper("Benno", services=[service], quiet=(10, 16))
    topic = a_question(by=people.asha(), category=category)
    passes(clock, deliver)
    passes(clock, deliver, 2.9)
    assert turns(topic) == []
    passes(clock, deliver, 0.2)
    assert helpers_of(topic) == [ben.id]


def test_delivered_twice_or_by_several_workers_it_is_one_turn(place, app, clock, deliver):
    category, service = place
    for name in ("Ann", "Bob", "Cyd"):
        a_helper(name, services=[service], cap=2)
    asked = [a_question(by=people.asha() if n == 0 else people.vera() if n == 1 else people.ben(), category=category,
                        title=f"Question number {n} of a few") for n in range(3)]  # fmt: skip
    clock.forward(hours=4)

    def work(_):
        with app.app_context(), community_clock.pretend(clock.at):
            return deliver_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    deliver()
    assert [len(helpers_of(topic)) for topic in asked] == [1, 1, 1]
    kinds = {
        "TopicPosted": route_question, "QuestionRouted": lapse_turn, "RoutingEnded": route_on, "AbsenceBegan": hand_on,
    }  # fmt: skip
    for row in db.session.scalars(select(FactRow).where(FactRow.kind.in_(kinds)).order_by(FactRow.id)).all():
        if row.kind != "QuestionRouted":
            with atomic():
                kinds[row.kind](row.event())
    assert len(turns()) == 3


def test_the_queue_takes_as_many_statements_however_many_questions(place, as_, clock, deliver, statements):
    category, service = place
    ben = a_helper("Benno", services=[service], cap=9)
    visitor = as_(ben)

    def ask(count: int) -> int:
        for n in range(count):
            a_question(by=people.asha() if not n and count == 1 else Asker.one, category=category,
                       title=f"A question of number {count} and {n}")  # fmt: skip
        passes(clock, deliver)
        visitor.get(QUEUE)
        with statements() as few:
            visitor.get(QUEUE)
        return len(few)

    class Asker:
        one = people.vera()

    assert ask(1) == ask(6)


@pytest.mark.parametrize("seed", [42])
def test_over_random_calendars_the_measure_is_kept_and_absence_respected(place, clock, deliver, seed):
    """Whatever the calendars, measures, quiet hours and questions: never more in any seven days, never while away."""
    category, service = place
    chance, begin = random.Random(seed), community_clock.now()
    zones = ("UTC", "Asia/Tokyo", "America/New_York", "Pacific/Auckland")
    helpers = []
    for number, name in enumerate(("Ann", "Bob", "Cyd", "Dan")):
        start, knows = chance.randrange(24), number % 2
        helpers.append(
            a_helper(name, services=[service] if knows else [], cap=chance.randint(2, 4), stands_in=True,
                     zone=chance.choice(zones), quiet=(start, (start + chance.randint(3, 12)) % 24),
                     back_up_id=helpers[-1].id if knows else None)
        )  # fmt: skip
        for first in (chance.randrange(2, 5), chance.randrange(9, 12))[not knows :]:
            plan_absence(begin.date() + timedelta(days=first), begin.date() + timedelta(days=first + 4), by=helpers[-1])
    askers = [*helpers, people.asha()]
    for number in range(16):
        a_question(by=chance.choice(askers), category=category, title=f"A question of number {number}")
        only_what_routes()
        passes(clock, deliver, chance.choice((1, 5, 11, 30)))
        for turn in db.session.scalars(
            select(Routing).where(Routing.helper_id.is_not(None), Routing.ended_at.is_(None))
        ):
            if chance.random() < 0.3:
                pass_turn_on(turn, by=next(each for each in helpers if each.id == turn.helper_id))
    passes(clock, deliver, 24 * 9)
    assert len(turns()) > 8
    assert db.session.scalar(select(func.count(Routing.stands_for_id))) > 0
    for helper in helpers:
        said, mine = db.session.get(Availability, helper.id), [turn for turn in turns() if turn.helper_id == helper.id]
        gone = db.session.scalars(select(Absence).where(Absence.member_id == helper.id)).all()
        for turn in mine:
            week = [each for each in mine if turn.at - timedelta(days=7) < each.at <= turn.at]
            assert len(week) <= said.weekly_cap
            assert not any(each.since <= turn.at < each.until for each in gone)
            assert quiet_end(said, helper, turn.at) is None
            assert find_topic(turn.topic_id, helper).author_id != helper.id
