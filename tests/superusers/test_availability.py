"""Being away and quiet hours: what one says holds by itself, others read of it only as far as allowed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask_mailman import EmailMultiAlternatives
from sqlalchemy import select

from community.accounts.models import Member
from community.core.db import atomic, db
from community.core.errors import Invalid, NotFound
from community.events.facts import FactRow
from community.notifications.models import Notification
from community.superusers.absences import (
    Absence,
    absences_of,
    away_shown_to,
    begin_absence,
    end_absence,
    find_absence,
    finish_absence,
    plan_absence,
)
from community.superusers.availability import Availability, keep_quiet_hours, quiet_end
from tests import people
from tests.factories import a_question, an_answer

HERE = "/settings/availability"
MONDAY = date(2026, 3, 2)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def away_until(member) -> datetime | None:
    return db.session.scalar(select(Member.away_until).where(Member.id == member.id))


def test_an_absence_begins_and_ends_by_itself(app, as_, clock, deliver):
    ben = people.ben()
    said = as_(ben).post(f"{HERE}/absences", data={"first": "2026-03-04", "last": "2026-03-06", "note": "Tatra"})
    assert said.status_code == 303
    assert "Tatra" in as_(ben).get(HERE).text
    deliver()
    assert away_until(ben) is None
    clock.forward(days=2)
    deliver()
    assert away_until(ben) == datetime(2026, 3, 7, tzinfo=UTC)
    for _ in range(2):  # delivered once more, nothing changes
        for row in db.session.scalars(
            select(FactRow).where(FactRow.kind == "AbsencePlanned").order_by(FactRow.id)
        ).all():
            with atomic():
                begin_absence(row.event())
    assert db.session.scalars(select(FactRow.kind).where(FactRow.kind == "AbsenceBegan")).all() == ["AbsenceBegan"]
    clock.forward(days=3)
    deliver()
    assert away_until(ben) is None
    assert absences_of(ben) == []


def test_back_early_and_not_going(app, as_, clock, deliver):
    ben = people.ben()
    running = plan_absence(day(0), day(3), by=ben)
    ahead = plan_absence(day(10), day(12), by=ben)
    assert away_until(ben) is not None  # from the moment it was said
    for absence in (running, ahead, ahead):
        as_(ben).post(f"{HERE}/absences/{absence.id}/end")
    assert away_until(ben) is None
    clock.forward(days=10)
    deliver()
    assert away_until(ben) is None
    assert len(db.session.scalars(select(FactRow).where(FactRow.kind == "AbsenceEnded")).all()) == 2


def test_an_old_end_does_not_end_a_later_absence(app, clock, deliver):
    ben = people.ben()
    end_absence(plan_absence(day(0), day(1), by=ben), by=ben)
    plan_absence(day(0), day(4), by=ben)
    clock.forward(days=2)
    deliver()
    assert away_until(ben) is not None
    for row in db.session.scalars(select(FactRow).where(FactRow.kind == "AbsencePlanned").order_by(FactRow.id)).all()[
        :1
    ]:
        with atomic():
            finish_absence(row.event())
    assert away_until(ben) is not None


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(None, day(1), "first"), (day(3), day(1), "last"), (day(-5), day(-2), "last"), (day(1), day(400), "last")],
)
def test_days_that_make_no_sense_are_refused(app, first, last, field):
    with pytest.raises(Invalid) as refused:
        plan_absence(first, last, by=people.ben())
    assert refused.value.field == field
    assert db.session.scalar(select(Absence.id)) is None


def test_one_is_away_once_and_it_is_ones_own(app, as_):
    ben, vera = people.ben(), people.vera()
    absence = plan_absence(day(1), day(3), by=ben)
    refused = as_(ben).post(f"{HERE}/absences", data={"first": "2026-03-05", "last": "2026-03-09", "note": "Again"})
    assert refused.status_code == 422
    assert "away then already" in refused.text
    assert "Again" in refused.text  # nothing typed is lost
    with pytest.raises(NotFound):
        find_absence(absence.id, vera)
    assert as_(vera).post(f"{HERE}/absences/{absence.id}/end").status_code == 404


@pytest.mark.parametrize(("shown", "sees"), [("members", "vera sam"), ("superusers", "sam"), ("nobody", "")])
def test_others_read_of_it_as_far_as_one_allows(app, as_, client, shown, sees):
    ben, vera, sam = people.ben(), people.vera(), people.sam()
    as_(ben).post(f"{HERE}/quiet-hours", data={"away_shown": shown})
    plan_absence(day(0), day(3), "In hospital", by=ben)
    for name, who in {"vera": vera, "sam": sam}.items():
        for path in (ben.path, "/completions/people?q=ben"):
            page = as_(who).get(path).text
            assert ("way until" in page) == (name in sees)
            assert "hospital" not in page
    assert "Away until" in as_(ben).get(ben.path).text
    assert "Away until" not in client().get(ben.path).text
    assert away_shown_to(None, [ben]) == {}


@pytest.mark.parametrize(
    ("zone", "at", "ends"),
    [
        ("UTC", (2, 21, 59), None),
        ("UTC", (2, 22, 0), (3, 7, 0)),
        ("UTC", (3, 6, 59), (3, 7, 0)),
        ("UTC", (3, 7, 0), None),
        ("Asia/Tokyo", (2, 13, 0), (2, 22, 0)),
        ("America/New_York", (8, 6, 30), (8, 11, 0)),  # the clocks go forward in that night
    ],
)
def test_quiet_hours_are_those_of_ones_own_clock(app, zone, at, ends):
    ben = people.ben()
    ben.timezone = zone
    said = Availability(member_id=ben.id, quiet_from=22 * 60, quiet_until=7 * 60)
    end = datetime(2026, 3, ends[0], ends[1], ends[2], tzinfo=UTC) if ends else None
    assert quiet_end(said, ben, datetime(2026, 3, *at, tzinfo=UTC)) == end


def test_in_quiet_hours_mails_and_bells_wait(app, clock, deliver, monkeypatch):
    asha, ben = people.asha(), people.ben()
    sent, rung = [], []
    monkeypatch.setattr(EmailMultiAlternatives, "send", lambda self, **_: sent.append((self.to[0], self.subject)))
    monkeypatch.setattr("community.notifications.telling.refresh", lambda room, _: rung.append(room))
    topic = a_question(by=asha)
    deliver()
    keep_quiet_hours(time(8), time(11, 30), away_shown="members", by=asha)
    sent.clear(), rung.clear()
    an_answer(topic, by=ben)
    deliver()
    mine = (asha.email, "Ben Okafor answered “VPN drops after ten minutes”")
    assert db.session.scalar(select(Notification.id).where(Notification.kind == "answer")) is not None
    assert mine not in sent
    assert f"member:{asha.id}" not in rung
    clock.forward(hours=2, minutes=29)
    deliver()
    assert mine not in sent
    clock.forward(minutes=1)
    deliver()
    assert sent.count(mine) == 1
    assert f"member:{asha.id}" in rung


def test_quiet_hours_need_both_ends(app, as_):
    ben = people.ben()
    for data in ({"quiet_from": "22:00"}, {"quiet_from": "22:00", "quiet_until": "22:00"}):
        assert as_(ben).post(f"{HERE}/quiet-hours", data={"away_shown": "members", **data}).status_code == 422
    assert db.session.get(Availability, ben.id) is None
    kept = {"away_shown": "nobody", "quiet_from": "22:00", "quiet_until": "06:30"}
    assert as_(ben).post(f"{HERE}/quiet-hours", data=kept).status_code == 303
    assert 'value="06:30"' in as_(ben).get(HERE).text


def test_questions_are_offered_to_helpers_alone(app, as_):
    ben, sam = people.ben(), people.sam()
    offer = {"takes_questions": "y", "weekly_cap": "3", "tags": "", "back_up": ""}
    assert "200 points" in as_(ben).get(HERE).text
    assert as_(ben).post(f"{HERE}/questions", data=offer).status_code == 403
    assert db.session.get(Availability, ben.id) is None
    assert as_(sam).post(f"{HERE}/questions", data=offer).status_code == 303
    assert db.session.get(Availability, sam.id).weekly_cap == 3


def test_what_cannot_be_offered_is_said_beside_its_field(app, as_):
    sam, dora = people.sam(), people.dora()
    offer = {"takes_questions": "y", "weekly_cap": "3", "tags": "", "back_up": ""}
    for wrong in ({"weekly_cap": "31"}, {"weekly_cap": ""}, {"tags": "no-such-tag"}, {"back_up": str(dora.id)}):
        refused = as_(sam).post(f"{HERE}/questions", data={**offer, **wrong})
        assert refused.status_code == 422
        assert "gh-error" in refused.text
    a_question(by=people.asha(), tags=["vpn"])
    as_(dora).post(f"{HERE}/questions", data={**offer, "stands_in": "y"})
    kept = as_(sam).post(f"{HERE}/questions", data={**offer, "tags": "#VPN", "back_up": str(dora.id)})
    assert kept.status_code == 303
    assert db.session.get(Availability, sam.id).back_up_id == dora.id
    assert 'value="vpn"' in as_(sam).get(HERE).text
