"""Lists in a browser: more rows, the way back to one's row, what moved meanwhile, what was read."""

import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.pages import go, keep_open, still_open
from tests.factories import a_question

pytestmark = pytest.mark.only_on("sqlite")  # what a browser does with it is the same on both


NOTED = "new Promise((done) => setInterval(() => sessionStorage.getItem('gh-read') && done(), 20))"


def _rows(page):
    return page.locator("#rows > [data-row]")


def test_back_leads_to_the_row_one_left_by_even_after_more(app, open_page):
    asha = people.asha()
    for number in range(65):
        a_question(by=asha, title=f"Question number {number:02}")
    page = open_page(people.ben())
    go(page, "/questions")
    expect(_rows(page)).to_have_count(30)
    keep_open(page)
    page.get_by_role("link", name="Show more").click()
    expect(_rows(page)).to_have_count(60)
    still_open(page)
    expect(page).to_have_url("/questions?show=60")
    row = _rows(page).filter(has_text="Question number 15")
    row.scroll_into_view_if_needed()
    page.evaluate("document.fonts.ready.then(() => {})")  # letters of another height would move it
    top = row.bounding_box()["y"]
    row.get_by_role("heading").get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Question number 15")
    page.go_back()
    expect(_rows(page)).to_have_count(60)
    expect(row.get_by_role("heading").get_by_role("link")).to_be_focused()
    page.evaluate("document.fonts.ready.then(() => {})")
    assert abs(row.bounding_box()["y"] - top) < 3
    page.get_by_role("link", name="Show more").click()
    expect(_rows(page)).to_have_count(65)
    expect(page.get_by_role("link", name="Show more")).to_have_count(0)


def test_without_scripts_the_pages_are_links(app, open_page):
    asha = people.asha()
    for number in range(31):
        a_question(by=asha, title=f"Question number {number:02}")
    page = open_page(java_script_enabled=False)
    page.goto("/questions?tab=new")
    page.get_by_role("link", name="Show more").click()
    expect(_rows(page)).to_have_count(1)
    page.get_by_role("link", name="Newer").click()
    expect(_rows(page)).to_have_count(30)
    page.locator("#filters summary", has_text="Any kind").click()
    page.get_by_role("link", name="Discussions").click()
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()


def test_what_moves_is_offered_and_never_pushed_under_the_reader(app, open_page):
    asha, ben = people.asha(), people.ben()
    a_question(by=asha, title="Asked before the page was opened")
    page = open_page(ben)
    go(page, "/questions")
    keep_open(page)
    a_question(by=asha, title="Asked while the page was open")
    line = page.get_by_role("link", name="1 new topic since")
    expect(line).to_be_visible()
    expect(_rows(page)).to_have_count(1)
    line.click()
    expect(_rows(page)).to_have_count(2)
    still_open(page)
    expect(_rows(page).first.get_by_role("heading").get_by_role("link")).to_be_focused()
    expect(line).to_be_hidden()


def test_a_topic_that_was_in_front_of_somebody_is_read(app, open_page):
    ben = people.ben()  # what was there before them is not new to them
    topic = a_question(by=people.asha())
    page = open_page(ben)
    go(page, "/questions")
    expect(page.get_by_role("img", name="new to you")).to_be_visible()
    with page.expect_response(f"**/q/{topic.id}/reading"):
        _rows(page).get_by_role("heading").get_by_role("link").click()
    page.evaluate(NOTED)
    page.go_back()
    expect(page.get_by_role("img", name="new to you")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("img", name="new to you")).to_have_count(0)
