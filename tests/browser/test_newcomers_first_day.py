"""A newcomer's first day, on a phone: from the door to a first shield."""

import re

from flask import current_app
from playwright.sync_api import expect

from community.forum.models import Topic
from tests import people
from tests.browser.pages import go, keep_open, listens, post_of, still_open
from tests.factories import a_category, a_question, an_answer

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WORDS = "four quiet words here"
LINKS = "I looked at https://one.example/a and https://two.example/b and https://three.example/c already."
DETAILS = "The badge opens every door but the one of the lab, since this morning."


def test_a_newcomers_first_day(app, brakes, deliver, open_page):
    ben, sam = people.ben(), people.sam()
    place = a_category("Badges")
    known = a_question(by=sam, title="My badge does not open the garage", category=place)
    deliver()
    page = open_page(**PHONE)
    page.goto("/register")
    page.get_by_label("Email").fill("nia@example.org")
    page.get_by_label("name", exact=False).first.fill("Nia Bell")
    page.get_by_label("Password", exact=True).fill(WORDS)
    page.get_by_label("The same once more").fill(WORDS)
    page.get_by_role("button", name="Make my account").tap()
    expect(page).not_to_have_url(re.compile("/register"))
    mail = [mail for mail in current_app.extensions["mailman"].outbox if mail.to == ["nia@example.org"]][-1]
    page.goto(re.search(r"https?://[^/]+(/\S+)", mail.body).group(1))
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Ask").tap()
    page.get_by_label("Email").fill("nia@example.org")
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("button", name="Sign in").tap()
    listens(page)
    page.get_by_label("Your question, in one line").press_sequentially("My badge does not open the lab")
    expect(page.get_by_text("One thing that may already fit")).to_be_visible()
    page.get_by_label("Where does it belong?").select_option("badges")
    page.get_by_role("textbox", name="The details").fill(LINKS)
    page.get_by_role("button", name="Post it").tap()
    expect(page.locator("#body-error")).to_contain_text("While you are new here, a post takes at most 2 links")
    expect(page.get_by_label("Your question, in one line")).to_have_value("My badge does not open the lab")
    details = page.get_by_role("textbox", name="The details")
    expect(details).to_have_value(LINKS)
    details.fill(DETAILS)
    page.get_by_role("button", name="Post it").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("My badge does not open the lab")

    keep_open(page)
    topic = Topic.query.filter_by(title="My badge does not open the lab").one()
    an_answer(topic, by=ben, body="The lab asks for a training first; book it, and the door opens the next day.")
    deliver()
    answer = post_of(page, "Answer by Ben Okafor")
    expect(answer).to_contain_text("The lab asks for a training")
    answer.get_by_role("button", name="helped me").tap()
    expect(answer.get_by_role("button", name="helped me")).to_have_attribute("aria-pressed", "true")
    answer.get_by_role("button", name="Accept this answer").tap()
    expect(post_of(page, "Accepted answer by Ben Okafor")).to_be_visible()
    expect(page.locator("#topic-facts")).to_contain_text("Solved")
    still_open(page)
    question = post_of(page, "Question by Nia Bell")
    question.locator("summary[aria-label='More for this post']").tap()
    question.get_by_role("link", name="Edit").tap()
    page.get_by_role("textbox", name=re.compile("question|details|text", re.IGNORECASE)).last.fill(f"{DETAILS} Solved.")
    page.get_by_role("button", name="Save").tap()
    expect(post_of(page, "Question by Nia Bell")).to_contain_text("Solved.")

    deliver()
    go(page, "/notifications")
    expect(page.get_by_role("main")).to_contain_text("Threshold")
    go(page, known.path)
    page.get_by_role("button", name="Follow", exact=True).tap()
    expect(page.get_by_role("button", name="Following", exact=True)).to_be_visible()
