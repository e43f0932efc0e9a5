"""Who knows what follows the ledger, is rebuilt to the same, and says nothing of what is private."""

import pytest
from sqlalchemy import delete, select, update

from community.accounts.profile import change_recognition
from community.core.db import atomic, db
from community.events.facts import Owed
from community.events.table import name_of
from community.forum.accepting import accept_answer, withdraw_acceptance
from community.forum.deleting import delete_post, restore_post
from community.forum.editing import edit_post
from community.forum.queries import find_post, find_tag, find_topic
from community.forum.voting import vote_on
from community.gamification.expertise import (
    Expertise,
    count_expertise,
    knows_about,
    rebuild_expertise,
    who_knows,
    who_knows_service,
    who_knows_tag,
)
from community.knowledge.helping import say_helpful
from tests import people
from tests.factories import a_category, a_question, a_service, an_answer, an_article
from tests.gamification.ledger import events


@pytest.fixture
def deliver(app):
    """`deliver()`: run what expertise owes, and forget the rest."""
    from community.events.delivery import deliver_all

    def run() -> None:
        with atomic():
            db.session.execute(delete(Owed).where(Owed.reaction != name_of(count_expertise)))
        deliver_all()
        assert db.session.scalar(select(Owed.fact_id).where(Owed.reaction == name_of(count_expertise))) is None

    return run


@pytest.fixture
def cast(app):
    """Asks, answers, votes."""
    return people.asha(), people.ben(), people.vera()


def solved(by, asker, *, tags=("vpn",), **more):
    answer = an_answer(a_question(by=asker, tags=list(tags), **more), by=by)
    accept_answer(answer, by=asker)
    return answer


def kept():
    return sorted(tuple(row) for row in db.session.execute(select(*Expertise.__table__.c)))


def names(found):
    return [each.member.name for each in found]


def test_it_follows_what_others_confirmed(cast, deliver):
    asha, ben, vera = cast
    service = a_service()
    place = a_category(service=service)
    answer = solved(ben, asha, category=place)
    an_answer(answer.topic, by=vera)  # nobody said that it helps
    deliver()
    asked = a_question(by=vera, tags=["vpn"], category=place)
    found = who_knows(find_topic(asked.id, asha), asha)
    assert [(each.member.name, each.about) for each in found] == [("ben", ("vpn",))]
    assert names(who_knows_tag(find_tag("vpn", None), None)) == names(who_knows_service(service, None)) == ["ben"]
    assert {area.words for area in knows_about(ben, None)} == {"vpn", "Remote access"}
    withdraw_acceptance(find_topic(answer.topic_id, asha), by=asha)
    deliver()
    assert who_knows(find_topic(asked.id, asha), asha) == []
    assert kept() == []


def test_articles_count_for_their_service(cast, deliver):
    _, ben, vera = cast
    service = a_service()
    article = an_article(by=people.sam(), service=service)
    assert who_knows_service(service, None) == []  # published, and nobody said yet that it is any good
    for voter in (ben, vera):
        say_helpful(article, 1, by=voter)
    assert names(who_knows_service(service, None)) == ["sam"]


def test_what_is_private_counts_for_those_who_may_read_it(cast, deliver):
    sam, dora = people.sam(), people.dora()
    _, ben, _ = cast
    lounge = a_category("Lounge", audience="superusers")
    solved(sam, dora, category=lounge, tags=["vpn"])
    a_question(by=ben, tags=["vpn"])
    deliver()
    tag = find_tag("vpn", dora)
    assert names(who_knows_tag(tag, dora)) == ["sam"]
    assert who_knows_tag(tag, ben) == who_knows_tag(tag, None) == []
    assert knows_about(sam, ben) == []
    asked = a_question(by=dora, category=lounge, tags=["vpn"])
    with atomic():
        db.session.execute(update(Expertise).values(member_id=ben.id))  # as if Ben had left that circle
    assert who_knows(find_topic(asked.id, dora), dora) == []


def test_who_shows_nothing_is_not_named(cast, deliver):
    asha, ben, vera = cast
    solved(ben, asha)
    deliver()
    change_recognition(ben, recognition="private", among_helpers=True, may_be_asked=True, by=ben)
    asked = find_topic(a_question(by=vera, tags=["vpn"]).id, asha)
    assert who_knows(asked, asha) == []


def test_taken_down_put_back_and_filed_elsewhere(cast, deliver):
    asha, ben, _ = cast
    sam, ada = people.sam(), people.ada()
    answer = an_answer(a_question(by=asha, tags=["vpn"]), by=ben)
    for voter in (asha, sam, ada):
        vote_on(answer, 1, by=voter)
    deliver()
    before = kept()
    delete_post(find_post(answer.id, sam), "twice", by=ada)
    deliver()
    assert kept() == []
    restore_post(find_post(answer.id, ada), by=ada)
    deliver()
    assert kept() == before
    topic = find_topic(answer.topic_id, sam)
    opening = find_post(topic.opening_id, sam)
    edit_post(opening, opening.source, title=topic.title, tags=["proxy"], by=sam)
    deliver()
    assert names(who_knows_tag(find_tag("proxy", None), None)) == ["ben"]
    assert [row for row in kept() if row in before and row[2]] == []  # the old tag knows nothing of Ben any more


def test_delivered_twice_and_rebuilt_is_the_same(cast, deliver):
    asha, ben, vera = cast
    answer = solved(ben, asha, tags=["vpn", "proxy"])
    vote_on(answer, 1, by=vera)
    deliver()
    once = kept()
    assert len(once) == 3
    with atomic():
        count_expertise(events("AnswerAccepted") * 2)
    assert kept() == once
    assert rebuild_expertise(check=True) == []
    with atomic():
        db.session.execute(update(Expertise).values(weight=7))
    assert rebuild_expertise(check=True) == ["Who knows what: 3 entries differ."]
    assert rebuild_expertise()
    assert kept() == once
