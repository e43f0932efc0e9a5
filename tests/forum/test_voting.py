"""Voting: one voice each, changed and taken back at will, never on ones own, so many a day; against with a reason."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from community.accounts.models import Member
from community.core.db import atomic, db
from community.core.errors import Invalid, NotAllowed
from community.forum import voting
from community.forum.models import Post, Vote
from community.forum.queries import find_post
from community.forum.voting import store_vote, vote_on
from community.forum.words import watch_word
from community.notifications.models import Notification
from community.notifications.reading import list_notes
from tests import people
from tests.factories import a_question, an_answer

PART = {"HX-Request": "true"}


@pytest.fixture
def post(app):
    return an_answer(a_question(by=people.asha()), by=people.ben())


@pytest.fixture
def vera(app):
    """Votes, and has the points to vote against."""
    member = people.vera()
    member.reputation, member.level = 60, 2
    db.session.commit()
    return member


def votes() -> int:
    return db.session.scalar(select(func.count()).select_from(Vote))


def test_a_voice_counts_once_however_often_it_is_given(post, as_, vera):
    visitor = as_(vera)
    for _ in range(3):
        visitor.post(f"/posts/{post.id}/votes", data={"value": "1"})
    assert find_post(post.id, None).score == 1


def test_it_can_be_turned_and_taken_back(post, vera):
    given = [vote_on(post, value, by=vera, reason="unclear") for value in (1, -1, 0, 0)]
    assert given == [1, -1, 0, 0]
    assert votes() == 0


def test_not_on_ones_own_post(post, as_):
    ben = post.author
    with pytest.raises(NotAllowed, match="votes from others"):
        vote_on(post, 1, by=ben)
    assert as_(ben).post(f"/posts/{post.id}/votes", data={"value": "1"}).status_code == 403


def test_only_three_values(post, as_):
    with pytest.raises(Invalid):
        vote_on(post, 2, by=people.vera())
    assert as_(people.sam()).post(f"/posts/{post.id}/votes", data={"value": "many"}).status_code == 422


def test_the_button_gets_its_own_part_of_the_page_back(post, as_):
    page = as_(people.vera()).post(f"/posts/{post.id}/votes", data={"value": "1"}, headers=PART)
    assert page.status_code == 200
    assert "<html" not in page.text
    assert 'aria-pressed="true"' in page.text


def test_against_needs_a_level_and_says_how_far_it_is(post, as_):
    newcomer = people.vera()
    page = as_(newcomer).get(f"/posts/{post.id}/objection")
    assert "Voting down opens at Contributor; you are 50 points and 1 outcome" in page.text
    assert "<textarea" not in page.text
    refused = as_(newcomer).post(f"/posts/{post.id}/objection", data={"reason": "unclear"})
    assert refused.status_code == 403
    assert votes() == 0


def test_who_looks_after_the_place_needs_no_points(post):
    assert vote_on(post, -1, by=people.sam(), reason="outdated") == -1


def test_against_asks_why_and_keeps_what_was_typed(post, as_, vera):
    visitor = as_(vera)
    assert "What is wrong with it?" in visitor.get(f"/posts/{post.id}/objection").text
    page = visitor.post(f"/posts/{post.id}/objection", data={"note": "The menu moved."})
    assert page.status_code == 422
    assert "Please choose what is wrong" in page.text
    assert "The menu moved." in page.text
    assert visitor.post(f"/posts/{post.id}/votes", data={"value": "-1"}).status_code == 422
    assert votes() == 0


def test_a_reason_too_long_is_refused_beside_its_field(post, as_, vera):
    page = as_(vera).post(f"/posts/{post.id}/objection", data={"reason": "unclear", "note": "x" * 301})
    assert page.status_code == 422
    assert "300 characters" in page.text


def test_the_dialog_gives_both_votes_of_the_page_back(post, as_, vera):
    visitor = as_(vera)
    assert "<dialog" in visitor.get(f"/posts/{post.id}/objection", headers=PART).text
    taken = visitor.post(f"/posts/{post.id}/objection", data={"reason": "failed"}, headers=PART)
    assert taken.text.count('hx-swap-oob="true"') == 2
    assert f'id="vote-{post.id}-flat"' in taken.text
    assert find_post(post.id, None).score == -1


def test_a_reason_takes_no_watched_words(post, as_, vera):
    watch_word("idiot", "review", category=None, by=people.dora())
    page = as_(vera).post(f"/posts/{post.id}/objection", data={"reason": "unclear", "note": "Which idiot wrote this?"})
    assert page.status_code == 422 and "Please say it in another way" in page.text


def test_the_author_alone_reads_the_reasons_and_no_name(post, as_, vera):
    ben, path = post.author, post.topic.path
    as_(vera).post(f"/posts/{post.id}/objection", data={"reason": "outdated", "note": "The menu moved in May."})
    mine = as_(ben).get(path).text
    assert "it is out of date" in mine
    assert "The menu moved in May." in mine
    assert "Vera" not in mine
    for other in (people.sam(), people.dora(), vera):
        assert "The menu moved in May." not in as_(other).get(path).text


def test_a_vote_taken_back_takes_its_reason_along(post, as_, vera):
    vote_on(post, -1, by=vera, reason="outdated", note="The menu moved in May.")
    vote_on(post, 1, by=vera)
    kept = db.session.scalars(select(Vote)).one()
    assert (kept.reason, kept.note) == ("", "")
    assert "The menu moved" not in as_(post.author).get(post.topic.path).text


def test_the_author_is_told_once_kindly_and_without_names(post, deliver, vera):
    ben, sam = post.author, people.sam()
    vote_on(post, -1, by=vera, reason="outdated")
    deliver()
    assert lines(ben) == [
        "Somebody had trouble with what you wrote in “VPN drops after ten minutes”: it is out of date"
    ]
    vote_on(post, -1, by=sam, reason="unclear")
    vote_on(post, 0, by=vera)
    vote_on(post, -1, by=vera, reason="failed")
    deliver()
    assert lines(ben) == ["2 people had trouble with what you wrote in “VPN drops after ten minutes”"]
    vote_on(post, 0, by=vera)
    vote_on(post, 0, by=sam)
    assert lines(ben) == []
    mailed = select(Notification.sent_at).where(Notification.kind == "unhelpful")
    assert set(db.session.scalars(mailed)) == {None}


def lines(member) -> list[str]:
    page = list_notes(member)
    return [note.words for note in (*page.unread, *page.read) if note.kind != "badge"]


def test_so_many_votes_for_one_author_a_day(app, as_, clock, vera):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha)
    answers = [an_answer(topic, by=ben) for _ in range(voting.FOR_ONE_AUTHOR + 1)]
    for answer in answers[:-1]:
        vote_on(answer, 1, by=vera)
        clock.forward(minutes=10)
    page = as_(vera).post(f"/posts/{answers[-1].id}/votes", data={"value": "1"}, headers=PART)
    assert page.status_code == 403
    assert "The next one for them opens tomorrow at 09:00." in page.text
    assert vote_on(answers[0], 0, by=vera) == 0  # taking back is always open, and makes room
    assert vote_on(answers[-1], 1, by=vera) == 1
    clock.forward(hours=24)
    assert vote_on(answers[0], 1, by=vera) == 1
    with atomic():  # those who have no account here are not one person together
        for answer in answers:
            answer.author_id = None
    for value in (0, 1):
        assert {vote_on(answer, value, by=vera) for answer in answers} == {value}


def test_so_many_votes_a_day(app, clock, monkeypatch, vera):
    monkeypatch.setattr(voting, "DAILY", 3)
    asha = people.asha()
    posts = [find_post(a_question(by=people._person(f"Asker{n}")).opening_id, asha) for n in range(4)]
    for post in posts[:3]:
        vote_on(post, 1, by=vera)
    with pytest.raises(NotAllowed, match="You have given 3 votes within a day"):
        vote_on(posts[3], 1, by=vera)
    assert vote_on(posts[0], 1, by=vera) == 1  # saying it again is no new vote
    clock.forward(hours=24)
    assert vote_on(posts[3], 1, by=vera) == 1


def test_the_limit_holds_with_many_tabs(app, monkeypatch, vera):
    monkeypatch.setattr(voting, "FOR_ONE_AUTHOR", 2)
    asha, ben, voter = people.asha(), people.ben(), vera.id
    topic = a_question(by=asha)
    idents = [an_answer(topic, by=ben).id for _ in range(6)]

    def vote(ident: int) -> bool:
        with app.app_context():
            try:
                vote_on(find_post(ident, None), 1, by=db.session.get(Member, voter))
            except NotAllowed:
                return False
            return True

    with ThreadPoolExecutor(6) as tabs:
        taken = list(tabs.map(vote, idents))
    assert sum(taken) == votes() == 2


def test_two_tabs_and_retries_count_once(app, post, vera):
    ident, voter = post.id, vera.id

    def vote(_) -> int:
        with app.app_context():
            return vote_on(find_post(ident, None), 1, by=db.session.get(Member, voter))

    with ThreadPoolExecutor(8) as tabs:
        assert set(tabs.map(vote, range(16))) == {1}
    assert votes() == 1


def test_names_are_shown_only_where_the_place_allows(post, as_, vera):
    vote_on(post, 1, by=people.sam())  # nobody said then that it would be shown
    vote_on(post, -1, by=vera, reason="unclear")
    store_vote(post, 1)
    visitor = as_(people.omar())
    assert visitor.get(f"/posts/{post.id}/voters").status_code == 404
    assert f"/posts/{post.id}/voters" not in visitor.get(post.topic.path).text
    post.topic.category.named_votes = True
    db.session.commit()
    vote_on(find_post(post.id, None), 1, by=people.dora())
    page = visitor.get(f"/posts/{post.id}/voters").text
    assert "Dora Nagy" in page
    assert "Vera Lind" not in page and "Sam Reyes" not in page
    assert "2 votes have no name" in page
    assert f"/posts/{post.id}/voters" in visitor.get(post.topic.path).text


def test_ten_voters_at_once_make_ten_voices(post, app):
    voters = [people._person(f"Voter{number}").id for number in range(10)]
    ident, failures = post.id, []

    def vote(member_id):
        try:
            with app.app_context():
                vote_on(find_post(ident, None), 1, by=db.session.get(Member, member_id))
                db.session.remove()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=vote, args=(voter,)) for voter in voters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    assert not failures
    assert db.session.get(Post, ident).score == 10
    assert votes() == 10
