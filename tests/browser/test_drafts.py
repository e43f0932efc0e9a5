"""Words are never lost: not by a reload, not by a session that ended while somebody was writing."""

import re

import pytest
from flask_security.utils import hash_password
from playwright.sync_api import Page, expect

from community.core.db import atomic
from community.forum.editing import edit_post
from community.forum.queries import find_post
from tests import people
from tests.browser.pages import post_of
from tests.factories import a_question, an_answer

pytestmark = pytest.mark.only_on("sqlite")  # what a browser does with it is the same on both

WORDS = "Switch to gateway 3.\n\nIt has the new certificate."


@pytest.fixture
def ben(app):
    """Ben, who has a password."""
    member = people.ben()
    with atomic():
        member.password = hash_password("correct horse")
    return member


@pytest.fixture
def question(app):
    """A question that waits for an answer."""
    return a_question(by=people.asha())


def write(page: Page):
    """Begin an answer and wait until the device has it."""
    field = page.get_by_role("textbox", name="Your answer")
    field.fill(WORDS)
    expect(page.get_by_text("Draft saved")).to_be_visible()
    return field


def test_a_draft_survives_a_reload_and_goes_when_it_is_sent(question, ben, open_page):
    page = open_page(ben)
    page.goto(question.path)
    field = write(page)
    page.reload()
    expect(field).to_have_value(WORDS)
    expect(page.get_by_text("Your draft is back")).to_be_visible()
    page.get_by_role("button", name="Post answer").click()
    expect(post_of(page, "Answer by Ben Okafor")).to_be_visible()
    expect(field).to_have_value("")
    page.reload()
    expect(field).to_have_value("")


def test_words_survive_the_end_of_a_session_and_are_sent_once(question, ben, open_page):
    page = open_page(ben)
    page.goto(question.path)
    field = write(page)
    page.context.clear_cookies()
    page.get_by_role("button", name="Post answer").click()
    expect(page.get_by_role("heading", name="Not sent yet")).to_be_visible()
    expect(page.get_by_label("Body")).to_have_value(WORDS)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    door = opened.value
    door.get_by_label("Email").fill("ben@example.org")
    door.get_by_label("Password").fill("correct horse")
    door.get_by_role("button", name="Sign in").click()
    expect(door.get_by_role("link", name="Notifications")).to_be_visible()
    page.get_by_role("button", name="Send it again").click()
    expect(post_of(page, "Answer by Ben Okafor")).to_contain_text("It has the new certificate.")
    expect(field).to_have_value("")


def test_a_draft_waits_for_who_signs_in_again(question, ben, open_page):
    page = open_page(ben)
    page.goto(question.path)
    write(page)
    page.context.clear_cookies()
    page.reload()
    page.get_by_role("link", name="Sign in", exact=True).last.click()
    page.get_by_label("Email").fill("ben@example.org")
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("textbox", name="Your answer")).to_have_value(WORDS)


def test_what_two_wrote_at_once_is_there_to_be_joined_and_no_draft_covers_it(question, ben, open_page):
    answer = an_answer(question, by=ben, body="Use gateway 3 for now, please.")
    page = open_page(ben)
    page.goto(f"/posts/{answer.id}/edit")
    field = page.get_by_role("textbox", name="Text", exact=True)
    field.fill("Use gateway 5 for now, please.")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    sam = people.sam()
    edit_post(find_post(answer.id, sam), "Use gateway 4 for now, please.", by=sam)
    page.get_by_role("button", name="Save the change").click()
    joined = page.get_by_role("textbox", name="Both joined")
    expect(joined).to_have_value(re.compile("gateway 4.*gateway 5", re.DOTALL))
    joined.fill("Use gateway 4 or 5 for now, please.")
    page.get_by_role("button", name="Save the change").click()
    expect(post_of(page, "Answer by Ben Okafor")).to_contain_text("Use gateway 4 or 5")
