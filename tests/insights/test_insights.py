"""Insights: for those who look after the place, and the figures are right."""

from datetime import timedelta

from community.accounts.grouping import join_group, make_group
from community.bridges.sparing import spare_question
from community.core import clock as community_clock
from community.forum.accepting import accept_answer
from community.insights.counting import (
    in_words,
    open_proposals,
    questions_between,
    questions_by_service,
    spared_between,
)
from tests import people
from tests.factories import a_category, a_proposal, a_question, a_service, an_answer


def test_for_super_users_and_staff(app, as_):
    assert as_(people.asha()).get("/insights").status_code == 403
    for member in (people.sam(), people.dora(), people.ada()):
        assert as_(member).get("/insights").status_code == 200


def test_first_answer_and_who_solved(app, clock, as_):
    asha, ben, dora = people.asha(), people.ben(), people.dora()
    start = community_clock.now()
    for minutes, helper in ((10, ben), (30, dora), (50, ben)):
        topic = a_question(by=asha)
        clock.forward(minutes=1)
        an_answer(topic, by=asha, body="Some more detail about what I saw.")  # one's own word is no help
        clock.forward(minutes=minutes - 1)
        accept_answer(an_answer(topic, by=helper), by=asha)
    a_question(by=asha, title="Nobody knows this one")
    clock.forward(minutes=1)
    span = questions_between(start, community_clock.now(), dora)
    assert (span.asked, span.answered, span.solved, span.solved_by_peers) == (4, 3, 3, 2)
    assert span.first_answer == timedelta(minutes=30)
    page = as_(dora).get("/insights").text
    assert "30<" in page.replace("\n", "") or ">30" in page


def test_what_a_group_keeps_to_itself_is_not_counted_for_others(app, as_):
    asha, sam, omar, group = people.asha(), people.sam(), people.omar(), make_group("Lab keepers", by=None)
    for member in (asha, omar):
        join_group(group, member, by=None)
    ours = dict.fromkeys(("audience", "posters", "moderators"), f"group:{group.id}")
    service, now = a_service(), community_clock.now()
    topic = a_question(by=asha, category=a_category("Lab", service=service, **ours))
    spare_question("incident", topic.id, {"title": "The same"}, by=omar)
    a_proposal(by=asha, audience=ours["audience"])
    until = now + timedelta(minutes=1)
    for member, known in ((sam, 0), (omar, 1)):
        assert questions_between(now, until, member).asked == known
        assert spared_between(now, until, member) == known
        assert len(questions_by_service(now, member)) == len(open_proposals(member)) == known


def test_spans_read_as_people_say_them():
    assert in_words(timedelta(minutes=14)) == ("14", "min")
    assert in_words(timedelta(hours=3)) == ("3.0", "h")
    assert in_words(timedelta(days=4)) == ("4.0", "days")
    assert in_words(None) == ("–", "")
