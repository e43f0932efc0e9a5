"""The ask form: what a service asks, what goes along and who sees it, what fits, and all of it without scripts."""

import re

import pytest

from community.bridges.escalating import escalate_question
from community.composer.drafting import save_draft
from community.forum.asking import post_topic
from community.forum.capturing import browser_of, page_of_path
from community.forum.models import Topic
from community.forum.trail import TrailStep, note_search, trail_of
from community.services.fields import fields_of, keep_field
from community.services.keeping import change_state
from tests import people
from tests.factories import a_category, a_question, a_service, an_answer, an_article

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
ASKED = {
    "kind": "question",
    "title": "The printer leaves every second badge blank",
    "category": "badge-print",
    "body": "It beeps twice and the badge is white.",
    "tags": "",
}


@pytest.fixture
def printing(app):
    return a_service("Badge print")


@pytest.fixture
def place(printing):
    return a_category("Badge print", service=printing)


def sealed(page: str) -> str:
    return page.split('name="context" value="')[1].split('"')[0]


def test_a_service_asks_and_the_answer_stands_under_the_question(app, as_, client, printing, place):
    asha, dora = people.asha(), people.dora()
    number = keep_field(printing, label="Number on the device", hint="On its back.", required=True, by=dora)
    side = keep_field(printing, label="Which side", kind="choice", choices="front\nback", by=dora)
    browser = as_(asha)
    part = browser.post("/questions/ask/place", data=ASKED | {"title": "", "body": ""}).text
    assert "Number on the device" in part and "On its back." in part and "Everyone can read it there" in part
    page = browser.post("/questions/ask", data=ASKED)
    assert page.status_code == 422 and "“Number on the device” is needed" in page.text
    assert "every second badge blank" in page.text and "It beeps twice" in page.text
    wrong = {side.name: "sideways", "title": "Badge", "body": "Blank", "tags": "a b c d e f"}
    page = browser.post("/questions/ask", data=ASKED | wrong)
    assert page.status_code == 422 and 'value="a b c d e f"' in page.text
    said = ("“Number on the device” is needed", "must be one of: front, back", "a few more words", "add a little more")
    for sentence in (*said, "At most 5 tags"):  # all at once, above the form and each beside its field
        assert page.text.count(sentence) == 2, sentence
    for field in set(re.findall(r'<li><a href="#(\w+)">', page.text)):
        assert f'id="{field}"' in page.text, field
    page = browser.post(
        "/questions/ask", data=ASKED | {number.name: "BP-17 <b>", side.name: "back"}, follow_redirects=True
    )
    assert "BP-17 &lt;b&gt;" in page.text and "Which side" in page.text
    assert "BP-17" in client().get(Topic.query.one().path).text
    assert Topic.query.one().details == {"fields": [["Number on the device", "BP-17 <b>"], ["Which side", "back"]]}


def test_a_discussion_is_asked_nothing(app, as_, printing, place):
    keep_field(printing, label="Number on the device", required=True, by=people.dora())
    page = as_(people.asha()).post("/questions/ask", data=ASKED | {"kind": "discussion"})
    assert page.status_code == 303


def test_staff_keep_the_fields_and_nobody_else(app, as_, printing):
    dora = people.dora()
    address = f"/desk/fields/{printing.slug}"
    new = {"label": "Room", "hint": "", "kind": "line", "choices": ""}
    for other in (people.asha(), people.sam()):
        assert as_(other).post(address, data=new).status_code == 403
    staff = as_(dora)
    assert staff.post(address, data=new).status_code == 303
    again = staff.post(address, data=new | {"label": "room"})
    assert again.status_code == 422 and "asks for that already" in again.text
    few = staff.post(address, data=new | {"label": "Colour", "kind": "choice", "choices": "red"})
    assert few.status_code == 422 and "2 to 12 choices" in few.text
    staff.post(address, data=new | {"label": "Colour", "kind": "choice", "choices": "red\nblue", "required": "y"})
    room, colour = (field.id for field in fields_of(printing.id))
    page = staff.get(address).text
    assert page.index("<b>Room") < page.index("<b>Colour") and "red, blue" in page
    staff.post(f"{address}/{colour}/place", data={"step": "-1"})
    page = staff.get(address).text
    assert page.index("<b>Colour") < page.index("<b>Room")
    assert 'value="Colour"' in staff.get(f"{address}/{colour}").text
    staff.post(
        f"{address}/{colour}", data=new | {"label": "Which colour", "kind": "choice", "choices": "red\nblue\ngreen"}
    )
    assert "red, blue, green" in staff.get(address).text
    staff.post(f"{address}/{room}/removal")
    assert "<b>Room" not in staff.get(address).text
    a_service("Campus cars")
    assert staff.post(f"/desk/fields/campus-cars/{colour}/removal").status_code == 404


def test_what_goes_along_is_shown_first_and_read_by_helpers_alone(app, as_, client, place, deliver):
    asha, ben, sam = people.asha(), people.ben(), people.sam()
    other, article = a_question(by=ben, title="Badges come out pale", category=place), an_article(by=sam)
    browser = as_(asha)
    deliver()
    browser.get("/search?q=blank+badge")
    browser.get(other.path)
    browser.get(article.path)
    page = browser.get(
        "/questions/ask", headers={"User-Agent": FIREFOX, "Referer": f"http://localhost{other.path}"}
    ).text
    for shown in ("Firefox 132 on Windows", "“blank badge”", "Badges come out pale", article.title, "Send this along"):
        assert shown in page
    page = browser.post(
        "/questions/ask", data=ASKED | {"with_context": "1", "context": sealed(page)}, follow_redirects=True
    )
    assert "“blank badge”" in page.text
    topic = Topic.query.filter_by(author_id=asha.id).one()
    assert topic.details["context"] == {
        "browser": "Firefox 132 on Windows", "page": f"topic:{other.id}", "searched": ["blank badge"],
        "read": [f"article:{article.id}", f"topic:{other.id}"],
    }  # fmt: skip
    assert "“blank badge”" in as_(sam).get(topic.path).text
    for stranger in (as_(ben), client()):
        text = stranger.get(topic.path).text
        assert "blank badge”" not in text and "Firefox" not in text


def test_left_out_or_forged_it_is_not_kept(app, as_, place):
    asha, ben = people.asha(), people.ben()
    seal = sealed(as_(asha).get("/questions/ask", headers={"User-Agent": FIREFOX}).text)
    as_(asha).post("/questions/ask", data=ASKED | {"context": seal})
    as_(ben).post("/questions/ask", data=ASKED | {"context": seal, "with_context": "1"})
    as_(ben).post(
        "/questions/ask", data=ASKED | {"title": "Another badge is blank", "context": "x", "with_context": "1"}
    )
    assert [topic.details for topic in Topic.query] == [None] * 3


def test_nobody_reads_a_title_there_that_is_not_open_to_them(app, as_, place):
    asha, sam = people.asha(), people.sam()
    hidden = a_question(by=sam, category=a_category("Lounge", audience="superusers"), title="The secret lounge plan")
    topic = post_topic(category=place, title=ASKED["title"], source=ASKED["body"],
                       context={"read": [f"topic:{hidden.id}"], "browser": "Firefox 132"}, by=asha)  # fmt: skip
    assert "secret lounge plan" in as_(sam).get(topic.path).text
    assert "secret lounge plan" not in as_(asha).get(topic.path).text


def test_the_trail_forgets_after_half_an_hour_and_holds_each_thing_once(app, clock):
    asha, ben = people.asha(), people.ben()
    note_search("blank badge", by=asha)
    clock.forward(minutes=1)
    note_search("pale badge", by=asha)
    note_search("blank badge", by=asha)
    assert trail_of(asha).searched == ("blank badge", "pale badge") and trail_of(ben).searched == ()
    clock.forward(minutes=31)
    assert trail_of(asha).searched == ()
    note_search("car", by=ben)
    assert TrailStep.query.count() == 1  # old steps of others go with each new one
    note_search("car", by=None)
    assert TrailStep.query.count() == 1


def test_without_scripts_one_looks_before_one_posts(app, as_, printing, place, deliver):
    asha, ben = people.asha(), people.ben()
    keep_field(printing, label="Number on the device", by=people.dora())
    an_answer(a_question(by=ben, title="Every second badge is blank", category=place), by=ben)
    deliver()
    browser = as_(asha)
    page = browser.post("/questions/ask", data=ASKED | {"category": "", "look": "1"})
    assert page.status_code == 200 and "Solves it" in page.text and "Sounds like <b>Badge print</b>" in page.text
    assert "It beeps twice" in page.text
    page = browser.post("/questions/ask", data=ASKED | {"category": "", "place": "badge-print"}).text
    assert '<option selected value="badge-print">' in page and "Number on the device" in page
    assert Topic.query.count() == 1


def test_what_nobody_has_solved_yet_one_may_have_too_and_an_incident_is_named_once(app, as_, place, deliver):
    ben, sam = people.ben(), people.sam()
    open_one = a_question(by=ben, title="Every second badge is blank", category=place)
    known = a_question(by=ben, title="Every blank badge is pale", category=place)
    escalate_question(known, "incident", "", by=sam)
    deliver()
    part = as_(people.asha()).get("/questions/ask/fits?title=every+blank+badge").text
    assert "Solves it" not in part and f'value="incident:{open_one.id}"' in part
    assert part.count(f'href="{known.path}"') == 1 and "One thing that may already fit" in part


def test_a_draft_comes_back_with_what_its_place_asks(app, as_, printing, place):
    asha = people.asha()
    field = keep_field(printing, label="Number on the device", by=people.dora())
    content = ASKED | {field.name: "BP-17", "with_context": "false"}
    save_draft("ask:abcdef12", content, revision=0, window="w1234567", by=asha)
    page = as_(asha).get("/questions/ask?draft=ask:abcdef12", headers={"User-Agent": FIREFOX}).text
    assert "It beeps twice" in page and 'value="BP-17"' in page
    assert 'name="with_context" value="1" checked' not in page and 'name="with_context" value="1"' in page
    assert "It beeps twice" not in as_(people.ben()).get("/questions/ask?draft=ask:abcdef12").text


def test_an_ailing_service_is_named(app, as_, printing, place):
    change_state(printing, "slower", "Building C only", by=people.dora())
    part = as_(people.asha()).get("/questions/ask/fits?category=badge-print").text
    assert "slower than usual" in part and "Building C only" in part


def test_what_fits_costs_the_same_with_many_things(app, as_, statements, place, deliver):
    browser = as_(people.asha())
    ben = people.ben()
    address = "/questions/ask/fits?title=blank+badge&category=badge-print"
    a_question(by=ben, title="A blank badge", category=place)
    deliver()
    browser.get(address)
    with statements() as few:
        browser.get(address)
    for number in range(8):
        an_answer(a_question(by=ben, title=f"A blank badge, number {number}", category=place), by=ben)
    deliver()
    with statements() as many:
        browser.get(address)
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (FIREFOX, "Firefox 132 on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 "
         "Edg/131.0", "Edge 131 on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 "
         "Mobile/15E148 Safari/604.1", "Safari 18 on iPhone"),
        ("Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 "
         "Chrome/122.0.0.0 Mobile Safari/537.36", "Samsung Internet 26 on Android"),
        ("curl/8.1", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_browsers_are_told_by_what_they_send(agent, said):
    assert browser_of(agent) == said


def test_a_page_is_kept_only_if_its_address_tells_nothing_private():
    assert page_of_path("/q/7/the-secret-plan") == "topic:7"
    assert page_of_path("/articles/3/how") == "article:3"
    assert page_of_path("/questions") == "/questions"
    for path in ("/c/board-of-directors", "/members/asha", "/desk/tickets/INC-1", "https://evil.example/", "/q/x"):
        assert page_of_path(path) == ""
