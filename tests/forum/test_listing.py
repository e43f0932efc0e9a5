"""Lists: narrowed, paged by key, at a constant number of statements."""

import html
import re

import pytest

from community.core import clock as community_clock
from community.core.db import atomic, set_columns
from community.forum.accepting import accept_answer
from community.forum.closing import close_topic
from community.forum.listing import Filter, list_topics
from community.forum.metoo import say_me_too
from community.forum.models import Topic
from community.forum.queries import find_post
from community.forum.thanking import thank_for
from community.forum.voting import vote_on
from community.notifications.watching import watch
from tests import people
from tests.factories import a_category, a_question, an_answer

TITLE = re.compile(r"<h3>.*?<a [^>]*>([^<]+)</a>")


def test_pages_hold_every_topic_once(app, clock):
    asha = people.asha()
    ids = []
    for number in range(65):
        clock.forward(minutes=1)
        ids.append(a_question(by=asha, title=f"Question number {number}").id)
    seen, after = [], None
    while True:
        page = list_topics(Filter(), None, after=after)
        seen += [topic.id for topic in page.items]
        after = page.after
        if after is None:
            break
    assert seen == ids[::-1]


def test_a_foreign_page_marker_is_refused_kindly(app, client):
    a_question(by=people.asha())
    for marker in ("zzz", "1", "1_2_3", "9" * 40 + "_1"):
        page = client().get(f"/questions?after={marker}")
        assert page.status_code == 422 and "top of the list" in page.text


def test_the_list_costs_the_same_with_many_rows(app, client, statements):
    asha = people.asha()
    a_question(by=asha, tags=["vpn"])
    client().get("/questions")
    with statements() as few:
        client().get("/questions")
    for number in range(20):
        an_answer(a_question(by=asha, title=f"Question number {number}", tags=["vpn", f"t{number}"]), by=asha)
    with statements() as many:
        client().get("/questions")
    assert len(many) == len(few)


def test_tabs_and_tags_narrow(app, client):
    asha, ben = people.asha(), people.ben()
    a_question(by=asha, title="Nobody knows this one", tags=["vpn"])
    an_answer(a_question(by=asha, title="Somebody knew this one"), by=ben)
    assert "Somebody knew" not in client().get("/questions?tab=unanswered").text
    assert "Somebody knew" not in client().get("/questions?tag=vpn").text
    assert client().get("/questions?tag=unknown").status_code == 404
    assert client().get("/questions?service=unknown").status_code == 404


@pytest.fixture
def titles(client):
    """`titles(path, browser)`: the titles of a list in their order."""

    def look(path: str, browser=None) -> list[str]:
        page = (browser or client()).get(path)
        assert page.status_code == 200, path
        return [html.unescape(title) for title in TITLE.findall(page.text)]

    return look


def test_newest_goes_by_when_it_was_asked_and_active_by_what_moved(app, titles, clock):
    asha = people.asha()
    old = a_question(by=asha, title="The older question of two")
    clock.forward(minutes=1)
    a_question(by=asha, title="The newer question of two")
    clock.forward(minutes=1)
    an_answer(old, by=people.ben())
    assert titles("/questions") == ["The older question of two", "The newer question of two"]
    assert titles("/questions?tab=new") == ["The newer question of two", "The older question of two"]


def test_top_counts_votes_me_toos_and_thanks_of_what_was_asked_in_the_period(app, titles, clock):
    asha, ben, vera, sam = people.asha(), people.ben(), people.vera(), people.sam()
    old = a_question(by=asha, title="Loved by many, but long ago")
    for voter in (ben, vera, sam):
        say_me_too(old, True, by=voter)
    clock.forward(days=20)
    thanked = a_question(by=asha, title="An answer to it helped two people")
    answer = an_answer(thanked, by=ben)
    thank_for(answer, by=asha)
    thank_for(answer, by=vera)
    voted = a_question(by=asha, title="One person thinks it is useful")
    vote_on(find_post(voted.opening_id, ben), 1, by=ben)
    lately = ["An answer to it helped two people", "One person thinks it is useful"]
    assert titles("/questions?tab=top&period=week") == lately
    assert titles("/questions?tab=top&period=month") == ["Loved by many, but long ago", *lately]
    thank_for(answer, on=False, by=vera)
    thank_for(answer, on=False, by=asha)
    assert titles("/questions?tab=top&period=week") == lately[::-1]


def test_filters_combine_survive_paging_and_take_several_tags(app, client, titles, clock):
    asha = people.asha()
    for number in range(32):
        clock.forward(minutes=1)
        a_question(by=asha, title=f"Question number {number:02}", tags=["vpn", "wi-fi"] if number else ["vpn"])
    solved = a_question(by=asha, title="This one is solved already", tags=["vpn", "wi-fi"])
    accept_answer(an_answer(solved, by=people.ben()), by=asha)
    close_topic(a_question(by=asha, title="This one is closed for good", tags=["vpn"]), "Asked twice.", by=people.sam())
    assert titles("/questions?tag=vpn&tag=wi-fi&state=solved") == ["This one is solved already"]
    assert titles("/questions?state=closed") == ["This one is closed for good"]
    assert titles("/questions?kind=discussion") == []
    first = client().get("/questions?tag=vpn&tag=wi-fi&state=open&tab=new")
    older = html.unescape(re.search(r'rel="next" href="([^"]+)"', first.text)[1])
    assert "tag=vpn&tag=wi-fi&state=open&after=" in older
    assert titles(older) == ["Question number 01"]


def test_the_page_above_is_the_one_one_came_from(app, client, titles, clock):
    asha = people.asha()
    for number in range(70):
        clock.forward(minutes=1)
        a_question(by=asha, title=f"Question number {number:02}")
    seen, path = [], "/questions?tab=new"
    while path:
        page = client().get(path).text
        seen.append(titles(path))
        found = re.search(r'<link rel="next" href="([^"]+)"', page)
        path = html.unescape(found[1]) if found else None
    above = html.unescape(re.search(r'<link rel="prev" href="([^"]+)"', page)[1])
    assert [len(each) for each in seen] == [30, 30, 10]
    assert titles(above) == seen[1]
    assert titles("/questions?tab=new&show=60") == [*seen[0], *seen[1]]


def test_for_you_is_where_one_asks_and_answers_with_the_unread_first(app, as_, titles, clock):
    asha, ben = people.asha(), people.ben()
    cars, print_ = a_category("Campus cars"), a_category("Badge and print")
    clock.forward(minutes=1)
    mine = a_question(by=ben, title="My own question about a car", category=cars)
    clock.forward(minutes=1)
    a_question(by=asha, title="Another question about the cars", category=cars)
    a_question(by=asha, title="A badge came out of it blank", category=print_)
    clock.forward(minutes=1)
    an_answer(mine, by=ben)
    assert titles("/", as_(ben)) == ["Another question about the cars", "My own question about a car"]
    assert "mostly in" in as_(ben).get("/").text
    assert len(titles("/", as_(people.vera()))) == 3  # of whom nothing is known yet


def test_following_holds_what_one_follows_as_long_as_one_may_see_it(app, as_, titles):
    asha, ben, dora = people.asha(), people.ben(), people.dora()
    topic = a_question(by=asha)
    a_question(by=asha, title="Nobody else follows this one")
    inner = a_question(by=dora, title="Only for the staff of the desk", category=a_category("Desk", audience="staff"))
    watch("topic", topic.id, "watching", by=ben)
    watch("topic", inner.id, "watching", by=dora)
    assert titles("/questions?tab=following", as_(ben)) == [topic.title]
    assert titles("/questions?tab=following", as_(dora)) == [inner.title]


def test_pinned_stands_first_in_its_place_and_only_there(app, titles, clock):
    asha = people.asha()
    pinned = a_question(by=asha, title="Read this before you ask here")
    clock.forward(minutes=1)
    a_question(by=asha, title="Asked a little later than that")
    with atomic():
        set_columns(Topic, pinned.id, pinned_at=community_clock.now())
    assert titles("/c/remote-access") == ["Read this before you ask here", "Asked a little later than that"]
    assert titles("/questions")[0] == "Asked a little later than that"


def test_what_moved_is_counted_for_the_viewer_and_their_filter(app, client, as_, clock):
    asha, ben, dora = people.asha(), people.ben(), people.dora()
    old = a_question(by=asha, title="Asked before the page was made")
    since = community_clock.milliseconds(community_clock.now())
    clock.forward(minutes=1)
    a_question(by=dora, title="Only for the staff of the desk", category=a_category("Desk", audience="staff"))
    an_answer(old, by=ben)
    a_question(by=asha, title="Asked since the page was made", tags=["vpn"])
    path = f"/questions/moved?since={since}&at={since}"
    assert "2 topics moved since" in client().get(path).text
    assert "3 topics moved since" in as_(people.ada()).get(path).text
    assert "1 new topic since" in client().get(f"{path}&tab=new").text
    assert "1 new topic since" in client().get(f"{path}&tag=vpn").text
    assert "moved" not in client().get(f"/questions/moved?since={since + 60_000}").text.replace("#moved", "")
    assert "1 topic moved" not in as_(ben).get(f"{path}&kind=discussion").text


@pytest.mark.parametrize("since", ["", "x", "-1", "9" * 40, "%C2%B2"])
def test_an_odd_time_is_now(app, client, since):
    assert client().get(f"/questions/moved?since={since}&at={since}").text.strip() == ""
