"""The core of the forum in a browser that runs no scripts: ask, answer, vote, accept."""

import re

import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.pages import post_of
from tests.factories import a_category, a_service

pytestmark = pytest.mark.only_on("sqlite")  # what a browser does with it is the same on both


def test_ask_answer_vote_and_accept(app, deliver, open_page):
    a_category(service=a_service())
    asha = open_page(people.asha(), java_script_enabled=False)
    ben = open_page(people.ben(), java_script_enabled=False)
    asha.goto("/")
    asha.get_by_role("combobox", name="What’s in your way?").fill("VPN drops every ten minutes")
    asha.get_by_role("button", name="Ask the hall").click()
    asha.get_by_label("Where does it belong?").select_option("Remote access")
    asha.get_by_label("The details").fill("The session ends after **ten minutes**.")
    asha.get_by_role("button", name="Post it").click()
    expect(asha).to_have_url(re.compile(r"/q/\d+/vpn-drops"))
    expect(post_of(asha, "Question by Asha Rao").locator("strong")).to_have_text("ten minutes")

    ben.goto(asha.url)
    ben.get_by_role("textbox", name="Your answer").fill("Switch to gateway 3.")
    ben.get_by_role("button", name="Post answer").click()
    expect(post_of(ben, "Answer by Ben Okafor")).to_contain_text("Switch to gateway 3.")

    asha.reload()
    answer = post_of(asha, "Answer by Ben Okafor")
    answer.get_by_role("button", name="Helpful", exact=True).click()
    expect(answer.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(answer.locator("[data-count]:visible")).to_have_text("1")
    answer.get_by_role("button", name="Accept this answer").click()
    expect(post_of(asha, "Accepted answer by Ben Okafor")).to_be_visible()


def test_a_refused_question_keeps_its_words(app, open_page):
    a_category(service=a_service())
    asha = open_page(people.asha(), java_script_enabled=False)
    asha.goto("/questions/ask")
    asha.get_by_label("Your question, in one line").fill("VPN?")
    asha.get_by_label("Where does it belong?").select_option("Remote access")
    asha.get_by_label("The details").fill("The session ends after ten minutes.")
    asha.get_by_role("button", name="Post it").click()
    expect(asha.locator("#title-error")).to_be_visible()
    expect(asha.get_by_label("Your question, in one line")).to_have_value("VPN?")
    expect(asha.get_by_label("The details")).to_have_value("The session ends after ten minutes.")
