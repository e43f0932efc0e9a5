"""From change to change by keyboard, in every history."""

import pytest
from playwright.sync_api import expect

from community.knowledge.revising import revise_article
from tests import people
from tests.browser.pages import go
from tests.factories import an_article

pytestmark = pytest.mark.only_on("sqlite")  # what a browser does with it is the same on both


def test_n_and_p_go_from_change_to_change(app, open_page):
    sam = people.sam()
    lines = [f"Step {number} of many." for number in range(1, 40)]
    article = an_article(by=sam, body="\n".join(lines))
    lines[3], lines[30] = "Step four is another.", "Step thirty-one is another."
    revise_article(article, title=article.title, source="\n".join(lines), by=sam)
    page = open_page(sam)
    go(page, f"/articles/{article.id}/history")
    changes = page.locator("[data-change]")
    for key, place in (("n", 0), ("n", 1), ("n", 1), ("p", 0)):
        page.keyboard.press(key)
        expect(changes.nth(place)).to_be_focused()
