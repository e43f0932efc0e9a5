"""What the composer's scripts do: two windows, pictures, names, canned answers, keys."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from community.forum.canning import keep_canned
from tests import people
from tests.browser.pages import post_of
from tests.factories import a_question

pytestmark = pytest.mark.only_on("sqlite")  # what a browser does with it is the same on both


@pytest.fixture
def sam(app):
    """Sam, who helps."""
    return people.sam()


@pytest.fixture
def question(app):
    """A question that waits for an answer."""
    return a_question(by=people.asha())


def composer(page: Page):
    """The field, whatever it is just called by."""
    return page.get_by_label("Your answer", exact=True).and_(page.locator("textarea"))


def open_at(page: Page, question) -> None:
    """Open the question and wait for the scripts of its composer."""
    page.goto(question.path)
    expect(page.get_by_role("toolbar", name="Formatting")).to_be_visible()


def saved(page: Page) -> None:
    """Wait until the server has the draft."""
    expect(page.get_by_text("Draft saved")).to_be_visible()


def test_the_second_window_is_told_and_nothing_is_overwritten(question, sam, open_page):
    one = open_page(sam)
    one.goto(question.path)
    composer(one).fill("Begun in the first window.")
    saved(one)
    two = one.context.new_page()
    two.goto(question.path)
    expect(composer(two)).to_have_value("Begun in the first window.")
    composer(two).fill("Gone on in the second window.")
    saved(two)
    one.bring_to_front()
    composer(one).press_sequentially(" And more.")
    notice = one.get_by_role("alert")
    expect(notice).to_contain_text("You are writing this in another window")
    expect(composer(one)).to_have_value("Begun in the first window. And more.")
    notice.get_by_role("button", name="Use the other words").click()
    expect(composer(one)).to_have_value("Gone on in the second window.")
    composer(one).press("Control+z")
    expect(composer(one)).to_have_value("Begun in the first window. And more.")


def test_a_draft_is_offered_on_another_device_and_ends_with_the_sending(question, sam, open_page):
    laptop, phone = open_page(sam), open_page(sam)
    laptop.goto(question.path)
    composer(laptop).fill("Written on the laptop, sent from the phone.")
    saved(laptop)
    phone.goto("/drafts")
    phone.get_by_role("link", name="Go on").click()
    expect(composer(phone)).to_have_value("Written on the laptop, sent from the phone.")
    composer(phone).press("Control+Enter")
    expect(post_of(phone, "Answer by super-user Sam Reyes")).to_be_visible()
    phone.goto("/drafts")
    expect(phone.get_by_text("No drafts")).to_be_visible()
    composer(laptop).press_sequentially(" Once more.")
    expect(laptop.get_by_role("alert")).to_contain_text("sent or discarded in another window")


def test_a_picture_is_put_in_and_its_words_are_asked_for(question, sam, open_page):
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(out, "PNG")
    page = open_page(sam)
    open_at(page, question)
    composer(page).fill("Look here:")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Picture or file").click()
    chooser.value.set_files([{"name": "IMG_1.png", "mimeType": "image/png", "buffer": out.getvalue()}])
    expect(page.get_by_text("Say between the brackets")).to_be_visible()
    file = {"name": "list.txt", "mimeType": "text/plain", "buffer": b"one"}
    page.locator("input[type=file]").set_input_files([file])
    expect(page.get_by_text("The file is in.")).to_be_visible()
    expect(composer(page)).to_have_value(re.compile(r"!\[What can be seen here\]\(/files/\S+\)\n\[list.txt\]"))
    composer(page).evaluate(
        "field => field.setSelectionRange(...['What', ']('].map((end) => field.value.indexOf(end)))"
    )
    page.keyboard.type("The gateway menu")
    page.get_by_role("button", name="Post answer").click()
    picture = page.get_by_role("img", name="The gateway menu")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 30


def test_a_refused_file_says_why_and_leaves_the_text(question, sam, open_page):
    page = open_page(sam)
    open_at(page, question)
    composer(page).fill("Look here:")
    file = {"name": "tool.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
    page.locator("input[type=file]").set_input_files([file])
    expect(page.get_by_role("alert")).to_contain_text("We take pictures")
    expect(composer(page)).to_have_value("Look here:")


def test_names_are_completed_with_the_keyboard(question, sam, open_page):
    page = open_page(sam)
    open_at(page, question)
    composer(page).click()
    page.keyboard.type("Thanks @as")
    expect(page.get_by_role("option", name="Asha Rao")).to_be_visible()
    expect(composer(page)).to_have_attribute("aria-activedescendant", f"person-{question.author_id}")
    page.keyboard.press("Enter")
    expect(composer(page)).to_have_value("Thanks @asha ")
    page.keyboard.type("and :tad")
    page.get_by_role("option", name="tada").click()
    expect(composer(page)).to_have_value("Thanks @asha and 🎉 ")


def test_keys_mark_words_and_tab_leaves(question, sam, open_page):
    page = open_page(sam)
    open_at(page, question)
    composer(page).fill("gateway")
    composer(page).press("Control+a")
    composer(page).press("Control+b")
    expect(composer(page)).to_have_value("**gateway**")
    composer(page).press("Tab")
    expect(composer(page)).not_to_be_focused()


def test_a_canned_answer_is_found_and_filled_in(question, sam, open_page):
    keep_canned("Which gateway", "Hello {asker}, choose gateway 3.", by=sam)
    page = open_page(sam)
    open_at(page, question)
    page.get_by_label("Canned answers", exact=True).click()
    page.get_by_role("searchbox", name="Search canned answers").fill("gateway")
    page.get_by_role("button", name="Which gateway").click()
    expect(composer(page)).to_have_value("Hello Asha Rao, choose gateway 3.")


PASTE = """async ([html, plain, picture]) => {
  const data = new DataTransfer();
  if (picture) data.items.add(new File(["x"], "sheet.png", { type: "image/png" }));
  if (html) data.setData("text/html", html);
  data.setData("text/plain", plain);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  if (document.activeElement.dispatchEvent(event)) document.execCommand("insertText", false, plain);
}"""


def test_what_is_pasted_becomes_markdown_and_lists_go_on(question, sam, open_page):
    page = open_page(sam)
    open_at(page, question)
    field = composer(page)
    sheet = "<html><head><style>td{mso-x:1}</style></head><body><table><tr><td><p>Room</p></td><td>Loop</td></tr><tr><td>2.18</td><td>a|b</td></tr></table></body></html>"  # noqa: E501
    mail = (
        '<p>See <a href="https://a.example/x">the list</a> of <b>rooms</b></p><ol><li>one_two</li><li>three</li></ol>'
    )
    for html, plain, picture, words in (
        (sheet, "Room\tLoop", True, "| Room | Loop |\n| --- | --- |\n| 2.18 | a\\|b |"),
        (mail, "See", False, "See [the list](https://a.example/x) of **rooms**\n\n1. one_two\n2. three"),
        ("", "def f():\n    return 1\n", False, "```\ndef f():\n    return 1\n```"),
        ("<span>Only words</span>", "Only words", False, "Only words"),
    ):
        field.fill("")
        field.focus()
        page.evaluate(PASTE, [html, plain, picture])
        expect(field).to_have_value(re.compile(rf"^{re.escape(words)}\s*$"))
    field.fill("2. first")
    field.press("End")
    field.press("Enter")
    expect(field).to_have_value("2. first\n3. ")
    field.press("Enter")
    expect(field).to_have_value("2. first\n\n")
