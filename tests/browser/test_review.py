"""The review queue with the keyboard alone, and what others do in it shown at once."""

import re

import pytest
from playwright.sync_api import expect

from community.core.db import db
from community.moderation.flagging import flag_thing
from community.moderation.items import claim_item, find_item
from community.moderation.models import ReviewItem
from tests import people
from tests.browser.pages import go, listens
from tests.factories import a_question, an_answer

pytestmark = pytest.mark.only_on("sqlite")  # what a browser does with it is the same on both


def test_two_matters_by_keyboard(app, deliver, open_page):
    asha, ben, vera, sam = people.asha(), people.ben(), people.vera(), people.sam()
    for number in (1, 2):
        topic = a_question(by=asha, title=f"Question number {number}")
        flag_thing(an_answer(topic, by=ben), "unkind", f"Reason {number}.", by=vera)
    page = open_page(sam)
    go(page, "/review?kind=flag")
    expect(page.get_by_text("Reason 1.")).to_be_visible()
    page.keyboard.press("j")
    expect(page.get_by_text("Reason 2.")).to_be_visible()
    listens(page)
    page.keyboard.press("k")
    expect(page.get_by_text("Reason 1.")).to_be_visible()
    listens(page)
    page.keyboard.press("3")
    expect(page.get_by_role("radio", name="Hide it")).to_be_checked()
    words = page.get_by_role("textbox", name="A word to Ben")
    expect(words).to_be_focused()
    expect(words).to_have_value(re.compile("^This breaks"))  # the usual sentence, ready to be changed
    words.fill("Please leave people out of it.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Reason 2.")).to_be_visible()
    item = db.session.query(ReviewItem).filter_by(kind="flag").order_by(ReviewItem.id).first()
    assert (item.verdict, item.word) == ("hide", "Please leave people out of it.")


def test_who_is_on_it_is_shown_at_once(app, deliver, open_page):
    asha, ben, vera, sam, dora = people.asha(), people.ben(), people.vera(), people.sam(), people.dora()
    flag = flag_thing(an_answer(a_question(by=asha), by=ben), "unkind", by=vera)
    claim_item(find_item(flag.item_id, dora), by=dora)
    page = open_page(sam)
    go(page, f"/review/{flag.item_id}")
    expect(page.get_by_text("Dora Nagy is on it")).to_be_visible()
    from community.moderation.deciding import decide_item

    decide_item(find_item(flag.item_id, dora), "nothing", by=dora)
    deliver()
    expect(page.get_by_text("Nothing wrong here.", exact=True)).to_be_visible()
