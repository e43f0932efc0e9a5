"""What is new and what moved on: each member's own, recorded when a page was seen, put aside and taken back exactly."""

import re

import pytest
from sqlalchemy import select, update

from community.accounts.models import Member
from community.core import clock as community_clock
from community.core.db import atomic, db
from community.forum.catching_up import dismiss, note_reading, undo_dismissal
from community.forum.freshness import count_fresh, marks_of
from community.forum.merging import merge_topics
from community.forum.queries import find_topic, visible_topics
from community.forum.reads import TopicRead
from community.notifications.watching import watch
from tests import people
from tests.factories import a_category, a_question, an_answer


@pytest.fixture
def two(asha, ben, clock):
    """Two questions of Asha's, asked after Ben joined."""
    clock.forward(minutes=1)
    return a_question(by=asha, title="The first of two questions"), a_question(by=asha, title="The second of them")


def fresh(viewer) -> tuple[int, int]:
    return count_fresh(visible_topics(viewer), viewer)


def read(topic, by) -> None:
    found = find_topic(topic.id, by)
    note_reading(found, found.last_post_id, by=by)


def kept() -> list:
    """What is known of reading, but for when."""
    names = ("member_id", "topic_id", "post_id", "kept", "dismissal_id", "before_id")
    columns = [getattr(TopicRead, name) for name in names]
    return sorted(map(tuple, db.session.execute(select(*columns))), key=str)


def until() -> int:
    return community_clock.milliseconds(community_clock.now())


def test_what_is_asked_after_one_joined_is_new_until_it_is_opened(two, asha, ben):
    assert fresh(ben) == (2, 0)
    assert fresh(asha) == (0, 0)  # one's own
    read(two[0], ben)
    assert fresh(ben) == (1, 0)


def test_what_was_asked_before_is_not_new(asha, clock):
    a_question(by=asha)
    clock.forward(minutes=1)
    assert fresh(people.vera()) == (0, 0)


def test_nothing_is_new_for_longer_than_thirty_days(two, ben, clock):
    clock.forward(days=31)
    assert fresh(ben) == (0, 0)


def test_newer_posts_are_counted_and_lead_to_the_first(two, asha, ben, as_, clock):
    read(two[0], ben)
    first = an_answer(two[0], by=asha)
    an_answer(two[0], by=people.vera())
    assert fresh(ben) == (1, 1)
    mark = marks_of([find_topic(two[0].id, ben)], ben)[two[0].id]
    assert (mark.state, mark.count, mark.first_id) == ("unread", 2, first.id)
    page = as_(ben).get("/questions").text
    assert f'href="{two[0].path}#answer-{first.id}"' in page and "2 new since you read it" in page
    assert "2 new since you were here" in as_(ben).get(two[0].path).text


def test_what_one_writes_is_read_and_what_others_add_is_not(two, asha, ben):
    an_answer(two[0], by=ben)
    assert fresh(ben) == (1, 0)
    an_answer(two[0], by=asha)
    assert fresh(ben) == (1, 1)
    assert fresh(asha) == (0, 0)


def test_ones_own_words_stay_read_when_they_are_merged_into_what_one_read(two, asha, ben):
    read(two[0], ben)
    an_answer(two[1], by=ben)
    merge_topics(find_topic(two[1].id, ben), find_topic(two[0].id, ben), by=people.sam())
    assert fresh(ben) == (0, 1)  # Asha's question came along
    with atomic():  # and then that alone was read
        known = update(TopicRead).where(TopicRead.member_id == ben.id, TopicRead.topic_id == two[0].id)
        db.session.execute(known.values(post_id=two[1].opening_id))
    assert fresh(ben) == (0, 0)


def test_what_one_muted_is_neither_new_nor_unread(two, asha, ben, as_):
    read(two[0], ben)
    an_answer(two[0], by=asha)
    browser = as_(ben)
    assert two[0].title in (page := browser.get("/questions?tab=unread").text) and two[1].title in page
    for topic in two:
        watch("topic", topic.id, "muted", by=ben)
    page = browser.get("/questions?tab=unread").text
    assert two[0].title not in page and two[1].title not in page
    page = browser.get("/questions").text
    assert two[0].title in page and "new since you read it" not in page
    browser.post("/dismissals", data={"tab": "unread", "what": "both", "until": until() + 1})
    assert fresh(ben) == (1, 1)  # nothing was put aside: it is there again for whoever hears of it again


@pytest.mark.parametrize("page", ["/questions?", "/?", "/c/remote-access?"])
def test_a_guest_who_asks_for_a_list_of_their_own_is_led_to_the_door(two, client, page):
    for tab in ("unread", "following", "mine", "foryou"):
        answer = client().get(f"{page}tab={tab}")
        assert answer.status_code == 303 and answer.location.startswith("/login?next=") and tab in answer.location


def test_asking_for_the_page_says_nothing_only_having_seen_it(two, ben, as_):
    browser = as_(ben)
    browser.get(two[0].path)
    assert fresh(ben) == (2, 0)
    for _ in range(2):
        assert browser.post(f"/q/{two[0].id}/reading", data={"post": two[0].last_post_id}).status_code == 204
    assert fresh(ben) == (1, 0)


@pytest.mark.parametrize("post", ["", "x", "-1", "99999999999"])
def test_a_post_that_is_none_is_refused(two, ben, as_, post):
    assert as_(ben).post(f"/q/{two[0].id}/reading", data={"post": post}).status_code == 422


def test_nobody_reads_ahead_of_what_is_there(two, asha, ben, as_):
    as_(ben).post(f"/q/{two[0].id}/reading", data={"post": 999999999})
    an_answer(two[0], by=asha)
    assert fresh(ben) == (1, 1)


def test_an_older_page_does_not_make_unread_again(two, asha, ben):
    opening = two[0].last_post_id
    an_answer(two[0], by=asha)
    read(two[0], ben)
    note_reading(find_topic(two[0].id, ben), opening, by=ben)
    assert fresh(ben) == (1, 0)


def test_marked_as_unread_it_stays_so_whatever_its_age_until_opened(two, asha, ben, as_, clock):
    answer = an_answer(two[0], by=asha)
    read(two[0], ben)
    clock.forward(days=40)
    shown = as_(ben).post(f"/posts/{answer.id}/unread", follow_redirects=True)
    assert f"#answer-{answer.id}" in shown.text
    assert fresh(ben) == (0, 1)
    read(two[0], ben)
    assert fresh(ben) == (0, 0)


def test_guests_mark_nothing(two, client):
    assert client().post(f"/q/{two[0].id}/reading", data={"post": 1}).status_code == 401
    assert client().post("/dismissals", data={"what": "new"}).status_code == 401


def test_a_private_topic_is_not_counted_and_can_not_be_marked(asha, ben, as_):
    topic = a_question(by=people.dora(), category=a_category("Desk", audience="staff"))
    assert fresh(ben) == (0, 0)
    assert as_(ben).post(f"/q/{topic.id}/reading", data={"post": 1}).status_code == 404
    assert as_(ben).post(f"/posts/{topic.opening_id}/unread").status_code == 404


def test_putting_aside_and_taking_back_leaves_everything_as_it_was(two, asha, ben, clock):
    read(two[0], ben)
    an_answer(two[0], by=asha)
    before = kept()
    made = dismiss(visible_topics(ben), "both", until=until(), by=ben)
    assert (made.count, fresh(ben)) == (2, (0, 0))
    assert undo_dismissal(made.id, by=ben) == 2
    assert (kept(), fresh(ben)) == (before, (1, 1))
    assert undo_dismissal(made.id, by=ben) == 0  # twice is once


def test_what_was_read_meanwhile_stays_read_when_it_is_taken_back(two, ben):
    made = dismiss(visible_topics(ben), "new", until=until(), by=ben)
    read(two[0], ben)
    assert undo_dismissal(made.id, by=ben) == 1
    assert fresh(ben) == (1, 0)


def test_only_what_the_list_and_the_page_showed_is_put_aside(two, asha, ben, as_, clock):
    other = a_category("Campus cars")
    a_question(by=asha, title="May I keep a car for three days?", category=other)
    shown = until()
    clock.forward(minutes=1)
    a_question(by=asha, title="Asked while the page was open")
    form = {"what": "new", "place": "remote-access", "tab": "unread", "until": str(shown)}
    back = as_(ben).post("/dismissals", data=form)
    assert back.location.startswith("/c/remote-access?tab=unread&dismissed=")
    assert fresh(ben) == (2, 0)
    page = as_(ben).get(back.location)
    assert "2 topics put aside" in page.text
    counts = r">Unread <span>(\d+)</span>"
    assert re.findall(counts, page.text + as_(ben).get("/questions?tab=unread&state=solved").text) == ["1", "0"]
    ident = back.location.rsplit("=", 1)[1]
    assert as_(ben).post(f"/dismissals/{ident}/undoing", data=form).location == "/c/remote-access?tab=unread"
    assert fresh(ben) == (4, 0)


def test_pressing_twice_puts_aside_once_and_says_so(two, ben, as_):
    form = {"what": "both", "until": str(until())}
    assert "dismissed=" in as_(ben).post("/dismissals", data=form).location
    again = as_(ben).post("/dismissals", data=form, follow_redirects=True)
    assert "There was nothing new any more" in again.text


def test_another_word_is_refused(two, ben, as_):
    assert as_(ben).post("/dismissals", data={"what": "everything"}).status_code == 422


def test_only_ones_own_and_only_the_last_is_taken_back(two, asha, ben, as_, clock):
    first = dismiss(visible_topics(ben), "new", until=until(), by=ben)
    assert as_(asha).post(f"/dismissals/{first.id}/undoing").status_code == 404
    clock.forward(minutes=1)
    a_question(by=asha, title="One more, asked later on")
    second = dismiss(visible_topics(ben), "new", until=until(), by=ben)
    assert as_(ben).post(f"/dismissals/{first.id}/undoing").status_code == 403
    assert undo_dismissal(second.id, by=ben) == 1


def test_imported_history_is_nobodys_reading(two, ben, clock):
    """A member may begin afresh: what is older is not new."""
    clock.forward(minutes=1)
    with atomic():
        db.session.execute(update(Member).where(Member.id == ben.id).values(new_since=community_clock.now()))
    db.session.refresh(ben)
    assert fresh(ben) == (0, 0)


def test_the_topic_is_held_before_what_is_read_of_it(two, ben, statements):
    """As answering does, which writes the same row at its end: else the two would wait for each other."""
    with statements() as sent:
        note_reading(two[0], two[0].last_post_id, by=ben)
    noted = next(at for at, each in enumerate(sent) if "INSERT INTO topic_reads" in each)
    assert any("FROM topics" in each for each in sent[:noted])
    with statements() as sent:
        dismiss(visible_topics(ben), "both", until=until() + 1, by=ben)
    noted = next(at for at, each in enumerate(sent) if "INSERT INTO topic_reads" in each)
    assert any("SELECT topics.id" in each and "ORDER BY topics.id" in each for each in sent[:noted])


def test_many_topics_cost_the_same(two, asha, ben, as_, statements):
    browser = as_(ben)

    def fill(count: int) -> None:
        for number in range(count):
            topic = a_question(by=asha, title=f"Question number {number} of {count}", tags=["vpn"])
            if number % 2:
                read(topic, ben)
                an_answer(topic, by=asha)

    def cost() -> int:
        browser.get("/questions?tab=unread")
        with statements() as sent:
            assert browser.get("/questions?tab=unread").status_code == 200
        return len(sent)

    fill(2)
    few = cost()
    fill(12)
    assert cost() == few
