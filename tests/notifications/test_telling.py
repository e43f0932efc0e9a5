"""Telling: who is told of what, each once, never of one's own doing, never of what one may not see."""

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from community.accounts.joining import change_role, join
from community.bridges.escalating import escalate_question
from community.bridges.harvesting import harvest_answer
from community.core.db import atomic, db
from community.desk.answering import answer_ticket
from community.desk.models import Ticket
from community.desk.resolving import resolve_ticket
from community.desk.taking import take_ticket
from community.events import replaying
from community.events.facts import FactRow
from community.forum.accepting import accept_answer, withdraw_acceptance
from community.forum.answering import post_answer
from community.forum.commenting import comment_on
from community.forum.deleting import delete_post
from community.forum.editing import edit_post
from community.forum.queries import find_post, find_topic
from community.forum.suggesting import accept_suggestion, find_suggestion, suggest_edit
from community.forum.voting import vote_on
from community.improvement.moving import move_stage
from community.improvement.reporting import add_word
from community.improvement.stages import STAIR
from community.improvement.supporting import support
from community.knowledge.publishing import publish_article
from community.notifications.models import Notification
from community.notifications.reading import list_notes
from community.notifications.receivers import RECEIVERS
from community.notifications.telling import tell
from community.notifications.watching import watch
from tests import people
from tests.factories import a_category, a_proposal, a_question, an_answer, an_article


def told(member) -> list[str]:
    """Kinds of what a member was told, oldest first."""
    query = select(Notification.kind).where(Notification.member_id == member.id, Notification.kind != "badge")
    return list(db.session.scalars(query.order_by(Notification.id)))


def lines(member) -> list[str]:
    """The sentences a member reads, newest first, unread and read."""
    page = list_notes(member)
    return [note.words for note in (*page.unread, *page.read)]


def redeliver() -> None:
    """Tell every fact so far once more."""
    for row in db.session.scalars(select(FactRow).order_by(FactRow.id)).all():
        event = row.event()
        if type(event.fact) in RECEIVERS and event.origin is None:
            with atomic():
                tell(event)


def test_the_asker_hears_of_an_answer_and_the_answerer_does_not(app, deliver):
    asha, ben, vera = people.asha(), people.ben(), people.vera()
    topic = a_question(by=asha)
    watch("topic", topic.id, "watching", by=vera)
    an_answer(topic, by=ben)
    deliver()
    assert told(asha) == ["answer"] and told(vera) == ["answer"] and told(ben) == []
    assert "Ben Okafor answered “VPN drops after ten minutes”" in lines(asha)


def test_nobody_is_told_of_their_own_doing(app, deliver):
    asha = people.asha()
    topic = a_question(by=asha)
    post = an_answer(topic, by=asha)
    comment_on(post, "I forgot to say: only on Mondays.", by=asha)
    accept_answer(post, by=asha)
    deliver()
    assert told(asha) == []


def test_acceptance_is_told_to_its_author_and_to_followers_as_a_solution(app, deliver):
    asha, ben, vera = people.asha(), people.ben(), people.vera()
    topic = a_question(by=asha)
    watch("topic", topic.id, "tracking", by=vera)
    accept_answer(an_answer(topic, by=ben), by=asha)
    deliver()
    assert told(ben) == ["accepted"] and told(vera) == ["solved"] and told(asha) == ["answer"]


def test_what_was_taken_back_before_it_was_told_is_not_told(app, deliver):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha)
    post = an_answer(topic, by=ben)
    accept_answer(post, by=asha)
    withdraw_acceptance(find_topic(topic.id, asha), by=asha)
    delete_post(post, "posted twice", by=ben)
    deliver()
    assert told(ben) == [] and told(asha) == []


@pytest.mark.parametrize(
    ("level", "hears"),
    [
        ("watching", ["answer", "official_answer"]),
        ("tracking", ["official_answer"]),
        ("normal", []),
        ("muted", []),
    ],
)
def test_each_level_lets_through_what_it_says(app, deliver, level, hears):
    asha, ben, vera, dora = people.asha(), people.ben(), people.vera(), people.dora()
    topic = a_question(by=asha)
    watch("topic", topic.id, level, by=vera)
    an_answer(topic, by=ben)
    post_answer(find_topic(topic.id, dora), "The certificate is renewed tonight.", by=dora, official=True)
    deliver()
    assert told(vera) == hears


def test_who_muted_their_own_question_hears_nothing(app, deliver):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha)
    watch("topic", topic.id, "muted", by=asha)
    an_answer(topic, by=ben)
    deliver()
    assert told(asha) == []


def test_votes_are_one_line_and_a_voice_counts_once(app, deliver):
    asha, ben = people.asha(), people.ben()
    post = an_answer(a_question(by=asha), by=ben)
    voters = [people.dora(), people.vera(), people.sam(), asha, people.ada()]
    for voter in voters:
        for value in (1, 0, 1):
            vote_on(post, value, by=voter)
    deliver()
    redeliver()
    assert "5 people found what you wrote in “VPN drops after ten minutes” helpful" in lines(ben)
    for voter in voters[1:]:
        vote_on(post, 0, by=voter)
    assert "Somebody found what you wrote in “VPN drops after ten minutes” helpful" in lines(ben)
    vote_on(post, -1, by=voters[0], reason="unclear")
    assert not any("helpful" in line for line in lines(ben))


def test_a_comment_is_told_to_the_author_of_the_post(app, deliver):
    asha, ben, vera = people.asha(), people.ben(), people.vera()
    post = an_answer(a_question(by=asha), by=ben)
    comment_on(post, "Does it last after a restart?", by=vera)
    deliver()
    assert told(ben) == ["comment"] and told(asha) == ["answer"]


def test_who_wrote_it_is_told_of_what_others_edit_but_not_of_what_they_took_over(app, deliver):
    ben, sam, vera = people.ben(), people.sam(), people.vera()
    post = an_answer(a_question(by=people.asha()), by=ben)
    edit_post(post, "Switch to gateway three, please.", by=ben)
    edit_post(find_post(post.id, sam), "Switch to gateway three for now.", by=sam)
    found = suggest_edit(find_post(post.id, vera), "Switch to gateway four.", "It is open again", by=vera)
    deliver()
    redeliver()
    assert told(ben) == ["edited", "suggested"]
    assert "Sam Reyes edited what you wrote in “VPN drops after ten minutes”" in lines(ben)
    accept_suggestion(find_suggestion(found.id, ben), by=ben)
    deliver()
    assert told(ben) == ["edited", "suggested"]


def test_the_ticket_is_told_to_the_asker_and_each_public_word_once(app, deliver):
    asha, sam, dora = people.asha(), people.sam(), people.dora()
    topic = a_question(by=asha)
    escalate_question(topic, "incident", "Seen in three buildings.", by=sam)
    ticket = db.session.scalar(select(Ticket))
    take_ticket(ticket, by=dora)
    answer_ticket(ticket, "The certificate is renewed tonight at nine.", by=dora)
    deliver()
    assert told(asha) == ["escalated", "ticket_state", "official_answer"]
    assert told(sam) == ["ticket_state", "official_answer"] and told(dora) == []
    assert all("Seen in three" not in line for member in (asha, sam) for line in lines(member))
    resolve_ticket(ticket, "Renewed; reconnect once.", by=dora, note="Canary-7431 was late again.")
    deliver()
    assert told(asha)[3:] == ["official_answer", "ticket_resolved"] or told(asha)[3:] == [
        "ticket_resolved",
        "official_answer",
    ]
    assert all("Canary" not in line for line in lines(asha))


def test_members_are_led_to_the_question_and_staff_to_the_desk(app, deliver, as_):
    asha, sam, dora, ada = people.asha(), people.sam(), people.dora(), people.ada()
    topic = a_question(by=asha)
    ticket = escalate_question(topic, "incident", "", by=sam)
    watch("ticket", ticket.id, "watching", by=ada)
    take_ticket(ticket, by=dora)
    deliver()

    def leads_to(member) -> str:
        note = next(note for note in list_notes(member).unread if note.kind == "ticket_state")
        return as_(member).get(note.url).location

    assert leads_to(asha) == topic.path and leads_to(ada) == ticket.path


def test_those_whose_words_became_an_article_hear_of_it(app, deliver, as_):
    asha, ben, sam = people.asha(), people.ben(), people.sam()
    topic = a_question(by=asha)
    post = an_answer(topic, by=ben)
    accept_answer(post, by=asha)
    publish_article(harvest_answer(post, by=sam), by=sam)
    deliver()
    assert "article_credit" in told(ben) and told(sam) == []


def test_a_shield_is_told_to_its_winner(app, deliver, as_):
    asha = people.asha()
    a_question(by=asha)
    deliver()
    page = as_(asha).get("/notifications").text
    assert "You earned a shield" in page and "Threshold" in page


def test_a_private_topic_is_told_to_nobody_who_lost_access(app, deliver, as_):
    sam, other, asha = people.sam(), people.vera(), people.asha()
    change_role(other, "superuser", by=None)
    topic = a_question(by=sam, category=a_category("Lounge", audience="superusers"), title="Duty at the weekend")
    watch("topic", topic.id, "watching", by=other)
    an_answer(topic, by=people.dora())
    deliver()
    assert lines(other) == ["Dora Nagy answered “Duty at the weekend”"]
    before = list_notes(other).unread[0]
    change_role(other, "member", by=None)
    an_answer(topic, by=people.ada())
    deliver()
    assert told(other) == ["answer"]  # nothing new
    for address in ("/notifications", "/notifications/bell", "/"):
        assert "Duty at the weekend" not in as_(other).get(address).text
    assert "unread" not in as_(other).get("/notifications/bell").text
    assert as_(other).get(before.url).status_code == 404
    assert as_(asha).get(before.url).status_code == 404  # nor by anybody else


def test_a_circle_of_a_proposal_is_kept(app, deliver):
    sam, vera, dora = people.sam(), people.vera(), people.dora()
    change_role(vera, "superuser", by=None)
    proposal = a_proposal(by=sam, audience="superusers")
    support(proposal, by=vera)
    change_role(vera, "member", by=None)
    move_stage(proposal, "planned", "Agreed, first quarter.", by=dora)
    deliver()
    assert told(sam) == ["stage"] and told(vera) == []


def test_supporters_hear_of_each_step_and_word_once(app, deliver):
    asha, vera, dora = people.asha(), people.vera(), people.dora()
    proposal = a_proposal(by=asha)
    support(proposal, by=vera)
    move_stage(proposal, "planned", "Agreed, first quarter.", by=dora)
    add_word(proposal, "The supplier answers on Friday.", by=dora)
    deliver()
    redeliver()
    for member in (asha, vera):
        assert told(member) == ["stage", "word"]
    assert "“One sign-in for the gate and the car app” is now planned" in lines(vera)


def test_old_news_of_an_import_is_not_told(app, deliver):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha)
    deliver()
    with replaying("stackexchange:test"):
        an_answer(topic, by=ben)
    deliver()
    assert told(asha) == []


def test_an_article_suggestion_needs_no_reader(app, deliver):
    an_article(by=people.sam())
    deliver()
    assert db.session.scalar(select(func.count()).where(Notification.kind.like("article%"))) == 0


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("support"), st.integers(0, 3)),
        st.tuples(st.just("level"), st.integers(0, 3), st.sampled_from(["watching", "tracking", "normal", "muted"])),
        st.tuples(st.just("step")),
        st.tuples(st.just("word")),
        st.tuples(st.just("again")),
    ),
    max_size=14,
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(actions=ACTIONS)
def test_each_subscriber_is_told_exactly_once_per_step(app, clock, actions):
    """Whatever the order, and however often a fact is delivered: a model of who follows agrees with what was told."""
    crowd = _crowd()
    proposer, dora, followers = crowd[0], crowd[1], crowd[2:]
    proposal = a_proposal(by=proposer)
    levels: dict[int, str] = {}
    expected: dict[int, int] = {member.id: 0 for member in crowd}
    stages = iter(STAIR[1:])
    for action, *rest in actions:
        clock.forward(minutes=1)
        if action == "support" and proposal.is_open:
            member = followers[rest[0]]
            support(proposal, by=member)
            levels.setdefault(member.id, "watching")
        elif action == "level":
            member = followers[rest[0]]
            watch("proposal", proposal.id, rest[1], by=member)
            levels[member.id] = rest[1]
        elif action in ("step", "word"):
            stage = next(stages, None) if action == "step" else None
            if stage:
                move_stage(proposal, stage, "On its way, as agreed.", by=dora)
            else:
                add_word(proposal, "It goes on, see you Friday.", by=dora)
            redeliver()
            expected[proposer.id] += 1
            for member_id, level in levels.items():
                expected[member_id] += level in ("watching", "tracking")
        elif action == "again":
            redeliver()
    redeliver()
    counts = select(Notification.member_id, func.count()).where(
        Notification.subject_kind == "proposal", Notification.subject_id == proposal.id
    )
    found = dict(db.session.execute(counts.group_by(Notification.member_id)).all())
    assert found == {member_id: count for member_id, count in expected.items() if count}


def _crowd() -> list:
    def person(role: str):
        return join(name=f"p{uuid4().hex[:12]}", display_name="Somebody Else", email=None, role=role)

    return [person("member"), person("staff"), *(person("member") for _ in range(4))]
