"""Honours are given by staff with a reason that everybody reads, and taken back with one."""

import pytest
from sqlalchemy import select

from community.core.db import db
from community.core.errors import Invalid, NotAllowed
from community.events.delivery import deliver_all
from community.gamification.honouring import honour_member, honours_of, take_back_honour
from community.gamification.models import Honour
from community.gamification.rebuild import rebuild_badges
from community.notifications.models import Notification
from tests import people

WHY = "Kept everybody calm on the day the mail stood still."


def test_staff_honour_and_everybody_reads_why(app, as_, client):
    ben, dora = people.ben(), people.dora()
    given = as_(dora).post(f"{ben.path}/honours", data={"honour": "calm-in-the-storm", "reason": WHY})
    assert given.status_code == 303
    page = client().get(ben.path).text
    assert "Calm in the Storm" in page and WHY in page and "Dora Nagy" in page
    assert WHY in client().get("/badges/calm-in-the-storm").text
    assert rebuild_badges(check=True) == []


def test_told_once_and_once_more_when_it_is_taken_back(app, as_):
    ben, dora, omar = people.ben(), people.dora(), people.omar()
    given = honour_member(ben, "long-watch", WHY, by=dora)
    deliver_all()
    visitor = as_(omar)
    assert visitor.post(f"/honours/{given.id}/removal", data={"reason": ""}).status_code == 422
    assert (
        visitor.post(f"/honours/{given.id}/removal", data={"reason": "It was meant for another Ben."}).status_code
        == 303
    )
    assert visitor.post(f"/honours/{given.id}/removal", data={"reason": "Again."}).status_code == 409
    deliver_all()
    kinds = db.session.scalars(select(Notification.kind).where(Notification.member_id == ben.id)).all()
    assert sorted(kinds) == ["honour", "honour_taken_back"]
    assert honours_of(ben) == []
    assert "It was meant for another Ben." in as_(ben).get(ben.path).text
    assert "It was meant for another Ben." not in as_(people.vera()).get(ben.path).text
    assert "The Long Watch" in as_(ben).get("/notifications").text


def test_who_may_and_what_is_refused(app):
    ben, dora, sam = people.ben(), people.dora(), people.sam()
    with pytest.raises(NotAllowed):
        honour_member(ben, "long-watch", WHY, by=sam)
    with pytest.raises(NotAllowed):
        honour_member(dora, "long-watch", WHY, by=dora)
    for honour, reason in (("long-watch", " "), ("first-light", WHY), ("long-watch", "x" * 301)):
        with pytest.raises(Invalid):
            honour_member(ben, honour, reason, by=dora)
    given = honour_member(ben, "long-watch", WHY, by=dora)
    with pytest.raises(Invalid):
        honour_member(ben, "long-watch", WHY, by=dora)
    with pytest.raises(NotAllowed):
        take_back_honour(given, WHY, by=sam)
    take_back_honour(given, WHY, by=dora)
    honour_member(ben, "long-watch", WHY, by=dora)
    assert len(db.session.scalars(select(Honour)).all()) == 2
