"""Kudos: a sentence from one member to another, a few in a week."""

import pytest
from sqlalchemy import select

from community.core.db import db
from community.core.errors import Invalid, NotAllowed
from community.events.delivery import deliver_all
from community.forum.words import watch_word
from community.gamification.earning import earned
from community.gamification.giving_kudos import give_kudos, kudos_left, remove_kudos
from community.gamification.rebuild import rebuild_reputation
from community.gamification.rules import rule_from
from community.notifications.models import Notification
from tests import people

WORDS = "You stayed on the line until my print came out."


def test_a_sentence_stands_on_the_page_and_its_receiver_is_told(app, as_, client):
    ben, vera = people.ben(), people.vera()
    assert as_(vera).post(f"{ben.path}/kudos", data={"body": WORDS}).status_code == 303
    deliver_all()
    assert WORDS in client().get(ben.path).text
    kinds = db.session.scalars(select(Notification.kind).where(Notification.member_id == ben.id)).all()
    assert kinds == ["kudos"]
    assert "Vera Lind thanked you" in as_(ben).get("/notifications").text


def test_shields_can_count_them_and_what_is_taken_down_counts_no_more(app):
    ben, vera = people.ben(), people.vera()
    kudos = give_kudos(ben, WORDS, by=vera)
    rule = rule_from({"plus": ["praised"], "count": "people", "revoke": True})
    assert [each.member_id for each in earned(rule, db.session.connection())] == [ben.id]
    remove_kudos(kudos, by=vera)
    assert earned(rule, db.session.connection()) == []
    assert rebuild_reputation(check=True) == []


def test_a_few_in_a_week_and_to_each_person_once(app, clock):
    ben, vera, asha = people.ben(), people.vera(), people.asha()
    give_kudos(ben, WORDS, by=vera)
    assert kudos_left(vera) == 0
    with pytest.raises(NotAllowed, match="this week already"):
        give_kudos(ben, WORDS, by=vera)
    with pytest.raises(NotAllowed, match="all your kudos"):
        give_kudos(asha, WORDS, by=vera)
    with pytest.raises(NotAllowed, match="somebody else"):
        give_kudos(asha, WORDS, by=asha)
    asha.recognition = "private"
    with pytest.raises(NotAllowed, match="no kudos on their page"):
        give_kudos(asha, WORDS, by=ben)
    clock.forward(days=6, hours=14)  # Sunday, 23:00
    assert kudos_left(vera) == 0
    clock.forward(hours=1)
    give_kudos(ben, WORDS, by=vera)


def test_what_is_too_short_or_watched_is_refused(app, brakes):
    ben, vera = people.ben(), people.vera()
    dora = people.dora()
    watch_word("casino*", "refuse", category=None, by=dora)
    watch_word("gift card*", "review", category=None, by=dora)
    for words in ("Thanks", "x" * 201, "Come to my casino, dear friend.", "Here is a gift card for you."):
        with pytest.raises(Invalid):
            give_kudos(ben, words, by=vera)
    assert kudos_left(vera) == 1


def test_hidden_by_its_receiver_and_taken_down_by_its_writer(app, as_, client):
    ben, vera, asha = people.ben(), people.vera(), people.asha()
    kudos = give_kudos(ben, WORDS, by=vera)
    hiding, removal = f"/kudos/{kudos.id}/hiding", f"/kudos/{kudos.id}/removal"
    assert as_(vera).post(hiding, data={"on": "1"}).status_code == 403
    assert as_(ben).post(hiding, data={"on": "1"}).status_code == 303
    assert WORDS not in client().get(ben.path).text
    assert WORDS in as_(ben).get(ben.path).text
    assert as_(asha).post(removal).status_code == 404  # hidden: it isn't there for others
    as_(ben).post(hiding, data={"on": "0"})
    assert as_(asha).post(removal).status_code == 403
    assert as_(vera).post(removal).status_code == 303
    assert WORDS not in as_(ben).get(ben.path).text
    assert kudos_left(vera) == 0  # it was this week's
    deliver_all()
    assert db.session.scalar(select(Notification.id).where(Notification.kind == "kudos")) is None
