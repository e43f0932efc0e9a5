"""What every page has: keys, the choice of light and dark, and room on a small phone."""

import pytest
from playwright.sync_api import expect

from community.bridges.escalating import escalate_question
from community.forum.accepting import accept_answer
from tests import people
from tests.factories import a_category, a_proposal, a_question, a_service, an_answer, an_article

pytestmark = pytest.mark.only_on("sqlite")  # what a browser does with it is the same on both

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
WIDE = """The log says `error-0x800704C9-the-network-connection-was-aborted-by-the-local-system`:

    C:\\ProgramData\\Northmere\\RemoteAccess\\gateway-3.campus.northmere.example\\session.log

| gateway | certificate ends | last seen | remark |
|---|---|---|---|
| gateway-3.campus.northmere.example | 2026-03-02 | today | the only one that is renewed |

https://northmere.example/remote-access/gateways/three/certificates/renewal?from=2026-03-02&until=2027-03-02
"""
ADDRESSES = {
    "": ["/", "/login", "/register", "/nowhere", "/q/3", "/articles/1/"],
    "asha": [
        *("/", "/questions", "/q/3", "/questions/ask", "/q/3/proposal", "/posts/1/edit", "/posts/1/history"),
        *("/articles", "/articles/1/", "/improvements", "/improvements?stage=proposed", "/improvements/1"),
        *("/improvements/new", "/members", "/members/ben", "/members/ben/reputation", "/badges"),
        *("/badges/first-light", "/leaderboard", "/search?q=gateway", "/notifications", "/settings"),
    ],
    "sam": ["/q/3", "/q/1/escalation", "/q/1/closing", "/articles/1/edit", "/articles/1/history", "/articles/new"],
    "dora": [
        *("/q/3", "/desk", "/desk?view=closed", "/desk/tickets/INC-1001", "/improvements/1", "/insights"),
        "/improvements/1/stages/new",
    ],
    "ada": ["/admin", "/admin/people", "/admin/services", "/admin/facts", "/insights"],
}


@pytest.fixture
def hall(app, deliver):
    """A hall with something in every room; the people by name."""
    members = {m.name: m for m in (people.asha(), people.ben(), people.sam(), people.dora(), people.ada())}
    asha, ben, sam = members["asha"], members["ben"], members["sam"]
    place = a_category(service=a_service())
    for title in ("VPN drops when the laptop sleeps", "Where do I see which gateway I am on?"):
        a_question(by=asha, title=title, category=place, body=WIDE, tags=["vpn", "certificates"])
    topic = a_question(by=asha, title="Unverständlichkeitsbescheinigungsformular: gateway?", category=place, body=WIDE)
    accept_answer(an_answer(topic, by=ben, body=WIDE), by=asha)
    an_article(by=sam, title="When the VPN drops: gateways and certificates", body=f"## Gateways\n\n{WIDE}")
    a_proposal(by=asha, hard=WIDE)
    escalate_question(topic, "incident", "Two gateways are affected.", by=sam)
    deliver()
    return members


def test_j_k_and_o_move_through_rows_and_slash_searches(hall, open_page):
    page = open_page(hall["asha"])
    page.goto("/questions")
    rows = page.locator("[data-rows] [data-row]")
    expect(rows).to_have_count(3)
    for key, row in (("j", 0), ("j", 1), ("j", 2), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(rows.nth(row).get_by_role("heading").get_by_role("link")).to_be_focused()
    page.keyboard.press("/")
    search = page.get_by_role("searchbox", name="Search everything")
    expect(search).to_be_focused()
    page.keyboard.type("ok/j")  # in a field, keys are letters
    expect(search).to_have_value("ok/j")
    expect(page).to_have_url("/questions")
    search.blur()
    title = rows.nth(1).get_by_role("heading").inner_text()
    page.keyboard.press("o")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_light_and_dark_are_chosen_and_kept(hall, open_page):
    page = open_page(hall["asha"], color_scheme="light")
    page.goto("/")
    ground = page.locator("body")
    expect(ground).to_have_css("background-color", "rgb(250, 248, 242)")
    page.locator("summary", has_text="You: Asha Rao").click()
    page.get_by_role("button", name="Dark").click()
    expect(ground).to_have_css("background-color", "rgb(14, 23, 37)")
    page.goto("/questions")
    expect(ground).to_have_css("background-color", "rgb(14, 23, 37)")
    page.locator("summary", has_text="You: Asha Rao").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Auto").click()
    expect(ground).to_have_css("background-color", "rgb(250, 248, 242)")
    page.emulate_media(color_scheme="dark")
    expect(ground).to_have_css("background-color", "rgb(14, 23, 37)")


def test_nothing_is_wider_than_a_small_phone(hall, open_page):
    wide = []
    for name, paths in ADDRESSES.items():
        page = open_page(hall.get(name), **PHONE)
        for path in paths:
            assert page.goto(path).status in (200, 404), path
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > 360:
                wide.append(f"{path} for {name or 'a visitor'}: {width}")
    assert wide == []
