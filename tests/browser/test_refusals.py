"""What the server refuses while a page stays open is said there, in the server's own words."""

import pytest
from playwright.sync_api import expect

from community.core.db import atomic, find
from community.forum.models import Post
from tests import people
from tests.browser.pages import go, post_of
from tests.factories import a_question, an_answer

pytestmark = pytest.mark.only_on("sqlite")  # what a browser does with it is the same on both


def test_a_vote_that_was_refused_is_taken_back_and_says_why(app, open_page):
    topic, vera = a_question(by=people.asha()), people.vera()
    answer = an_answer(topic, by=people.ben())
    page = open_page(vera)
    go(page, topic.path)

    def meanwhile(route):
        with app.app_context(), atomic():
            find(Post, answer.id).author_id = vera.id
        route.continue_()

    page.route("**/votes", meanwhile, times=1)
    page.route("**/answers", lambda route: route.fulfill(status=204))  # a refresh would redraw what is looked at
    post = post_of(page, "Answer by Ben Okafor")
    post.get_by_role("button", name="Helpful", exact=True).click()
    expect(post.get_by_role("alert")).to_contain_text("Your own post gets its votes from others.")
    expect(post.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "false")


def test_the_first_field_to_mend_has_the_focus(app, open_page):
    topic = a_question(by=people.asha())
    page = open_page(people.ben())
    go(page, topic.path)
    page.get_by_role("textbox", name="Your answer").fill("ok")
    page.get_by_role("button", name="Post answer").click()
    expect(page.locator("[aria-invalid]")).to_be_focused()
    expect(page.locator("[aria-invalid]")).to_have_value("ok")
