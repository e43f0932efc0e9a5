"""A helper's morning with the keyboard alone: no pointer anywhere."""

from playwright.sync_api import Page, expect

from community.core.db import atomic, db
from community.forum.models import Comment, Post, Vote
from community.moderation.flagging import flag_thing
from community.moderation.models import Flag, ReviewItem
from tests import people
from tests.browser.pages import go, listens, post_of
from tests.factories import a_question, an_answer


def keys(page: Page, *pressed: str) -> None:
    """Press one key after the other."""
    for key in pressed:
        page.keyboard.press(key)


def headed(page: Page, words: str) -> None:
    """The page that is open says so in its heading, and hears of what happens."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    listens(page)


def test_a_helpers_morning_with_the_keyboard_alone(app, open_page):
    asha, ben, vera, sam = people.asha(), people.ben(), people.vera(), people.sam()
    with atomic():
        asha.level = ben.level = vera.level = 3  # nobody looks at what they post first
    for number in (1, 2):
        rude = an_answer(a_question(by=asha, title=f"Long solved number {number}"), by=ben)
        flag_thing(rude, "unkind", f"Reason {number}.", by=vera)
    answered = a_question(by=asha, title="How do I book the red car")
    good = an_answer(answered, by=vera, body="At the gate, with your badge.")
    advert = an_answer(answered, by=ben, body="Cheap cars, cheap cars.")
    waiting = a_question(by=asha, title="Which gateway on the campus")
    page = open_page(sam)
    go(page, "/questions?tab=new")

    keys(page, "j", "j", "k", "o")  # down, too far, back, open
    headed(page, "Which gateway on the campus")
    keys(page, "g", "u")
    headed(page, "Unanswered")
    keys(page, "j", "i")
    expect(page.get_by_text("You are on it")).to_be_visible()
    keys(page, "o")
    headed(page, "Which gateway on the campus")
    keys(page, "r")
    expect(page.get_by_role("textbox", name="Your answer")).to_be_focused()
    page.keyboard.type("Gateway 3, until the certificate is renewed.")
    keys(page, "Control+Enter")
    expect(post_of(page, "Answer by super-user Sam Reyes")).to_be_visible()
    assert db.session.query(Post).filter_by(topic_id=waiting.id, author_id=sam.id).count() == 1
    listens(page)

    keys(page, "g", "q")
    headed(page, "Questions and discussions")
    keys(page, "j", "j", "o")
    headed(page, "How do I book the red car")
    keys(page, "j", "j")
    expect(page.locator(f"#answer-{good.id}")).to_be_focused()
    with page.expect_response("**/votes"):
        keys(page, "v")
    expect(page.locator(f"#vote-{good.id}-up")).to_have_attribute("aria-pressed", "true")
    keys(page, "n")
    expect(page.get_by_role("textbox", name="Your comment")).to_be_focused()
    page.keyboard.type("The gate at building C is open from seven.")
    keys(page, "Control+Enter")
    expect(page.get_by_text("open from seven")).to_be_visible()
    listens(page)
    assert db.session.query(Vote).filter_by(post_id=good.id, voter_id=sam.id).count() == 1
    assert db.session.query(Comment).filter_by(post_id=good.id, author_id=sam.id).count() == 1
    keys(page, "j", "j", "j", "f")
    headed(page, "Flag this post")
    keys(page, "Space", "Enter")
    headed(page, "How do I book the red car")
    mine = db.session.query(Flag).filter_by(member_id=sam.id).one()
    assert db.session.get(ReviewItem, mine.item_id).subject_id == advert.id

    keys(page, "g", "r")
    expect(page.locator(".gh-review-claim")).to_contain_text("Reason 1.")
    listens(page)
    keys(page, page.locator(".gh-decision", has_text="Hide it").locator("kbd").text_content())  # the number beside it
    page.keyboard.type(" Please stay kind.")
    keys(page, "Control+Enter")
    expect(page.locator(".gh-review-claim")).to_contain_text("Reason 2.")
    decided = db.session.query(ReviewItem).filter_by(verdict="hide").one()
    assert decided.decided_by_id == sam.id and decided.word.endswith("Please stay kind.")
