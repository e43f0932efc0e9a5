"""What a deed is worth is decided after looking: from a day on, or for all there ever was; a pack decides for all."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Member
from community.accounts.sanctioning import warn_member
from community.core.db import db, set_columns
from community.core.errors import Invalid, NotAllowed
from community.forum.accepting import accept_answer
from community.forum.voting import store_vote
from community.gamification.badges import catalogue
from community.gamification.levelling import lock_level
from community.gamification.loading import load_pack
from community.gamification.models import BadgeRule, PriceVersion, ReputationLine
from community.gamification.pricing import decide_price, preview_price
from community.gamification.queries import ledger_of
from community.gamification.rebuild import backfill, rebuild_badges, rebuild_reputation
from community.gamification.scheme import Price, Prices
from tests import people
from tests.factories import a_question, an_answer
from tests.gamification.ledger import points

SPRING, SUMMER = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)


def test_the_decision_that_was_made_last_counts_from_its_day_on():
    prices = Prices([("answer_accepted", 1, 20, SPRING)])
    assert prices.at("answer_accepted", SPRING - timedelta(seconds=1)) == Price(0, 15)
    assert prices.at("answer_accepted", SPRING) == Price(1, 20)
    later = prices.with_version("answer_accepted", 30, SUMMER)
    assert [later.at("answer_accepted", at).points for at in (SPRING, SUMMER)] == [20, 30]
    everything = later.with_version("answer_accepted", 5, None)
    assert [everything.at("answer_accepted", at).points for at in (SPRING - timedelta(days=99), SUMMER)] == [5, 5]
    back = later.with_version("answer_accepted", 7, SPRING)  # from spring on, so summer's decision is covered, too
    assert [back.at("answer_accepted", at).points for at in (SPRING, SUMMER)] == [7, 7]
    assert Prices([]).at("asked", SUMMER) == Price(0, 0)


@pytest.fixture
def ben(app, deliver):
    asker, ben = people.vera(), people.ben()
    for _ in range(2):
        answer = an_answer(a_question(by=asker), by=ben)
        accept_answer(answer, by=asker)
        store_vote(answer, 1)
    deliver()
    return ben


def test_the_preview_says_what_the_decision_then_does(ben, deliver):
    ada = people.ada()
    assert points(ben) == 50
    (change,) = preview_price("answer_accepted", 100, None, by=ada)
    assert (change.member.id, change.before, change.after, change.level) == (
        ben.id,
        50,
        220,
        "",
    )
    assert points(ben) == 50
    set_columns(Member, ben.id, outcomes=5)
    db.session.commit()
    assert preview_price("answer_accepted", 100, None, by=ada)[0].level == "Regular"
    warn_member(ben, "Please be kind to each other.", by=ada)
    assert preview_price("answer_accepted", 100, None, by=ada)[0].level == ""
    set_columns(Member, ben.id, outcomes=2)
    lock_level(ben, 5, by=ada)
    assert preview_price("answer_accepted", 100, None, by=ada)[0].level == ""
    decide_price("answer_accepted", 100, reason="Help that worked is what counts.", by=ada)
    deliver()
    assert points(ben) == 220
    assert rebuild_reputation(check=True) == []
    versions = select(ReputationLine.version).where(ReputationLine.rule == "answer_accepted")
    assert set(db.session.scalars(versions)) == {1}


def test_from_now_on_leaves_what_was(ben, clock, deliver):
    ada = people.ada()
    clock.forward(minutes=1)
    decide_price("answer_accepted", 100, counts_from=clock.at, reason="From now on.", by=ada)
    deliver()
    assert points(ben) == 50
    clock.forward(minutes=1)
    asha = people.asha()
    accept_answer(an_answer(a_question(by=asha), by=ben), by=asha)
    assert points(ben) == 150
    told = [line.earlier for line in ledger_of(ben, ben).items if line.words == "Your answer was accepted"]
    assert told == [False, True, True]
    assert rebuild_reputation(check=True) == []


def test_taking_back_gives_back_what_was_given_then(ben, clock, deliver):
    asha, ada = people.asha(), people.ada()
    answer = an_answer(a_question(by=people.sam()), by=ben)
    from community.forum.voting import vote_on

    vote_on(answer, 1, by=asha)
    clock.forward(minutes=1)
    decide_price("answer_helpful", 50, counts_from=clock.at, reason="From now on.", by=ada)
    deliver()
    vote_on(answer, 0, by=asha)
    assert points(ben) == 50
    assert rebuild_reputation(check=True) == []


@pytest.mark.parametrize(
    ("rule", "number"), [("taken_down", 1), ("nothing", 1), ("answer_helpful", 5000), ("day_limit", -1)]
)
def test_what_makes_no_sense_is_refused(app, rule, number):
    with pytest.raises(Invalid):
        decide_price(rule, number, reason="Because.", by=people.ada())


def test_only_administrators_decide(app, as_):
    with pytest.raises(NotAllowed):
        decide_price("answer_helpful", 1, reason="Because.", by=people.dora())
    assert as_(people.sam()).get("/admin/recognition").status_code == 403


def test_the_form_looks_first_and_decides_with_the_second_press(ben, as_, deliver):
    admin = as_(people.ada())
    said = {"rule": "answer_accepted", "points": "20", "reason": "A little more."}
    page = admin.post("/admin/recognition", data=said)
    assert page.status_code == 200
    assert "1 member would have other points" in page.text
    assert "+10" in page.text
    assert db.session.scalar(select(PriceVersion.id)) is None
    looked = page.text.split('name="looked" value="')[1].split('"')[0]
    page = admin.post("/admin/recognition", data={**said, "points": "30", "looked": looked})  # not what was looked at
    assert "+30" in page.text
    assert db.session.scalar(select(PriceVersion.id)) is None
    assert admin.post("/admin/recognition", data={**said, "looked": looked}).status_code == 303
    deliver()
    assert points(ben) == 60
    assert "A little more." in admin.get("/admin/recognition").text


def test_a_pack_takes_the_place_of_what_was_and_the_first_one_comes_back(ben, deliver):
    load_pack("stackexchange")
    load_pack("stackexchange")
    numbers = db.session.scalars(select(PriceVersion.number)).all()
    assert set(numbers) == {1}  # twice is once
    assert "student" in catalogue() and "first-light" not in catalogue()
    rebuild_reputation()
    assert points(ben) == 51  # one for coming here
    assert backfill() > 0
    assert rebuild_badges(check=True) == []
    load_pack("guildhall")
    rebuild_reputation()
    assert points(ben) == 50
    assert db.session.scalar(select(BadgeRule.key)) is None


def test_a_dump_knows_nothing_of_later_decisions(app):
    load_pack("stackexchange", as_of=datetime(2017, 3, 13, tzinfo=UTC))
    assert Prices.now(db.session.connection()).at("question_helpful", SPRING).points == 5
    load_pack("stackexchange", as_of=datetime(2023, 3, 13, tzinfo=UTC))
    assert Prices.now(db.session.connection()).at("question_helpful", SPRING).points == 10


def test_a_pack_that_is_not_there(app):
    with pytest.raises(Invalid, match="guildhall, stackexchange"):
        load_pack("moon")
