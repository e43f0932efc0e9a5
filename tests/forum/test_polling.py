"""Polls: made with a topic or later, one vote each, changed and taken back, closed by their time or by hand."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.accounts.models import Member
from community.core import clock as time
from community.core.db import db
from community.core.errors import Conflict, Invalid, NotAllowed, NotFound
from community.events.facts import FactRow
from community.forum.deleting import delete_post
from community.forum.models import Topic
from community.forum.polling import (
    Draft,
    change_poll,
    close_poll,
    make_poll,
    remove_poll,
    reopen_poll,
    vote_in_poll,
)
from community.forum.polls import Poll, PollOption, PollVote, find_poll
from community.forum.queries import find_post, find_topic
from community.forum.tallying import polls_of
from tests import people
from tests.factories import a_category, a_question, an_answer

PART = {"HX-Request": "true"}
LUNCH = Draft("When shall we have lunch?", ("11:30", "12:00", "12:30"))


@pytest.fixture
def vera(app):
    return people.vera()


@pytest.fixture
def post(asha):
    """The opening post of a discussion."""
    topic = a_question(by=asha, kind="discussion", title="Lunch on Thursdays")
    return find_post(topic.opening_id, asha)


@pytest.fixture
def poll(post, asha):
    make_poll(post, LUNCH, by=asha)
    return find_poll(post)


def options(poll) -> list[int]:
    return [option.id for option in poll.options]


def counts(poll, viewer=None) -> list:
    return [choice.count for choice in polls_of([poll.post], viewer)[poll.post_id].choices]


def rows() -> int:
    return db.session.scalar(select(func.count()).select_from(PollVote))


def asking(**more) -> dict:
    return {
        "kind": "discussion",
        "category": "remote-access",
        "title": "Lunch on Thursdays",
        "body": "Let us find a time for lunch together.",
        "poll_question": "When?",
        "poll_options": "11:30\n\n 12:00 \n",
        **more,
    }


def test_a_discussion_comes_with_a_poll(asha, as_):
    a_category()
    sent = as_(asha).post("/questions/ask", data=asking())
    assert sent.status_code == 303
    page = as_(people.vera()).get(sent.location).text
    assert "When?" in page
    assert [option.words for option in db.session.scalars(select(PollOption).order_by(PollOption.id))] == [
        "11:30",
        "12:00",
    ]


def test_a_question_has_none_even_when_it_was_typed(asha, as_):
    a_category()
    as_(asha).post("/questions/ask", data=asking(kind="question"))
    assert db.session.scalar(select(Poll)) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"poll_options": "only one"}, "A poll has 2 to 12 options; these are 1."),
        ({"poll_options": "\n".join(map(str, range(13)))}, "these are 13"),
        ({"poll_options": "Yes\nyes"}, "Two options say the same"),
        ({"poll_question": ""}, "Please say what you want to ask"),
        ({"poll_closes": "2020-01-01T10:00"}, "still to come"),
        ({"poll_closes": "0001-01-01T10:00"}, "people live to see"),
        ({"poll_closes": "soon"}, "a day and a time"),
        ({"poll_results": "never"}, "Please choose one of these"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_posted_or_lost(asha, as_, typed, said):
    a_category()
    page = as_(asha).post("/questions/ask", data=asking(**typed))
    assert page.status_code == 422
    assert said in page.text
    assert "Let us find a time" in page.text
    assert db.session.scalar(select(Topic)) is None


def test_who_may_make_one(post, asha, vera):
    with pytest.raises(NotAllowed, match="whoever wrote the post"):
        make_poll(post, LUNCH, by=vera)
    question = a_question(by=asha, title="Where is the printer?")
    with pytest.raises(NotAllowed, match="answered, not voted on"):
        make_poll(find_post(question.opening_id, asha), LUNCH, by=asha)
    reply = an_answer(post.topic, by=vera)
    make_poll(reply, LUNCH, by=vera)  # replies may have one, too
    make_poll(post, LUNCH, by=people.sam())
    with pytest.raises(Conflict):
        make_poll(post, LUNCH, by=asha)


def test_voting_changing_and_taking_back(poll, vera, as_):
    first, second, _ = options(poll)
    visitor, here = as_(vera), f"/posts/{poll.post_id}/poll/votes"
    for option in (first, first, second):
        page = visitor.post(here, data={"option": str(option)}, headers=PART)
    assert counts(poll) == [0, 1, 0]
    assert "1 vote, 100 %" in page.text
    assert "your choice" in page.text
    visitor.post(here, data={"withdraw": "1"})
    assert counts(poll) == [0, 0, 0]


def test_the_author_votes_too(poll, asha):
    vote_in_poll(poll, options(poll)[:1], by=asha)
    assert counts(poll) == [1, 0, 0]


def test_only_one_where_one_may_choose_only_one(poll, vera):
    with pytest.raises(Invalid, match="choose one"):
        vote_in_poll(poll, options(poll)[:2], by=vera)
    with pytest.raises(Invalid, match="changed meanwhile"):
        vote_in_poll(poll, [10**6], by=vera)
    assert rows() == 0


def test_choosing_none_is_said(poll, vera, as_):
    here = f"/posts/{poll.post_id}/poll/votes"
    page = as_(vera).post(here, headers=PART)
    assert page.status_code == 422
    assert "Please choose an option first." in page.text
    assert as_(vera).post(here).status_code == 422


def test_several_choices_are_shares_of_the_people(post, asha, vera, as_):
    make_poll(post, Draft("Which days?", ("Mon", "Tue", "Wed"), several=True), by=asha)
    poll = find_poll(post)
    mon, tue, wed = options(poll)
    vote_in_poll(poll, [mon, tue], by=vera)
    vote_in_poll(poll, [tue, wed], by=asha)
    vote_in_poll(poll, [tue, wed], by=asha)
    assert counts(poll) == [1, 2, 1]
    assert [round(c.share, 1) for c in polls_of([post], None)[post.id].choices] == [0.5, 1.0, 0.5]
    page = as_(vera).get(post.topic.path).text
    assert "2 people have voted" in page


def test_results_wait_until_one_has_voted(post, asha, vera, as_, client):
    make_poll(post, Draft("When?", ("11:30", "12:00"), results="after"), by=asha)
    poll = find_poll(post)
    vote_in_poll(poll, options(poll)[:1], by=people.ben())
    page = as_(vera).get(post.topic.path).text
    assert "You see the results once you have voted." in page
    assert "100 %" not in page
    assert counts(poll, vera) == [None, None]
    page = client().get(post.topic.path).text  # guests read what there is to choose
    assert "<span>11:30</span>" in page and "100 %" not in page
    vote_in_poll(poll, options(poll)[1:], by=vera)
    assert counts(poll, vera) == [1, 1]
    close_poll(poll, by=asha)
    assert counts(poll, None) == [1, 1]


def test_it_closes_at_its_time_without_anybody(post, asha, vera, as_, clock):
    make_poll(post, Draft("When?", ("11:30", "12:00"), closes_at=time.now() + timedelta(hours=1)), by=asha)
    poll = find_poll(post)
    vote_in_poll(poll, options(poll)[:1], by=vera)
    clock.forward(hours=1)
    with pytest.raises(NotAllowed, match="closed"):
        vote_in_poll(poll, options(poll)[1:], by=vera)
    page = as_(vera).get(post.topic.path).text
    assert "Change your vote" not in page
    assert "Closed" in page
    reopen_poll(poll, by=asha)
    vote_in_poll(poll, options(poll)[1:], by=vera)
    assert counts(poll) == [0, 1]


def test_names_are_shown_only_in_named_polls(post, asha, vera, as_):
    make_poll(post, LUNCH, by=asha)
    poll = find_poll(post)
    vote_in_poll(poll, options(poll)[:1], by=vera)
    assert "Vera Lind" not in as_(asha).get(post.topic.path).text
    remove_poll(poll, by=asha)
    make_poll(post, Draft("When?", ("11:30", "12:00"), named=True), by=asha)
    poll = find_poll(post)
    vote_in_poll(poll, options(poll)[:1], by=vera)
    assert "Vera Lind" in as_(asha).get(post.topic.path).text


def test_the_log_does_not_say_what_was_chosen(poll, vera):
    vote_in_poll(poll, options(poll)[:1], by=vera)
    row = db.session.scalar(select(FactRow).where(FactRow.kind == "PollVoted").order_by(FactRow.id))
    assert row.payload == {
        "topic_id": poll.post.topic_id, "post_id": poll.post_id, "poll_id": poll.id, "old": 0, "new": 1,
    }  # fmt: skip


def test_its_words_change_only_before_the_first_vote(poll, asha, vera, as_):
    form = {"poll_question": "Lunch when?", "poll_options": "12:00\n12:30", "poll_several": "y"}
    here = f"/posts/{poll.post_id}/poll/edit"
    assert "11:30" in as_(asha).get(here).text
    assert as_(asha).post(here, data=form).status_code == 303
    poll = find_poll(find_post(poll.post_id, asha))
    assert [option.words for option in poll.options] == ["12:00", "12:30"]
    vote_in_poll(poll, options(poll), by=vera)
    with pytest.raises(Conflict, match="Somebody has voted"):
        change_poll(poll, LUNCH, by=asha)
    assert as_(asha).post(here, data=form).status_code == 409
    assert as_(vera).get(here).status_code == 403


def test_taken_away_with_its_votes(post, asha, vera, as_):
    here = f"/posts/{post.id}/poll"
    make_poll(post, LUNCH, by=asha)
    as_(vera).post(f"{here}/votes", data={"option": str(options(find_poll(post))[0])})
    assert rows() == 1
    for row in [row for row in db.session if isinstance(row, Poll | PollOption)]:
        db.session.expunge(row)  # what goes can't be read again
    assert as_(vera).post(f"{here}/removal").status_code == 403
    assert as_(asha).post(f"{here}/removal").status_code == 303
    assert (rows(), db.session.scalar(select(func.count()).select_from(PollOption))) == (0, 0)
    assert as_(asha).get(here, headers=PART).status_code == 404


def test_a_vote_in_a_poll_that_went_meanwhile(app, poll, asha, vera):
    ident, chosen = poll.post_id, options(poll)[:1]
    with app.app_context():
        remove_poll(find_poll(find_post(ident, None)), by=db.session.get(Member, asha.id))
    with pytest.raises(NotFound, match="taken away meanwhile"):
        vote_in_poll(poll, chosen, by=vera)


def test_nothing_leaks_from_a_place_that_is_not_theirs(asha, vera, as_):
    dora = people.dora()
    place = a_category("Back office", audience="staff")
    topic = a_question(by=dora, kind="discussion", category=place, title="Who leads the review?")
    post = find_post(topic.opening_id, dora)
    make_poll(post, LUNCH, by=dora)
    poll = find_poll(post)
    here = f"/posts/{post.id}/poll"
    assert as_(vera).get(here, headers=PART).status_code == 404
    assert as_(vera).post(f"{here}/votes", data={"option": str(options(poll)[0])}).status_code == 404
    with pytest.raises(NotAllowed):
        vote_in_poll(poll, options(poll)[:1], by=vera)


def test_guests_see_it_and_are_led_to_the_door(poll, client):
    page = client().get(poll.post.topic.path).text
    assert "When shall we have lunch?" in page
    assert 'name="option"' not in page


def test_what_was_taken_down_takes_no_votes(post, asha, vera):
    reply = an_answer(post.topic, by=asha)
    make_poll(reply, LUNCH, by=asha)
    poll = find_poll(reply)
    delete_post(reply, "by mistake", by=asha)
    with pytest.raises(NotAllowed, match="taken down"):
        vote_in_poll(poll, options(poll)[:1], by=vera)


def test_two_tabs_make_one_vote(app, poll, vera):
    ident, voter, choices = poll.post_id, vera.id, options(poll)

    def vote(number: int) -> None:
        with app.app_context():
            vote_in_poll(find_poll(find_post(ident, None)), [choices[number % 3]], by=db.session.get(Member, voter))

    with ThreadPoolExecutor(6) as tabs:
        list(tabs.map(vote, range(12)))
    assert rows() == 1


def test_open_pages_hear_of_a_vote_and_of_nothing_in_it(poll, vera, deliver, monkeypatch):
    heard = []
    monkeypatch.setattr("community.pages.live.refresh", lambda room, part: heard.append((room, part)))
    vote_in_poll(poll, options(poll)[:1], by=vera)
    deliver()
    close_poll(poll, by=poll.post.author)
    deliver()
    room = f"topic:{poll.post.topic_id}"
    assert (room, "poll") in heard and (room, "ballot") in heard


def test_open_pages_hear_that_its_time_is_over(post, asha, deliver, clock, monkeypatch):
    heard = []
    make_poll(post, Draft("When?", ("11:30", "12:00"), closes_at=time.now() + timedelta(hours=1)), by=asha)
    deliver()
    monkeypatch.setattr("community.pages.live.refresh", lambda room, part: heard.append((room, part)))
    clock.forward(hours=1)
    deliver()
    assert heard == [(f"topic:{post.topic_id}", "ballot")]


def test_the_page_costs_the_same_with_many_polls(post, asha, as_, statements):
    def cost() -> int:
        visitor = as_(asha)
        with statements() as sent:
            visitor.get(find_topic(post.topic_id, asha).path)
        return len(sent)

    def add() -> None:
        reply = an_answer(post.topic, by=asha)
        make_poll(reply, Draft("Which?", ("This", "That", "Neither"), named=True), by=asha)
        poll = find_poll(reply)
        for number in range(3):
            voter = people._person(f"Voter{reply.id}x{number}")
            vote_in_poll(poll, options(poll)[number : number + 1], by=voter)

    add()
    once = cost()
    for _ in range(3):
        add()
    assert cost() == once
