"""Asking: who may, what is kept, what is refused and that nothing typed is lost."""

import pytest

from community.core.errors import Invalid, NotAllowed
from community.forum.models import Topic
from community.forum.queries import find_topic
from tests import people
from tests.factories import a_category, a_question

ASKED = {
    "kind": "question",
    "title": "VPN drops after ten minutes",
    "category": "remote-access",
    "body": "It says **error 812** and ends.",
    "tags": "vpn, WiFi",
}


def test_a_member_asks_and_lands_on_the_question(app, as_):
    asha = people.asha()
    a_category()
    page = as_(asha).post("/questions/ask", data=ASKED, follow_redirects=True)
    assert page.status_code == 200
    assert "<strong>error 812</strong>" in page.text
    assert "#wifi" in page.text or ">wifi<" in page.text
    assert page.request.path == "/q/1/vpn-drops-after-ten-minutes" or "vpn-drops" in page.request.path


def test_a_stranger_is_asked_to_sign_in_and_keeps_the_words(app, client):
    a_category()
    page = client().post("/questions/ask", data=ASKED)
    assert page.status_code == 401
    assert "error 812" in page.text and "VPN drops after ten minutes" in page.text


def test_an_expired_page_offers_to_send_again(app, as_):
    asha = people.asha()
    a_category()
    page = as_(asha, csrf=False).post("/questions/ask", data=ASKED)
    assert page.status_code == 400
    assert "error 812" in page.text and "Send it again" in page.text
    assert not Topic.query.count()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "VPN", "a few more words"),
        ("title", "x" * 200, "shorten the title"),
        ("body", "help", "a little more"),
        ("tags", "one two three four five six", "At most 5 tags"),
        ("tags", "<script>", "can’t be a tag"),
        ("category", "", "Choose the service"),
    ],
)
def test_what_cannot_be_used_is_said_beside_the_field(app, as_, field, value, says):
    asha = people.asha()
    a_category()
    page = as_(asha).post("/questions/ask", data=ASKED | {field: value})
    assert page.status_code == 422
    assert says in page.text
    assert "error 812" in page.text or field == "body"


def test_null_bytes_are_taken_out_and_the_rest_is_kept(app, as_):
    asha = people.asha()
    a_category()
    page = as_(asha).post("/questions/ask", data=ASKED | {"body": "It says\0 error 812 and ends."})
    assert page.status_code == 400
    assert "error 812" in page.text


def test_hostile_text_comes_out_harmless(app, as_):
    asha = people.asha()
    topic = a_question(
        by=asha, body="<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1)) ok?"
    )
    page = as_(asha).get(topic.path)
    assert "alert(1)</script>" not in page.text
    assert "onerror" not in page.text
    assert "javascript:alert" not in page.text.replace("(javascript:alert(1))", "")


def test_announcements_are_the_providers(app):
    asha, dora = people.asha(), people.dora()
    with pytest.raises(NotAllowed, match="provider staff"):
        a_question(by=asha, kind="announcement")
    assert a_question(by=dora, kind="announcement").kind == "announcement"


def test_nobody_posts_where_they_may_not_read(app):
    asha, sam = people.asha(), people.sam()
    lounge = a_category("Lounge", audience="superusers")
    with pytest.raises(NotAllowed):
        a_question(by=asha, category=lounge)
    assert find_topic(a_question(by=sam, category=lounge).id, sam)


def test_a_wrong_slug_leads_to_the_right_one_for_good(app, client):
    topic = a_question(by=people.asha())
    moved = client().get(f"/q/{topic.id}/something-else?order=newest")
    assert moved.status_code == 301
    assert moved.location == f"{topic.path}?order=newest"


def test_an_unknown_kind_is_refused(app):
    with pytest.raises(Invalid):
        a_question(by=people.dora(), kind="poem")
