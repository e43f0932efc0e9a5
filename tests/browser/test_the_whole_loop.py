"""The loop that the house is for, once round, with everybody at a browser of their own and pages that stay open."""

import itertools
import re

import pytest
from playwright.sync_api import Page, expect

from community.improvement.stages import STAGES, STAIR
from tests import people
from tests.browser.pages import bell_of, go, keep_open, post_of, still_open, strip_of
from tests.factories import a_category, a_question, a_service, an_article

TITLE = "VPN drops every ten minutes on the campus Wi-Fi"
OTHER = "Remote access says my certificate is expired"
ARTICLE = "Switch gateways when the VPN drops"
PROPOSAL = "Renew gateway certificates before they end"
SECRET = "Between us: the renewal was forgotten."


@pytest.fixture
def cast(app, deliver):
    """The people, and what the hall knows already; said before the server runs."""
    members = {m.name: m for m in (people.asha(), people.ben(), people.vera(), people.sam(), people.dora())}
    place = a_category(service=a_service())
    a_question(by=members["vera"], title="VPN drops when the laptop sleeps", category=place)
    an_article(by=members["sam"], title="When the VPN drops: gateways and certificates")
    deliver()
    return members


@pytest.mark.only_on("postgresql")  # by HTTP it goes round on both
def test_the_whole_loop(cast, open_page):
    asha, ben, vera, sam, dora = (open_page(cast[name]) for name in ("asha", "ben", "vera", "sam", "dora"))
    visitor = open_page()
    question = _a_question_is_asked(asha)
    _an_answer_arrives_on_the_open_page(asha, ben, question)
    _the_answerer_is_credited(ben, question)
    _the_answer_becomes_an_article(sam, ben, visitor, question)
    _another_question_goes_to_the_desk(vera, sam)
    _the_desk_solves_it(dora, vera)
    _the_question_becomes_an_improvement(asha, [ben, vera], sam, dora, question)


def _a_question_is_asked(asha: Page) -> str:
    """What fits shows while typing, on the first page and in the form; the preview shows Markdown."""
    go(asha, "/")
    box = asha.get_by_role("combobox", name="What’s in your way?")
    box.press_sequentially("VPN drops")
    for known in ("VPN drops when the laptop sleeps", "When the VPN drops: gateways and certificates"):
        expect(asha.get_by_role("option", name=known)).to_be_visible()
    box.fill(TITLE)
    asha.get_by_role("button", name="Ask the hall").click()
    fits = asha.get_by_role("region", name="What may already fit")
    expect(fits.get_by_role("link", name="VPN drops when the laptop sleeps")).to_be_visible()
    expect(asha.get_by_label("Your question, in one line")).to_have_value(TITLE)
    asha.get_by_label("Where does it belong?").select_option("Remote access")
    asha.get_by_label("The details").fill("The session ends after **ten minutes**. At home it stays up.")
    asha.get_by_role("button", name="Preview").click()
    expect(asha.locator(".gh-composer-preview strong")).to_have_text("ten minutes")
    asha.get_by_role("button", name="Write").click()
    asha.get_by_label("Tags").fill("vpn campus-wifi")
    asha.get_by_role("button", name="Post it").click()
    expect(asha).to_have_url(re.compile(r"/q/\d+/vpn-drops"))
    expect(asha.get_by_role("link", name="campus-wifi")).to_be_visible()
    expect(bell_of(asha)).to_have_accessible_name("Notifications, 1 unread")  # a first shield, for asking
    return asha.url


def _an_answer_arrives_on_the_open_page(asha: Page, ben: Page, question: str) -> None:
    """The asker reloads nothing: the answer comes, the bell rings, her vote counts and her choice is shown."""
    keep_open(asha)
    go(ben, question)
    ben.get_by_role("textbox", name="Your answer").fill("Switch to *gateway 3* until the certificate is renewed.")
    ben.get_by_role("button", name="Post answer").click()
    answer = post_of(asha, "Answer by Ben Okafor")
    expect(answer.locator("em")).to_have_text("gateway 3")
    expect(bell_of(asha)).to_have_accessible_name("Notifications, 2 unread")
    answer.get_by_role("button", name="Helpful", exact=True).click()
    expect(answer.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(answer.locator("[data-count]:visible")).to_have_text("1")
    answer.get_by_role("button", name="Accept this answer").click()
    expect(post_of(asha, "Accepted answer by Ben Okafor")).to_be_visible()
    expect(asha.locator("#topic-facts")).to_contain_text(re.compile("Solved.*1 answer"))
    still_open(asha)
    expect(post_of(ben, "Accepted answer by Ben Okafor")).to_be_visible()


def _the_answerer_is_credited(ben: Page, question: str) -> None:
    """Told of the vote, the choice and five shields; every point says what it is for and leads there."""
    expect(bell_of(ben)).to_have_accessible_name("Notifications, 7 unread")
    bell_of(ben).click()
    for words in ("Asha Rao accepted your answer", "found what you wrote", "You earned a shield: First Light"):
        expect(ben.get_by_role("listitem").filter(has_text=words)).to_have_count(1)
    ben.get_by_role("link", name="You earned a shield: First Light").click()
    expect(ben.get_by_role("heading", name="First Light")).to_be_visible()
    go(ben, "/members/ben")
    expect(ben.get_by_text("Contributor takes 25 more points.")).to_be_visible()
    expect(ben.get_by_role("region", name="Shields").get_by_role("link", name="First Light")).to_be_visible()
    line = ben.get_by_role("listitem").filter(has_text="Your answer was accepted")
    expect(line).to_contain_text("+15")
    line.get_by_role("link", name=TITLE).click()
    expect(ben).to_have_url(re.compile(re.escape(question) + r"#answer-\d+"))


def _the_answer_becomes_an_article(sam: Page, ben: Page, visitor: Page, question: str) -> None:
    """A draft in their words, made better, published, thanked for; a visitor finds it at once."""
    go(ben, "/notifications")
    ben.get_by_role("button", name="Mark all as read").click()
    expect(bell_of(ben)).to_have_accessible_name("Notifications")
    go(ben, "/")
    go(sam, question)
    answer = sam.get_by_role("article").filter(has_text="gateway 3").last
    answer.get_by_label("More for this post").click()
    answer.get_by_role("button", name="Turn into an article").click()
    expect(sam.get_by_label("The article")).to_have_value(re.compile(r"Switch to \*gateway 3\*"))
    sam.get_by_label("Title").fill(ARTICLE)
    sam.get_by_role("button", name="Save the change").click()
    expect(sam.get_by_text("Read it as someone who meets the problem")).to_be_visible()
    sam.get_by_role("button", name="Publish").click()
    expect(sam.get_by_text("Published. People find it from now on.")).to_be_visible()
    expect(sam.locator(".gh-article-thanks")).to_contain_text(re.compile("Ben Okafor.*Asha Rao|Asha Rao.*Ben Okafor"))
    expect(bell_of(ben)).to_have_accessible_name("Notifications, 2 unread")
    go(visitor, "/")
    visitor.keyboard.press("/")
    visitor.keyboard.type("switch gateways")
    visitor.keyboard.press("Enter")
    visitor.get_by_role("link", name=ARTICLE).click()
    visitor.get_by_role("link", name=TITLE).click()
    expect(visitor.get_by_role("link", name=ARTICLE).first).to_be_visible()


def _another_question_goes_to_the_desk(vera: Page, sam: Page) -> None:
    """The super-user hands it over; the asker sees the strip appear."""
    go(vera, f"/questions/ask?title={OTHER}&category=remote-access")
    vera.get_by_label("The details").fill("Since nine this morning, on both of my laptops.")
    vera.get_by_role("button", name="Post it").click()
    expect(vera).to_have_url(re.compile(r"/q/\d+/remote-access-says"))
    keep_open(vera)
    go(sam, vera.url)
    sam.keyboard.press("l")
    sam.get_by_role("radio", name="Incident").check()
    sam.get_by_label("Note to the desk").fill("Two gateways are affected.")
    sam.get_by_role("button", name="Hand it over").click()
    expect(strip_of(sam, "INC-1001")).to_contain_text("Received")
    expect(strip_of(vera, "INC-1001")).to_contain_text("next update by")
    still_open(vera)


def _the_desk_solves_it(dora: Page, vera: Page) -> None:
    """Taken, answered, noted, resolved; the asker's page follows; it comes back once, then it works."""
    go(dora, "/desk?queue=remote-access")
    dora.get_by_role("link", name=OTHER).click()
    expect(dora.get_by_text("Since nine this morning")).to_be_visible()
    dora.get_by_role("button", name="Take", exact=True).and_(dora.locator("[data-key=a]")).click()
    expect(strip_of(vera, "INC-1001")).to_contain_text("In progress")
    _write(dora, "Public update", "We renew the certificate by noon.", "Post update")
    official = post_of(vera, "Official answer by provider staff Dora Nagy")
    expect(official).to_contain_text("We renew the certificate by noon.")
    _write(dora, "Internal note", SECRET, "Save note")
    expect(dora.get_by_role("listitem").filter(has_text=SECRET)).to_be_visible()
    _resolve(dora, "The certificate is renewed.")
    expect(vera.get_by_role("button", name="It works")).to_be_visible()
    still_open(vera)
    expect(vera.get_by_text(SECRET)).to_have_count(0)
    vera.get_by_role("button", name="It came back").click()
    expect(strip_of(vera, "INC-1001")).to_contain_text("In progress")
    expect(dora.locator(".gh-desk-state")).to_contain_text("In progress")
    dora.reload()
    _resolve(dora, "Gateway 2 has it as well.")
    vera.get_by_role("button", name="It works").click()
    expect(strip_of(vera, "INC-1001")).to_contain_text("This is done.")
    expect(official).to_have_count(3)
    expect(vera.get_by_text(SECRET)).to_have_count(0)
    expect(dora.locator(".gh-desk-state")).to_contain_text("Closed")


def _write(dora: Page, audience: str, words: str, button: str) -> None:
    dora.get_by_text(audience, exact=True).and_(dora.locator("label *")).click()
    dora.get_by_label("What do you want to say?").fill(words)
    dora.get_by_role("button", name=button).click()
    expect(dora.get_by_role("region", name="What was said")).to_contain_text(words)


def _resolve(dora: Page, sentence: str) -> None:
    dora.locator("summary", has_text="Resolve").click()
    dora.get_by_label("What was done, for those who asked").fill(sentence)
    dora.get_by_role("button", name="Resolve").click()
    expect(dora.locator(".gh-desk-state")).to_contain_text("Resolved")


def _the_question_becomes_an_improvement(
    asha: Page, supporters: list[Page], sam: Page, dora: Page, question: str
) -> None:
    """Proposed out of the question, supported, followed; the open page climbs the stair; each is told once a step."""
    asha.get_by_role("link", name="Make a proposal of it").click()
    asha.get_by_label("What should be better, in one line").fill(PROPOSAL)
    asha.get_by_label("What would be better").fill("Certificates renew themselves.")
    asha.get_by_label("For whom, and what is it worth to them").fill("Nobody is cut off in the middle of their work.")
    asha.get_by_role("button", name="Propose it").click()
    expect(asha.get_by_role("link", name=TITLE)).to_be_visible()
    proposal = keep_open(asha)
    for number, page in enumerate(supporters, 1):
        go(page, proposal)
        page.get_by_role("button", name="want this").click()
        expect(asha.locator(".gh-support b")).to_have_text(str(number))
    go(sam, "/notifications")
    sam.get_by_role("button", name="Mark all as read").click()
    expect(bell_of(sam)).to_have_accessible_name("Notifications")
    go(sam, proposal)
    sam.get_by_role("button", name="Follow", exact=True).click()
    expect(sam.get_by_role("button", name="Following")).to_be_visible()
    go(dora, proposal)
    for old, stage in itertools.pairwise(STAIR):
        _move(dora, STAGES[stage])
        expect(asha.get_by_role("list", name=f"Stage {STAIR.index(stage) + 1} of 6: {STAGES[stage]}")).to_be_visible()
        expect(asha.get_by_text(f"{STAGES[old]} → {STAGES[stage]}")).to_be_visible()
    expect(asha.locator("#answerable")).to_contain_text("Dora Nagy")
    still_open(asha)
    expect(bell_of(sam)).to_have_accessible_name("Notifications, 5 unread")
    for page in (asha, sam, *supporters):
        go(page, "/notifications?only=improvements")
        for stage in STAIR[1:]:
            told = page.get_by_role("listitem").filter(has_text=f"{PROPOSAL} is now {STAGES[stage].lower()}")
            expect(told).to_have_count(1)


def _move(dora: Page, stage: str) -> None:
    dora.locator("summary", has_text="Move to another stage").click()
    dora.get_by_label("To which stage?").select_option(stage)
    dora.get_by_label("The official word").fill(f"Now {stage.lower()}, as promised.")
    dora.get_by_role("button", name="Move and tell").click()
    expect(dora.get_by_text(f"Now {stage.lower()}, as promised.")).to_be_visible()
