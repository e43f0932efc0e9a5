"""A long topic a stretch at a time: where its page begins, what leads on, and that nothing is lost by it."""

import json
import re

import pytest

from community.core.db import atomic, db
from community.forum import stretches
from community.forum.answering import post_answer, store_answer
from community.forum.models import Post
from community.forum.queries import find_topic
from tests import people
from tests.factories import a_question


@pytest.fixture
def long(app, monkeypatch):
    """A discussion with twenty replies, where ten are a page."""
    monkeypatch.setattr(stretches, "AT_ONCE", 10)
    monkeypatch.setattr(stretches, "REST", 2)
    monkeypatch.setattr(stretches, "BEFORE", 2)
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha, kind="discussion", title="Small scripts that save ten minutes")
    with atomic():
        posts = [store_answer(topic, f"Reply number {number} of many.", by=ben) for number in range(20)]
    return find_topic(topic.id, asha), [post.id for post in posts]


def shown(page) -> list[int]:
    assert page.status_code == 200
    return [int(ident) for ident in re.findall(r'data-post="(\d+)"', page.text)][-20:]


def test_a_page_has_so_many_and_leads_on(long, client):
    topic, ids = long
    first = client().get(topic.path)
    assert shown(first)[1:] == ids[:10]
    assert (
        f'href="{topic.path}?first=10&amp;order=helpful#answers"' in first.text and "Show 10 of 10 more" in first.text
    )
    assert f'<link rel="next" href="{topic.path}?first=10">' in first.text
    assert "<link rel=" in first.text and 'rel="next"' not in client().get(f"{topic.path}?order=newest").text
    second = client().get(f"{topic.path}?first=10")
    assert f'<link rel="prev" href="{topic.path}">' in second.text
    assert shown(second)[1:] == ids[10:] and "10 earlier" in second.text
    part = client().get(f"/q/{topic.id}/answers?first=0&size=20")
    assert shown(part) == ids
    for odd in ("first=99", "first=-1", "first=x&size=y", "at=999999", "size=0"):
        assert shown(client().get(f"{topic.path}?{odd}"))
    about = json.loads(re.search(r'ld\+json">(.*?)</script>', first.text)[1])
    assert about["commentCount"] == 20
    last = f"{topic.path}?at={ids[9]}#answer-{ids[9]}"  # the page itself may not have it
    assert about["comment"][9]["url"].endswith(last) and last in client().get(f"/q/{topic.id}.atom").text


def test_an_address_of_a_reply_opens_around_it(long, client, as_):
    topic, ids = long
    there = client().get(f"/posts/{ids[15]}").headers["Location"]
    assert there == f"{topic.path}?at={ids[15]}#answer-{ids[15]}"
    assert shown(client().get(there.split("#")[0]))[1:] == ids[10:]
    sent = as_(people.vera()).post(f"/q/{topic.id}/answers/new", data={"body": "And one more of mine, at the end."})
    assert "?at=" in sent.headers["Location"]
    assert "And one more of mine" in client().get(sent.headers["Location"].split("#")[0]).text


def test_it_goes_on_where_one_had_read(long, as_):
    topic, ids = long
    vera = as_(people.vera())
    page = vera.get(topic.path)
    assert f'data-newest="{ids[9]}"' in page.text  # only what was shown counts as read
    vera.post(f"/q/{topic.id}/reading", data={"post": ids[13]})
    page = vera.get(topic.path)
    assert shown(page)[1:] == ids[10:] and "6 new since you were here" in page.text


def test_an_order_of_merit_passes_over_nothing_that_is_unread(long, as_):
    topic, ids = long
    with atomic():
        topic.kind = "question"
        db.session.get(Post, ids[18]).score = 3  # the best one stands first, and is among what is new
    vera = as_(people.vera())
    assert f'data-newest="{ids[19]}"' in vera.get(topic.path).text  # who comes for the first time has chosen
    vera.post(f"/q/{topic.id}/reading", data={"post": ids[6]})
    page = vera.get(topic.path)
    assert shown(page)[1:] == [ids[18], *ids[:9]] and f'data-newest="{ids[8]}"' in page.text
    first = f"{topic.path}?order=oldest&amp;at={ids[7]}#answer-{ids[7]}"
    assert f'href="{first}"' in page.text and f'href="{first}"' in vera.get("/questions").text
    grown = vera.get(f"/q/{topic.id}/answers?size=20&known={ids[6]}")
    assert f'data-newest="{ids[19]}"' in grown.text


def test_an_open_page_that_reaches_the_end_goes_on_doing_so(long, client):
    topic, ids = long
    page = client().get(f"{topic.path}?first=10").text
    again = re.search(r'hx-get="(/q/\d+/answers[^"]*)" hx-trigger="stale consume"', page)[1].replace("&amp;", "&")
    new = post_answer(topic, "It works with the new client as well.", by=people.vera())
    assert shown(client().get(again)) == [*ids[10:], new.id]
