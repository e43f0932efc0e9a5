"""What pages say about themselves: schema.org data, one address each, what is thin, and whose links count."""

import json
import re
from html.parser import HTMLParser

import pytest

from community.accounts.joining import join
from community.core.db import db
from community.core.text import render
from community.forum.accepting import accept_answer
from community.forum.commenting import comment_on
from community.forum.deleting import delete_post
from community.forum.editing import edit_post
from community.forum.queries import opening_of
from tests import people
from tests.factories import a_category, a_proposal, a_question, a_service, an_answer, an_article


class Head(HTMLParser):
    """Collects what a page's head says."""

    def __init__(self, page):
        super().__init__()
        self.links, self.metas, self.data, self._told = {}, {}, [], None
        self.feed(page.text)

    def handle_starttag(self, tag, attrs):
        words = dict(attrs)
        if tag == "link":
            self.links.setdefault(words["rel"], words["href"])
        elif tag == "meta":
            self.metas[words.get("name") or words.get("property")] = words.get("content")
        self._told = "" if tag == "script" and words.get("type") == "application/ld+json" else None

    def handle_data(self, data):
        if self._told is not None:
            self._told += data

    def handle_endtag(self, tag):
        if self._told is not None:
            self.data.append(json.loads(self._told))
            self._told = None


@pytest.fixture
def public(app):
    return app.config["GUILDHALL"].public_url


@pytest.fixture
def look(client):
    """`look(path)`: the head of a page as a guest gets it, or another browser."""

    def open_page(path: str, browser=None, status: int = 200) -> Head:
        page = (browser or client()).get(path)
        assert page.status_code == status, path
        return Head(page)

    return open_page


# What it is


def test_a_question_is_told_with_its_answers(look, asha, ben, public):
    question = a_question(by=asha)
    first = an_answer(question, by=ben)
    second = an_answer(question, by=people.vera(), body="Restart <i>the</i> client & wait.")
    [told] = look(question.path).data
    about = told["mainEntity"]
    assert (told["@context"], told["@type"], about["@type"]) == ("https://schema.org", "QAPage", "Question")
    assert about["name"] == "VPN drops after ten minutes"
    assert about["text"].startswith("It works at home, but on the campus Wi-Fi")
    assert about["answerCount"] == 2
    assert about["author"] == {"@type": "Person", "name": "Asha Rao", "url": f"{public}/members/asha"}
    assert about["datePublished"] == "2026-03-02T09:00:00Z"
    assert "acceptedAnswer" not in about
    assert [each["url"] for each in about["suggestedAnswer"]] == [
        f"{public}{question.path}#answer-{post.id}" for post in (first, second)
    ]
    for answer in about["suggestedAnswer"]:
        assert answer["@type"] == "Answer"
        assert {"text", "url", "author", "datePublished", "upvoteCount"} <= answer.keys()


def test_the_accepted_answer_is_told_once(look, asha, ben):
    question = a_question(by=asha)
    accepted, other = an_answer(question, by=ben), an_answer(question, by=people.vera(), body="Restart the client.")
    accept_answer(accepted, by=asha)
    about = look(question.path).data[0]["mainEntity"]
    assert about["acceptedAnswer"]["url"].endswith(f"#answer-{accepted.id}")
    assert [each["url"].split("-")[-1] for each in about["suggestedAnswer"]] == [str(other.id)]


def test_a_question_without_answers(look, asha):
    about = look(a_question(by=asha).path).data[0]["mainEntity"]
    assert about["answerCount"] == 0
    assert not {"acceptedAnswer", "suggestedAnswer"} & about.keys()


def test_answers_that_were_taken_down_are_not_told_even_to_those_who_see_them(look, as_, asha, ben):
    question, sam = a_question(by=asha), people.sam()
    delete_post(an_answer(question, by=ben, body="Buy my wonderful pills."), "It is an advertisement.", by=sam)
    about = look(question.path, as_(sam)).data[0]["mainEntity"]
    assert about["answerCount"] == 0
    assert "pills" not in json.dumps(about)


@pytest.mark.parametrize("kind", ["discussion", "announcement"])
def test_a_discussion_is_told_as_one_and_never_as_a_question(look, kind, public):
    dora = people.dora()
    talk = a_question(by=dora, kind=kind, title="Tea or coffee on Fridays?")
    an_answer(talk, by=dora, body="Tea, of course, and biscuits.")
    [told] = look(talk.path).data
    assert told["@type"] == "DiscussionForumPosting"
    assert told["headline"] == "Tea or coffee on Fridays?"
    assert {"text", "url", "author", "datePublished"} <= told.keys()
    assert told["commentCount"] == 1
    assert told["interactionStatistic"]["userInteractionCount"] == 0
    assert "upvoteCount" not in told  # which only questions, answers and comments have
    assert [each["text"] for each in told["comment"]] == ["Tea, of course, and biscuits."]
    assert "QAPage" not in json.dumps(told)


def test_nothing_written_can_end_the_data_early(look, asha):
    question = a_question(by=asha, body="Try `</script><script>alert(1)</script>` & <!-- see.")
    assert "</script><script>alert(1)</script>" in look(question.path).data[0]["mainEntity"]["text"]


def test_private_things_tell_nothing(look, as_, asha, ben):
    sam = people.sam()
    place = a_category("House", audience="members")
    topic = a_question(by=asha, category=place)
    an_answer(topic, by=ben)
    article = an_article(by=sam, audience="members")
    draft = an_article(by=sam, title="Still being written", published=False)
    for path, who in ((topic.path, ben), (article.path, ben), (draft.path, sam), ("/c/house", ben)):
        head = look(path, as_(who))
        assert head.data == [], path
        assert head.metas["robots"] == "noindex", path
        assert not {"canonical", "alternate"} & head.links.keys(), path
        assert not any(name and name.startswith("og:") for name in head.metas), path
        assert "description" not in head.metas, path


def test_telling_costs_no_statement_of_its_own(client, statements, asha, ben):
    question = a_question(by=asha)
    counts = []
    for number in (1, 30):
        for each in range(number):
            an_answer(question, by=(asha, ben)[each % 2], body=f"Answer {each} of {number} to this.")
        with statements() as sent:
            page = client().get(question.path)
        about = Head(page).data[0]["mainEntity"]
        counts.append((len(sent), about["answerCount"], len(about["suggestedAnswer"])))
    assert counts[0][0] == counts[1][0]
    assert counts[1][1:] == (31, 20)


def test_a_link_is_shown_with_its_picture(look, asha, public):
    path = f"/files/{'0' * 32}-640x480/panel.png"
    shown = look(a_question(by=asha, body=f"What is this? ![A panel]({path})").path)
    assert shown.metas["og:image"] == public + path
    assert shown.metas["twitter:card"] == "summary_large_image"
    assert shown.data[0]["mainEntity"]["image"] == public + path
    plain = look("/questions")
    assert plain.metas["og:title"] == "Questions"
    assert plain.metas["og:image"] == f"{public}/static/img/card.png"
    assert look("/c/remote-access").metas["og:title"] == "Remote access"
    assert not any((name or "").startswith("og:") for name in look("/questions?tab=top&tag=&state=solved").metas)


# Where it is, and whether to keep it


def test_a_page_has_one_address(look, asha, public):
    service = a_service("Printing")
    question = a_question(by=asha, category=a_category("Printing", service=service), tags=["c++"])
    for path, one in {
        "/": "/",
        f"{question.path}?order=newest&tag=x": question.path,
        "/questions?tab=active&utm_source=x": "/questions",
        "/?tab=new": "/questions?tab=new",
        "/questions?service=printing": "/questions?service=printing",
        "/questions?tag=c%2B%2B": "/questions?tag=c%2B%2B",
        "/c/printing": "/c/printing",
        "/members/asha": "/members/asha",
        "/badges": "/badges",
    }.items():
        head = look(path)
        assert head.links["canonical"] == public + one, path
        assert "robots" not in head.metas, path


def test_thin_pages_are_not_kept(look, as_, asha, ben):
    service = a_service("Printing")
    question = a_question(by=asha, category=a_category("Printing", service=service), tags=["duplex"])
    answer = an_answer(question, by=ben)
    member = as_(people.vera())
    for path, browser in (
        ("/search?q=printer", None),
        ("/questions?tab=mine", member),
        ("/login", None),
        ("/questions?service=printing&tag=duplex", None),
        ("/questions?tab=unanswered&tag=duplex", None),
        (f"/questions?after={2**40}_1", None),
        ("/members?q=ash", None),
        ("/members/vera", None),  # who has written nothing yet
        (f"{answer.path}/history", None),
        ("/settings", member),
        ("/notifications", member),
        ("/questions/ask", member),
    ):
        head = look(path, browser)
        assert head.metas["robots"] == "noindex", path
        assert "canonical" not in head.links, path
    assert look("/nowhere", status=404).metas["robots"] == "noindex"
    assert look("/q/12345", status=404).metas["robots"] == "noindex"
    assert look("/members/ben").metas.get("robots") is None  # an answer is enough


def test_pages_of_a_list_lead_to_each_other(look, asha):
    for number in range(31):
        a_question(by=asha, title=f"Question number {number}", tags=["vpn"])
    first = look("/questions?tag=vpn")
    assert first.links["next"].startswith("/questions?tag=vpn&after=")
    assert "prev" not in first.links
    second = look(first.links["next"])
    assert "next" not in second.links
    again = look(second.links["prev"])
    assert "prev" not in again.links
    assert again.links["next"] == first.links["next"]


def test_what_messengers_show_of_a_page(look, asha, public):
    question = a_question(by=asha, body="Long " * 60 + 'and "quoted" <b>words</b>.')
    article, proposal = an_article(by=people.sam(), summary="Which gateway to choose."), a_proposal(by=asha)
    for path, title, words in (
        ("/", "Northmere Guildhall", "Ask what is in your way"),
        (question.path, question.title, "Long Long"),
        (article.path, article.title, "Which gateway to choose."),
        (proposal.path, proposal.title, "The gate asks for a badge"),
    ):
        metas = look(path).metas
        assert metas["og:title"] == title
        assert metas["og:url"] == public + path
        assert metas["og:type"] == ("website" if path == "/" else "article")
        assert metas["og:site_name"] == "Northmere Guildhall"
        assert metas["description"].startswith(words)
        assert metas["og:description"] == metas["description"]
        assert len(metas["description"]) <= 161


# Whose links count

LINK = "See https://example.org/gateways for the list."


def rel_in(html: str) -> str:
    return re.search(r'rel="([^"]*)"', html)[1]


@pytest.mark.parametrize(
    ("role", "level", "rel"),
    [
        ("member", 1, "ugc nofollow noopener"),
        ("member", 2, "ugc nofollow noopener"),
        ("member", 3, "ugc noopener"),
        ("member", 6, "ugc noopener"),
        ("superuser", 1, "ugc noopener"),
        ("staff", 1, "ugc noopener"),
        ("admin", 1, "ugc noopener"),
    ],
)
def test_links_count_once_their_author_is_trusted(app, asha, role, level, rel):
    writer = join(name="wim", display_name="Wim Maes", email="wim@example.org", role=role)
    writer.level = level
    db.session.commit()
    question = a_question(by=writer, body=LINK)
    answer = an_answer(a_question(by=asha), by=writer, body=LINK)
    comment = comment_on(answer, LINK, by=writer)
    assert [rel_in(each.html) for each in (opening_of(question), answer, comment)] == [rel] * 3
    edit_post(answer, f"{LINK} And more.", by=writer)
    assert rel_in(answer.html) == rel


def test_who_edits_lends_no_standing(app, asha, ben):
    answer = an_answer(a_question(by=asha), by=ben, body=LINK)
    edit_post(answer, f"{LINK} And more.", by=people.sam())
    assert rel_in(answer.html) == "ugc nofollow noopener"


def test_text_of_unknown_origin_is_not_trusted():
    assert rel_in(render(LINK)) == rel_in(render('<a href="https://example.org" rel="follow">x</a>', "html"))
    assert rel_in(render(LINK)) == "ugc nofollow noopener"


# In the browser


def test_the_browser_finds_nothing_wrong_with_it(open_page, asha, ben):
    question = a_question(by=asha)
    an_answer(question, by=ben)
    page = open_page()  # fails on any complaint about the content policy
    for path in (question.path, "/"):
        page.goto(path)
    page.goto(question.path)
    told = json.loads(page.locator('script[type="application/ld+json"]').text_content())
    assert told["@type"] == "QAPage"
