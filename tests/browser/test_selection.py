"""Ticking rows with keys and with Shift, what the bar says, and a batch that goes on under an open page."""

import threading

import pytest
from playwright.sync_api import expect

from community.events import delivery
from community.moderation import chunks
from tests import people
from tests.browser.pages import go, keep_open, listens, still_open
from tests.factories import a_question


@pytest.mark.only_on("sqlite")
def test_rows_are_ticked_and_dealt_with_from_the_list(app, open_page, monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK", 2)
    going_on, deliver_next = threading.Event(), delivery.deliver_next
    asha = people.asha()
    for number in range(6):
        a_question(by=asha, title=f"Question number {number}")
    page = open_page(people.sam())
    go(page, "/questions?tab=new")
    bar, ticks = page.get_by_role("form", name="With those you tick"), page.get_by_role("checkbox", name="Choose")
    expect(bar).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(bar).to_contain_text("1 chosen")
    page.keyboard.press("x")
    expect(bar).to_be_hidden()
    page.keyboard.press("x")
    ticks.nth(3).click(modifiers=["Shift"])
    expect(bar).to_contain_text("4 chosen")
    bar.get_by_role("button", name="All on this page").click()
    expect(bar).to_contain_text("6 chosen")
    ticks.nth(5).click()
    bar.get_by_role("button", name="Close", exact=True).click()
    page.get_by_role("dialog", name="Close: 5 topics").get_by_label("Why?").fill("A spring clean.")
    page.keyboard.press("Enter")
    monkeypatch.setattr(delivery, "deliver_next", lambda: deliver_next() if going_on.is_set() else 0)
    page.get_by_role("button", name="Do this to these 5").click()
    expect(page.get_by_text("2 of 5 so far")).to_be_visible()
    listens(page)
    keep_open(page)
    going_on.set()
    expect(page.get_by_text("5 closed.")).to_be_visible()
    expect(page.get_by_text("not yet")).to_have_count(0)
    still_open(page)
    page.get_by_role("link", name="Back to the list").click()
    expect(page).to_have_url("/questions?tab=new")
