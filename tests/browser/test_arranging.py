"""Merging with the keyboard, and taking it back."""

import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.pages import go, listens
from tests.factories import a_question, an_answer

pytestmark = pytest.mark.only_on("sqlite")  # what a browser does with it is the same on both


def test_two_topics_become_one_by_keys_and_two_again(app, open_page):
    asha, ben, sam = people.asha(), people.ben(), people.sam()
    old, new = a_question(by=asha), a_question(by=ben, title="The tunnel closes again and again")
    answer = an_answer(new, by=asha)
    page = open_page(sam)
    go(page, new.path)
    page.keyboard.press("m")
    field = page.get_by_role("textbox", name="The other topic")
    expect(field).to_be_focused()
    listens(page)
    field.press_sequentially(f"#{old.id}")
    page.get_by_role("link", name="Merge into this").click()
    page.get_by_role("button", name="Merge them").click()
    expect(page.get_by_role("heading", name=old.title, level=1)).to_be_visible()
    expect(page.get_by_text("asked as well: “The tunnel closes again and again”")).to_be_visible()
    page.goto(f"{new.path}#answer-{answer.id}")
    expect(page).to_have_url(f"{old.path}?at={new.opening_id}#answer-{answer.id}")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name=new.title, level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="1 answer")).to_be_visible()
    listens(page)
    page.keyboard.press("Shift+L")
    expect(page.get_by_role("heading", name="Close this question")).to_be_visible()
