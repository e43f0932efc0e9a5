"""Asking with scripts: what fits comes while typing, the place brings its fields, and a rescue can be taken back."""

import pytest
from playwright.sync_api import expect

from community.core.db import atomic
from community.forum.claiming import claim_topic
from community.services.fields import keep_field
from tests import people
from tests.browser.pages import go
from tests.factories import a_category, a_question, a_service, an_answer

pytestmark = pytest.mark.only_on("sqlite")  # what a browser does with it is the same on both


def test_from_one_line_to_solved_and_back(app, deliver, open_page):
    asha, ben, dora = people.asha(), people.ben(), people.dora()
    printing = a_service("Badge print")
    keep_field(printing, label="Which printer", by=dora)
    place = a_category("Badge print", service=printing)
    an_answer(a_question(by=ben, title="Every second badge is blank", category=place), by=ben)
    deliver()
    page = open_page(asha)
    go(page, "/questions/ask")
    page.get_by_label("Your question, in one line").press_sequentially("My badge is blank")
    expect(page.get_by_text("One thing that may already fit")).to_be_visible()
    expect(page.get_by_role("list", name="Step 2 of 4")).to_be_visible()
    page.get_by_role("button", name="Ask it there").click()
    page.get_by_label("Which printer").fill("3107")
    expect(page.get_by_label("Where does it belong?")).to_have_value("badge-print")
    page.get_by_role("button", name="Solves it").click()
    page.get_by_role("button", name="It didn’t, after all").click()
    expect(page.get_by_label("Your question, in one line")).to_have_value("My badge is blank")
    expect(page.get_by_label("Which printer")).to_have_value("3107")


def test_an_open_page_notices_that_somebody_is_on_it_and_that_it_ended(app, deliver, open_page):
    asha, sam = people.asha(), people.sam()
    topic = a_question(by=asha)
    page = open_page(asha)
    page.clock.install()
    go(page, topic.path)
    claim_topic(topic, by=sam)
    expect(page.get_by_text("Sam Reyes is on it")).to_be_visible()
    with atomic():
        topic.claimed_until = topic.created_at  # ten minutes later, for the server
    page.clock.fast_forward("10:05")
    expect(page.get_by_text("Sam Reyes is on it")).to_be_hidden()
