"""Shields are earned by facts: once each, as of the fact, quietly for what was brought in."""

import pytest
from sqlalchemy import select

from community.bridges.confirming import confirm, reopen
from community.bridges.escalating import escalate_question
from community.core.db import atomic, db
from community.desk.models import Ticket
from community.desk.resolving import resolve_ticket
from community.events import replaying
from community.events.facts import KINDS, FactRow, Owed
from community.forum.accepting import accept_answer, withdraw_acceptance
from community.forum.closing import link_topics
from community.forum.queries import find_topic
from community.forum.voting import vote_on
from community.gamification.awarding import award
from community.gamification.badges import FAMILIES, shipped
from community.gamification.models import Award
from community.gamification.rebuild import rebuild_badges, rebuild_reputation
from community.gamification.reputation import DEEDS_OF, pay
from community.improvement.moving import move_stage
from community.knowledge.helping import say_helpful
from community.knowledge.publishing import validate_article
from community.knowledge.revising import revise_article
from community.pages.heraldry.shields import CHARGES, DIVISION_OF, METALS
from community.reactions import FOLLOWS
from tests import people
from tests.factories import a_proposal, a_question, an_answer, an_article
from tests.gamification.ledger import events, lines, owe_again, points, shields

NAME = "gamification.awarding.award"


def test_first_light_and_swift_reply(asha, ben, clock, deliver):
    topic = a_question(by=asha)
    clock.forward(minutes=14)
    accept_answer(an_answer(topic, by=ben), by=asha)
    deliver()
    assert shields(ben) == ["first-light", "swift"]
    award_ = db.session.scalar(select(Award).where(Award.badge == "swift"))
    accepted = events("AnswerAccepted")[0]
    assert (award_.fact_id, award_.at, award_.subject_kind) == (accepted.id, accepted.at, "post")


def test_a_late_answer_is_not_swift_but_gives_first_light(asha, ben, clock, deliver):
    topic = a_question(by=asha)
    clock.forward(minutes=16)
    accept_answer(an_answer(topic, by=ben), by=asha)
    deliver()
    assert shields(ben) == ["first-light"]


def test_ones_own_answer_earns_nothing(asha, deliver):
    accept_answer(an_answer(a_question(by=asha), by=asha), by=asha)
    deliver()
    assert shields(asha) == ["threshold"]


def test_the_tenth_accepted_answer_lights_the_lamps(asha, ben, deliver):
    taken_back = an_answer(a_question(by=asha), by=ben)
    accept_answer(taken_back, by=asha)
    withdraw_acceptance(find_topic(taken_back.topic_id, asha), by=asha)
    for _ in range(9):
        accept_answer(an_answer(a_question(by=asha), by=ben), by=asha)
    deliver()
    assert "lamplighter" not in shields(ben)
    accept_answer(an_answer(a_question(by=asha), by=ben), by=asha)
    deliver()
    assert "lamplighter" in shields(ben)


def test_delivered_late_it_is_as_of_its_fact(asha, ben, deliver):
    answer = an_answer(a_question(by=asha), by=ben)
    accept_answer(answer, by=asha)
    withdraw_acceptance(find_topic(answer.topic_id, asha), by=asha)
    deliver()
    assert "first-light" in shields(ben)  # it was true when it happened, and a shield is not taken away
    assert rebuild_badges(check=True) == []


def test_delivered_twice_and_out_of_order_it_is_the_earliest(asha, ben, deliver):
    for _ in range(2):
        accept_answer(an_answer(a_question(by=asha), by=ben), by=asha)
    first, second = events("AnswerAccepted")
    with atomic():
        award([second])
        award([first])
        award([second, first])
    kept = db.session.scalar(select(Award).where(Award.badge == "first-light"))
    db.session.refresh(kept)
    assert (kept.fact_id, kept.subject_id) == (first.id, first.fact.post_id)
    told = [event.fact.badge for event in events("BadgeAwarded") if event.fact.member_id == ben.id]
    assert len(told) == len(set(told)) and {"first-light", "swift"} <= set(told)
    deliver()  # the worker comes to them as well
    owe_again(first, NAME)
    deliver()
    told = [(event.fact.member_id, event.fact.badge) for event in events("BadgeAwarded")]
    assert len(told) == len(set(told))


def test_the_fact_is_back_dated_and_keeps_its_origin(asha, ben, clock, deliver):
    with replaying("elsewhere"):
        accept_answer(an_answer(a_question(by=asha), by=ben), by=asha)
    then = events("AnswerAccepted")[0].at
    clock.forward(days=30)
    deliver()
    awarded = [event for event in events("BadgeAwarded") if event.fact.member_id == ben.id]
    assert {(event.at, event.origin) for event in awarded if event.fact.badge == "swift"} == {(then, "elsewhere")}
    assert {event.origin for event in awarded} == {"elsewhere"}


def test_well_thanked_is_about_one_answer(asha, ben, deliver):
    topic = a_question(by=asha)
    liked, other = an_answer(topic, by=ben), an_answer(topic, by=ben)
    for number in range(10):
        voter = people._person(f"Voter{number}", "superuser")
        vote_on(liked, 1 if number else -1, by=voter, reason="unclear")
        vote_on(other, 1 if number < 3 else 0, by=voter)
    deliver()
    assert "thanked" not in shields(ben)
    vote_on(liked, 1, by=people.sam())
    vote_on(liked, 1, by=people.vera())
    deliver()
    assert shields(ben) == ["thanked"]


def test_writing_and_validating_and_helping_and_mending(asha, deliver):
    sam, dora = people.sam(), people.dora()
    articles = [an_article(by=sam, title=f"How to find gateway {number}") for number in range(5)]
    for article in articles:
        validate_article(article, by=dora)
    deliver()
    assert shields(sam) == ["scribe", "archivist"]
    assert points(sam) == 5 * 25 + 5 * 10
    for number in range(25):
        say_helpful(articles[0], 1, by=people._person(f"Reader{number}"))
    for number in range(10):
        revise_article(articles[1], title=articles[1].title, source=f"Choose gateway {number} in the menu.", by=dora)
        revise_article(articles[2], title=articles[2].title, source=f"Choose gateway {number} in the menu.", by=sam)
    deliver()
    assert "beacon" in shields(sam)
    assert shields(dora) == ["mender"]
    assert "mender" not in shields(sam)
    say_helpful(articles[0], -1, by=asha)
    assert points(sam) == 5 * 25 + 5 * 10 + 25 * 5


def test_an_article_validated_again_pays_once(app):
    sam, dora = people.sam(), people.dora()
    article = an_article(by=sam)
    validate_article(article, by=dora)
    revise_article(article, title=article.title, source="Choose gateway 4 in the menu.", by=sam)
    validate_article(article, by=dora)
    assert points(sam) == 35


def test_who_is_credited_in_an_article_is_paid_when_it_is_published(asha, ben):
    from community.bridges.harvesting import harvest_answer
    from community.knowledge.publishing import publish_article

    sam = people.sam()
    answer = an_answer(a_question(by=asha), by=ben)
    publish_article(harvest_answer(answer, by=sam), by=sam)
    assert lines(ben) == [("article_from_answer", 10)]
    assert lines(sam) == [("article_published", 25)]
    assert lines(asha) == []


def test_proposing_and_being_heard(asha, deliver):
    dora = people.dora()
    proposal = a_proposal(by=asha)
    for stage in ("planned", "in_progress", "delivered"):
        move_stage(proposal, stage, "This is going well, thank you.", by=dora)
    deliver()
    assert lines(asha) == [("proposal_delivered", 20)]
    assert shields(asha) == ["acorn", "keystone"]


def test_staff_do_not_pay_themselves_for_their_own_proposal(app, deliver):
    dora = people.dora()
    proposal = a_proposal(by=dora)
    for stage in ("planned", "in_progress", "delivered"):
        move_stage(proposal, stage, "This is going well, thank you.", by=dora)
    deliver()
    assert (lines(dora), shields(dora)) == ([], ["acorn"])


@pytest.mark.parametrize(("kind", "expected"), [("incident", ["watchbell"]), ("request", [])])
def test_handing_a_question_to_the_desk_pays_when_the_asker_says_it_works(kind, expected, asha, deliver):
    sam, dora = people.sam(), people.dora()
    topic = a_question(by=asha)
    ticket = escalate_question(topic, kind, "", by=sam)
    resolve_ticket(ticket, "The certificate was renewed.", by=dora)
    assert points(sam) == 0
    confirm(topic, ticket, by=asha)
    deliver()
    assert lines(sam) == [("escalation_resolved", 5)]
    assert shields(sam) == expected
    reopen(topic, db.session.get(Ticket, ticket.id), by=asha)
    assert points(sam) == 0
    assert rebuild_reputation(check=True) == []
    assert rebuild_badges(check=True) == []


def test_joining_twenty_questions_builds_a_bridge(asha, deliver):
    sam = people.sam()
    topics = [a_question(by=asha) for _ in range(21)]
    for topic in topics[1:]:
        link_topics(topics[0], topic, by=sam)
        link_topics(topics[0], topic, by=sam)
    deliver()
    assert shields(sam) == ["bridge"]
    assert db.session.scalar(select(Award.fact_id).where(Award.badge == "bridge")) == events("TopicsLinked")[-1].id


def test_twelve_weeks_need_not_follow_each_other(asha, ben, clock, deliver):
    for week in range(12):
        clock.forward(weeks=1 + week % 3)
        for _ in range(2 if week < 3 else 1):
            accept_answer(an_answer(a_question(by=asha), by=ben), by=asha)
        if week == 10:
            deliver()
            assert "hive" not in shields(ben)
    deliver()
    assert "hive" in shields(ben)


def test_steadfast_after_three_years(asha, ben, clock, deliver):
    topic = a_question(by=asha)
    clock.forward(days=3 * 365)
    an_answer(topic, by=ben)
    clock.forward(days=2)
    an_answer(topic, by=ben)
    deliver()
    assert shields(ben) == ["steadfast"]
    assert db.session.scalar(select(Award.at).where(Award.badge == "steadfast")) == clock.at


def test_posts_without_a_member_earn_nobody_anything(asha, deliver):
    from community.forum.accepting import store_acceptance
    from community.forum.answering import store_answer
    from community.forum.queries import find_post

    topic = a_question(by=asha)
    post = store_answer(topic, "From elsewhere, by someone unknown here.", by=None, author_note="Robin")
    store_acceptance(find_post(post.id, asha), by=asha)
    deliver()
    assert set(db.session.scalars(select(Award.member_id))) == {asha.id}


def test_the_catalogue_can_be_drawn_and_every_fact_in_it_is_delivered(app):
    badges = list(shipped().values())
    assert len({badge.name for badge in badges}) == len(badges) >= 60
    for badge in badges:
        assert badge.charge in CHARGES
        assert badge.metal in METALS
        assert badge.family in (*DIVISION_OF, "Answers")
        assert badge.what
        assert badge.why
        assert badge.family in FAMILIES
        assert badge.unit or badge.rule.per == "tag" or badge.rule.goal * badge.rule.score in (1, 22)
    follows = {kind.__name__: row for kind, row in FOLLOWS.items()}
    assert set(DEEDS_OF) <= set(KINDS)
    assert [kind for kind in DEEDS_OF if pay not in follows[kind].together] == []
    assert [kind for kind in follows if award in follows[kind].afterwards and kind not in DEEDS_OF] == []


def test_only_facts_that_can_earn_something_owe_an_award(asha, ben, app):
    answer = an_answer(a_question(by=asha), by=ben)
    with atomic():
        db.session.query(Owed).delete()
    accept_answer(answer, by=asha)
    withdraw_acceptance(find_topic(answer.topic_id, asha), by=asha)
    owed = db.session.execute(
        select(FactRow.kind).join(Owed, Owed.fact_id == FactRow.id).where(Owed.reaction == NAME)
    ).scalars()
    assert list(owed) == ["AnswerAccepted"]
