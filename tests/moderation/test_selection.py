"""Ticking rows of a list: for those who look after them, with the list one came from kept, in as many statements."""

import re

from sqlalchemy import select

from community.core.db import db
from community.moderation.batches import Batch
from tests import people
from tests.factories import a_category, a_question


def ticks(page) -> set[int]:
    """The posts that can be ticked on a page."""
    return {int(ident) for ident in re.findall(r'name="post" value="(\d+)" form="selection"', page.text)}


def test_only_what_one_looks_after_can_be_ticked(app, as_, client, deliver, no_index):
    asha, sam = people.asha(), people.sam()
    mine = a_question(by=asha, title="The toner of floor two")
    lounge = a_category("Lounge of staff", audience="members", moderators="staff")
    other = a_question(by=asha, title="The toner of the lounge", category=lounge)
    deliver()
    for path in ("/questions", "/?tab=active", f"/c/{mine.category.slug}", "/search?q=toner"):
        page = as_(sam).get(path)
        assert ticks(page) == {mine.opening_id} and 'id="selection"' in page.text, path
    assert 'id="selection"' not in as_(sam).get("/search?q=nothing-like-it").text
    assert ticks(as_(people.dora()).get("/questions")) == {mine.opening_id, other.opening_id}
    for visitor in (as_(asha), client()):
        for path in ("/questions", "/search?q=toner"):
            page = visitor.get(path)
            assert ticks(page) == set() and "data-pick" not in page.text and 'id="selection"' not in page.text
    assert as_(asha).get(f"/moderation/batches/new?verb=close&post={mine.opening_id}").status_code == 403


def test_from_the_list_to_the_preview_and_back_to_the_list(app, as_):
    asha, sam = people.asha(), people.sam()
    topics = [a_question(by=asha, title=f"The toner of floor {n}", tags=["toner"]) for n in range(3)]
    posts, back = [str(topic.opening_id) for topic in topics], "/questions?tab=new&tag=toner"
    browser = as_(sam)
    assert f'name="back" value="{back.replace("&", "&amp;")}"' in browser.get(back).text
    page = browser.get("/moderation/batches/new", query_string={"verb": "close", "post": posts, "back": back})
    assert "Close: 3 topics" in page.text and page.text.count('name="post"') == 3
    data = {"verb": "close", "post": posts, "back": back}
    page = browser.post("/moderation/batches", data=data)
    assert page.status_code == 422 and "Please say why" in page.text and page.text.count('name="post"') == 3
    page = browser.post("/moderation/batches", data=data | {"reason": "Ours is empty."}, follow_redirects=True)
    assert "Close: 3 posts" in page.text and page.text.count(back.replace("&", "&amp;")) == 2
    batch = db.session.scalars(select(Batch)).one()
    assert back.replace("&", "&amp;") in browser.post(f"{batch.path}/application", follow_redirects=True).text
    part = browser.get("/moderation/batches/new?verb=move&post=1", headers={"HX-Request": "true"})
    assert "data-asked" in part.text and "<html" not in part.text


def test_it_asks_for_nothing_that_is_not_there_and_leads_nowhere_else(app, as_):
    browser = as_(people.sam())
    assert browser.get("/moderation/batches/new?verb=explode&post=1").status_code == 404
    assert "Nothing is ticked yet" in browser.get("/moderation/batches/new?verb=close").text
    for back in ("https://evil.example", "//evil.example", "/\\evil.example", "/ /evil.example"):
        page = browser.get("/moderation/batches/new", query_string={"verb": "close", "post": "1", "back": back})
        assert "evil.example" not in page.text


def test_a_list_with_ticks_takes_as_many_statements_however_long_it_is(app, as_, statements, deliver, no_index):
    asha, browser = people.asha(), as_(people.sam())

    def count(path: str) -> int:
        browser.get(path)
        with statements() as sent:
            browser.get(path)
        return len(sent)

    a_question(by=asha, title="The toner of floor 0")
    deliver()
    few = count("/questions"), count("/search?q=toner")
    for number in range(5):
        a_question(by=asha, title=f"The toner of floor {number + 1}")
    deliver()
    assert (count("/questions"), count("/search?q=toner")) == few
