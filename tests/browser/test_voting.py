"""Voting with scripts: against a post in a dialog that gives the focus back; polls that count while one looks."""

import pytest
from playwright.sync_api import expect

from community.forum.polling import Draft, close_poll, make_poll, vote_in_poll
from community.forum.polls import find_poll
from community.forum.queries import find_post
from tests import people
from tests.browser.pages import go, keep_open, post_of, still_open
from tests.factories import a_question, an_answer

pytestmark = pytest.mark.only_on("sqlite")  # what a browser does with it is the same on both


def test_against_a_post_in_a_dialog(app, open_page):
    topic = a_question(by=people.asha())
    an_answer(topic, by=people.ben())
    page = open_page(people.sam())
    go(page, topic.path)
    keep_open(page)
    answer = post_of(page, "Answer by Ben Okafor")
    answer.get_by_role("link", name="Not helpful, say why").click()
    dialog = page.get_by_role("dialog", name="Say why")
    dialog.get_by_role("button", name="Vote down").click()
    expect(dialog).to_contain_text("Please choose what is wrong with it.")
    dialog.get_by_role("radio", name="It is out of date").check()
    dialog.get_by_role("button", name="Vote down").click()
    expect(dialog).to_be_hidden()
    down = answer.get_by_role("button", name="Not helpful", exact=True)
    expect(down).to_have_attribute("aria-pressed", "true")
    expect(down).to_be_focused()
    expect(answer.locator("[data-count]").first).to_have_text("-1")
    down.click()
    expect(answer.locator("[data-count]").first).to_have_text("0")
    still_open(page)


def test_a_poll_counts_while_one_looks(app, open_page):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha, kind="discussion", title="Lunch on Thursdays")
    post = find_post(topic.opening_id, asha)
    make_poll(post, Draft("When shall we have lunch?", ("11:30", "12:00")), by=asha)
    page = open_page(asha)
    go(page, topic.path)
    keep_open(page)
    poll = page.get_by_role("region", name="When shall we have lunch?")
    poll.get_by_role("radio", name="12:00").check()
    poll.get_by_role("button", name="Vote").click()
    expect(poll).to_contain_text("1 vote, 100 %")
    found = find_poll(post)
    vote_in_poll(found, [found.options[0].id], by=ben)
    expect(poll).to_contain_text("2 people have voted.")
    expect(poll.get_by_text("1 vote, 50 %")).to_have_count(2)
    close_poll(found, by=asha)
    expect(poll.get_by_text("Closed")).to_be_visible()
    expect(poll.get_by_text("Change your vote")).to_have_count(0)
    still_open(page)


def test_keeping_a_post(app, open_page):
    topic = a_question(by=people.asha())
    page = open_page(people.vera())
    go(page, topic.path)
    keep_open(page)
    page.get_by_label("More for this post").first.click()
    page.get_by_role("link", name="Bookmark").click()
    dialog = page.get_by_role("dialog", name="Bookmark this")
    expect(dialog.get_by_role("button", name="Bookmark it")).to_be_focused()
    expect(dialog.get_by_label("Day and time")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("You find it under your picture")).to_be_visible()
    page.get_by_label("More for this post").first.click()
    expect(page.get_by_role("link", name="Bookmarked")).to_be_visible()
    still_open(page)
