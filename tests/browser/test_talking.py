"""Talking with scripts: thanks at once, and the words of others in one's own reply."""

import pytest
from playwright.sync_api import expect

from community.forum.models import Post
from tests import people
from tests.browser.pages import go, keep_open, post_of, still_open
from tests.factories import a_question, an_answer

pytestmark = pytest.mark.only_on("sqlite")  # what a browser does with it is the same on both


def test_thanks_are_shown_at_once_and_taken_back_when_they_were_not_taken(app, open_page):
    topic = a_question(by=people.asha())
    an_answer(topic, by=people.ben())
    page = open_page(people.vera())
    go(page, topic.path)
    keep_open(page)
    answer = post_of(page, "Answer by Ben Okafor")
    button = answer.get_by_role("button", name="This helped me")
    refused = {"status": 403, "body": "<p class='gh-error'>This is kept as it is.</p>"}
    page.route("**/thanks", lambda route: route.fulfill(**refused), times=1)
    button.click()
    expect(page.get_by_text("This is kept as it is.")).to_be_visible()
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_have_text("This helped me 1")
    answer.locator("summary[aria-label='More for this post']").click()
    answer.get_by_role("button", name="I agree").click()
    expect(answer.get_by_role("button", name="I agree 1")).to_be_visible()
    still_open(page)


def test_words_that_are_selected_come_into_the_reply_with_the_way_back(app, open_page):
    asha, ben, vera = people.asha(), people.ben(), people.vera()
    topic = a_question(by=asha, kind="discussion", title="Which desk do you stand at")
    post = an_answer(topic, by=ben, body="I stand at the window, mostly.")
    page = open_page(vera)
    go(page, topic.path)
    keep_open(page)
    post_of(page, "Answer by Ben Okafor").locator(".gh-body p").select_text()
    page.locator("#quote-offer").click()
    field = page.get_by_role("textbox", name="Your reply")
    expect(field).to_be_focused()
    expect(field).to_have_value(f"> [Ben Okafor wrote](/posts/{post.id}):  \n> I stand at the window, mostly.\n\n")
    expect(page.get_by_text("In reply to Ben Okafor")).to_be_visible()
    still_open(page)
    field.press_sequentially("By the door is warmer.")
    page.get_by_role("button", name="Post reply").click()
    expect(post_of(page, "Answer by Vera Lind")).to_contain_text("in reply to Ben Okafor")
    assert app and Post.query.filter_by(reply_to_id=post.id).count() == 1


def test_a_comment_is_written_under_its_post_and_no_refresh_takes_it_away(app, open_page):
    asha, ben, vera = people.asha(), people.ben(), people.vera()
    topic = a_question(by=asha)
    an_answer(topic, by=ben)
    page = open_page(vera)
    go(page, topic.path)
    keep_open(page)
    answer = post_of(page, "Answer by Ben Okafor")
    answer.get_by_role("link", name="Comment").click()
    field = answer.get_by_label("Your comment", exact=True).and_(page.locator("textarea"))
    expect(field).to_be_focused()
    field.press_sequentially("It works on floor 3.")
    page.get_by_role("heading", name=topic.title).click()
    page.evaluate("document.dispatchEvent(new Event('focusout'))")
    expect(field).to_have_value("It works on floor 3.")
    still_open(page)
    answer.get_by_role("button", name="Post comment").click()
    expect(answer.locator(".gh-reply")).to_contain_text("It works on floor 3.")
