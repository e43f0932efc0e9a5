"""People, profiles, shields, helpers: explained to the last point, and nothing that the viewer may not see."""

import re

import pytest

from community.accounts.joining import join
from community.core.db import atomic, db
from community.forum.accepting import accept_answer
from community.forum.deleting import delete_post
from community.forum.queries import find_post
from community.forum.voting import vote_on
from tests import people
from tests.factories import a_category, a_question, an_answer, an_article

FORBIDDEN = re.compile(r"(?<!-)\b(users?|content|engagement|leaderboard|oops)\b", re.I)


@pytest.fixture
def story(asha, ben, deliver):
    """Ben helped Asha: one answer, accepted and voted up."""
    answer = an_answer(a_question(by=asha), by=ben)
    vote_on(answer, 1, by=people.vera())
    accept_answer(answer, by=asha)
    deliver()
    return answer


def words_of(page) -> str:
    """What a reader sees."""
    return " ".join(re.sub(r"<(script|template|svg|head)\b.*?</\1>|<[^>]+>", " ", page.text, flags=re.S).split())


def test_a_profile_explains_every_point_and_shows_the_shields(story, client, as_, ben):
    page = client().get("/members/ben")
    words = words_of(page)
    assert page.status_code == 200
    assert "Ben Okafor" in words
    assert "25 points" in words
    assert "Contributor takes 25 more points." in words
    assert "Answer accepted 15 1 15" in words
    assert "Answer found helpful 10 1 10" in words
    assert "+15 Answer accepted: VPN drops after ten minutes" in words
    own = words_of(as_(ben).get("/members/ben"))
    assert "+15 Your answer was accepted: VPN drops after ten minutes" in own
    assert f'href="/posts/{story.id}"' in page.text
    assert "First Light" in words
    assert "Swift Reply" in words
    assert "1 answer" in words or "answer 1" in words


def test_the_full_ledger_is_paged_by_key(ben, asha, client):
    topic = a_question(by=asha)
    answer = an_answer(topic, by=ben)
    for number in range(35):
        vote_on(answer, 1, by=people._person(f"Voter{number}"))
    browser = client()
    page = browser.get("/members/ben/reputation")
    assert page.text.count('class="gh-points"') == 30
    older = re.search(r"/members/ben/reputation\?after=[\d_]+", page.text).group()
    assert (
        browser.get(older).text.count('class="gh-points"') == 5 + 15
    )  # over what a day can give, a line takes it off again
    assert browser.get("/members/ben/reputation?after=nonsense").status_code == 422


def test_a_private_topic_stays_private_on_every_people_page(asha, client, as_, deliver):
    sam, vera, dora = people.sam(), people.vera(), people.dora()
    lounge = a_category("Lounge", audience="superusers")
    answer = an_answer(a_question(by=dora, title="Secret plan for the old gateway", category=lounge), by=sam)
    vote_on(answer, 1, by=dora)
    accept_answer(answer, by=dora)
    deliver()
    for browser in (client(), as_(vera)):
        for path in ("/members/sam", "/members/sam/reputation", "/leaderboard", "/badges/first-light", "/members"):
            page = browser.get(path)
            assert page.status_code == 200
            assert "Secret plan" not in page.text
            assert "old-gateway" not in page.text
        assert "a private topic" in words_of(browser.get("/members/sam/reputation"))
        assert "25 points" in words_of(browser.get("/members/sam"))  # the number is the same for everyone
        assert "Sam Reyes" not in words_of(browser.get("/leaderboard"))
    assert "Secret plan" in as_(dora).get("/members/sam").text
    assert "Sam Reyes" in words_of(as_(dora).get("/leaderboard"))


def test_what_was_taken_down_has_no_title_any_more(story, client, deliver):
    delete_post(find_post(story.id, people.sam()), "spam", by=people.ada())
    deliver()
    words = words_of(client().get("/members/ben"))
    assert "Held back while a post is down or hidden: something that was taken down" in words
    assert "0 points" in words
    assert "VPN drops" not in words


def test_the_last_three_months_leave_out_what_is_older(story, client, clock):
    clock.forward(days=120)
    assert "No points in the last three months." in words_of(client().get("/members/ben?points=quarter"))
    assert "Altogether 25" in words_of(client().get("/members/ben?points=all"))


def test_a_new_member_has_a_friendly_empty_page(asha, client, as_):
    words = words_of(client().get("/members/asha"))
    assert "Level 1, Newcomer" in words
    assert "No points yet" in words
    assert "No shield yet." in words
    assert "a first question" in words
    assert "Edit your page" not in words
    assert "Edit your page" in words_of(as_(asha).get("/members/asha"))


def test_how_far_a_shield_is(asha, ben, client, deliver):
    for _ in range(4):
        accept_answer(an_answer(a_question(by=asha), by=ben), by=asha)
    deliver()
    assert "4 of 10 answers accepted" in words_of(client().get("/members/ben"))


def test_hostile_names_and_texts_are_only_text(app, client, deliver):
    evil = join(display_name="<script>alert(1)</script>", email="x@example.org", name="mallory", title="<b>boss</b>")
    a_question(by=evil, title="<img src=x onerror=alert(1)> does not work")
    deliver()
    for path in ("/members", "/members/mallory", "/badges/threshold"):
        page = client().get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<b>boss" not in page.text
        assert "<img src=x" not in page.text


def test_unknown_people_and_shields_are_not_found(app, client):
    for path in ("/members/nobody", "/members/nobody/reputation", "/badges/nothing"):
        assert client().get(path).status_code == 404
    assert client().get("/members/%00").status_code == 400


def test_people_are_found_by_part_of_their_name_and_paged_by_handle(app, client):
    for number in range(35):
        people._person(f"Guest{number:02d} Of Honour")
    people.vera()
    browser = client()
    first = browser.get("/members")
    assert first.text.count('class="gh-avatar') >= 30
    more = re.search(r"/members\?after=[\w-]+", first.text).group()
    assert "Vera Lind" in browser.get(more).text
    assert "Vera Lind" not in first.text
    found = words_of(browser.get("/members?q=LIND"))
    assert "Vera Lind" in found
    assert "Guest01" not in found
    assert "Nobody by that name" in words_of(browser.get("/members?q=%25_zz"))
    with atomic():
        people_gone = join(display_name="Gone Away", email=None)
        people_gone.active = False
    assert "Gone Away" not in browser.get("/members?q=gone").text


def test_shields_say_who_has_them(story, client, as_, ben):
    page = words_of(client().get("/badges"))
    assert "First Light 1 person has it" in page
    assert "Keystone nobody has it yet" in page
    assert "First Light yours since" in words_of(as_(ben).get("/badges"))
    one = words_of(client().get("/badges/first-light"))
    assert "For a first answer that was accepted." in one
    assert "Ben Okafor" in one
    assert "Nobody yet" in words_of(client().get("/badges/keystone"))


def test_helpers_are_counted_by_people_helped_and_equals_keep_their_order(asha, ben, client, clock, deliver):
    sam, vera = people.sam(), people.vera()
    topic = a_question(by=asha)
    bens, sams = an_answer(topic, by=ben), an_answer(topic, by=sam)
    vote_on(bens, 1, by=vera)
    vote_on(sams, 1, by=vera)
    vote_on(sams, 1, by=asha)
    browser = client()

    def order(period=""):
        return re.findall(r"(Ben Okafor|Sam Reyes)</a>", browser.get(f"/leaderboard{period}").text)

    assert order() == ["Sam Reyes", "Ben Okafor"]
    accept_answer(bens, by=asha)
    assert order() == ["Ben Okafor", "Sam Reyes"]  # as many people, and one of them chose the answer
    page = browser.get("/leaderboard")
    assert "2 helped" in words_of(page)
    assert "<ol" not in page.text[page.text.index("<main") : page.text.index("</main")]
    clock.forward(days=8)
    assert order() == []
    assert "Quiet so far" in browser.get("/leaderboard").text
    assert order("?period=month") == ["Ben Okafor", "Sam Reyes"]


def test_lists_send_as_many_statements_for_many_as_for_few(asha, ben, client, statements, deliver):
    sam = people.sam()

    def busy(count, start):
        for number in range(start, start + count):
            voter = people._person(f"Voter{number}")
            answer = an_answer(a_question(by=asha), by=ben)
            vote_on(answer, 1, by=voter)
            accept_answer(answer, by=asha)
            helped = an_answer(a_question(by=ben), by=voter)
            accept_answer(helped, by=ben)
            an_article(by=sam, title=f"How to find gateway {number}")
        deliver()

    paths = ("/members", "/members/ben", "/members/ben/reputation", "/members/sam", "/badges", "/badges/first-light",
             "/leaderboard")  # fmt: skip
    browser = client()
    busy(2, 0)
    few = []
    for path in paths:
        with statements() as sent:
            browser.get(path)
        few.append(len(sent))
    busy(6, 2)
    many = []
    for path in paths:
        with statements() as sent:
            browser.get(path)
        many.append(len(sent))
    # Shields that were earned meanwhile are not counted any more, so a profile may ask for less.
    assert [path for path, one, other in zip(paths, few, many, strict=True) if other > one] == []
    assert max(many) <= 24


def test_no_page_uses_the_words_we_avoid(story, client):
    for path in ("/members", "/members/ben", "/members/ben/reputation", "/badges", "/badges/thanked", "/leaderboard"):
        assert FORBIDDEN.findall(words_of(client().get(path))) == [], path


def test_points_and_level_reach_the_page_without_anything_being_owed(asha, ben, client):
    answer = an_answer(a_question(by=asha), by=ben)
    accept_answer(answer, by=asha)
    assert "15 points" in words_of(client().get("/members/ben"))  # together with the fact, not afterwards
    db.session.rollback()
