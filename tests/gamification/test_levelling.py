"""Levels ask for outcomes beside points, rise at once, fall late, and say in every refusal what is missing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Member
from community.accounts.sanctioning import warn_member
from community.core.db import atomic, db
from community.events import delivery
from community.forum.accepting import accept_answer
from community.forum.voting import store_vote
from community.gamification.levelling import lock_level
from community.gamification.rebuild import rebuild_reputation
from community.notifications.models import Notification
from tests import people
from tests.factories import a_question, an_answer
from tests.gamification.ledger import events


@pytest.fixture
def deliver_all(app):
    """Run all that is owed, notices included."""

    def run() -> None:
        with app.app_context():
            delivery.deliver_all()
        db.session.expire_all()

    return run


def level(member: Member) -> int:
    return db.session.scalar(select(Member.level).where(Member.id == member.id))


def help_(ben, asha, votes: int, *, accepted: bool = False):
    answer = an_answer(a_question(by=asha), by=ben)
    for _ in range(votes):
        store_vote(answer, 1)
    if accepted:
        accept_answer(answer, by=asha)
    return answer


def test_points_alone_make_no_contributor(ben, asha, as_):
    answer = help_(ben, asha, 6)
    assert level(ben) == 1
    other = an_answer(a_question(by=asha), by=people.vera())
    refused = as_(ben).get(f"/posts/{other.id}/objection")
    assert "opens at Contributor; you are 1 outcome that somebody confirmed away." in refused.text
    accept_answer(answer, by=asha)
    assert level(ben) == 2
    assert [event.fact.level for event in events("LevelReached")] == [2]
    assert rebuild_reputation(check=True) == []


def test_a_warning_keeps_from_rising_for_a_while(ben, asha, clock):
    for _ in range(5):
        help_(ben, asha, 3, accepted=True)
    assert level(ben) == 3
    vera = people.vera()
    warn_member(vera, "Please be kind to each other.", by=people.dora())
    for _ in range(5):
        help_(vera, asha, 3, accepted=True)
    assert level(vera) == 2
    clock.forward(days=31)
    help_(vera, asha, 1)
    assert level(vera) == 3


def test_it_falls_late_and_only_far_below(ben, asha, clock, deliver_all):
    answers = [help_(ben, asha, 4, accepted=True) for _ in range(5)]
    assert level(ben) == 3
    for answer in answers[:1]:
        for _ in range(6):
            store_vote(answer, -1)
    assert db.session.scalar(select(Member.level_at_risk_until)) is None  # 263 points of 200
    for answer in answers:
        for _ in range(20):
            store_vote(answer, -1)
    deliver_all()
    assert level(ben) == 3
    told = select(Notification.kind).where(Notification.member_id == ben.id, Notification.kind.startswith("level"))
    assert set(db.session.scalars(told)) == {"level_reached", "level_at_risk"}
    clock.forward(days=13)
    deliver_all()
    assert level(ben) == 3
    assert rebuild_reputation(check=True) == []  # it is in grace, which is no difference
    clock.forward(days=2)
    deliver_all()
    assert level(ben) == 2
    assert [(event.fact.old, event.fact.level) for event in events("LevelLowered")] == [(3, 2)]
    deliver_all()
    assert rebuild_reputation(check=True) == []


def test_earned_again_in_time_it_stays(ben, asha, clock, deliver_all):
    answers = [help_(ben, asha, 4, accepted=True) for _ in range(5)]
    for _ in range(50):
        store_vote(answers[0], -1)
    for _ in range(3):
        help_(ben, asha, 20)
    assert db.session.scalar(select(Member.level_at_risk_until).where(Member.id == ben.id)) is None
    clock.forward(days=20)
    deliver_all()
    assert level(ben) == 3


def test_who_is_away_is_left_in_peace_and_what_is_locked_stays(ben, asha, clock, deliver_all):
    answers = [help_(ben, asha, 4, accepted=True) for _ in range(5)]
    with atomic():
        ben.away_until = clock.at + timedelta(days=40)
    for _ in range(100):
        store_vote(answers[0], -1)
    clock.forward(days=15)
    deliver_all()
    assert level(ben) == 3
    lock_level(db.session.get(Member, ben.id), 3, by=people.dora())
    clock.forward(days=60)
    deliver_all()
    assert level(ben) == 3


def test_staff_keep_a_level_and_let_it_go_again(ben, asha, as_, deliver_all):
    help_(ben, asha, 4, accepted=True)
    dora, address = people.dora(), f"{ben.path}/level"
    assert as_(asha).post(address, data={"level": "5"}).status_code == 403 and level(ben) == 2
    assert as_(dora).post(f"{dora.path}/level", data={"level": "5"}).status_code == 403
    for _ in range(2):
        assert as_(dora).post(address, data={"level": "5"}).status_code == 303
    deliver_all()
    assert level(ben) == 5
    assert "Provider staff decided that this level stays" in as_(ben).get(ben.path).text
    assert "decided that your level stays" in as_(ben).get("/notifications").text
    assert len(events("LevelLocked")) == 1
    as_(dora).post(address, data={"level": "1"})
    db.session.expire_all()
    for _ in range(5):
        help_(ben, asha, 4, accepted=True)
    assert level(ben) == 1
    as_(dora).post(address, data={"level": "0"})
    deliver_all()
    assert level(ben) == 3  # what was earned meanwhile counts at once
    assert "Your level goes by what you earn again" in as_(ben).get("/notifications").text
    assert rebuild_reputation(check=True) == []


def test_the_profile_says_what_is_missing_and_what_it_opens(ben, asha, as_):
    help_(ben, asha, 2)
    page = as_(ben).get(ben.path).text
    assert "Contributor takes <b>30</b> more points and <b>1</b> more outcome that somebody confirmed." in page
    assert "It opens: Posting without the limits for newcomers; Voting down." in page
