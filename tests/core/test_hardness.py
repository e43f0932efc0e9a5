"""What strangers and mischief get: links of our own, no passwords echoed, no minute-long pages."""

import time

import pytest
from flask import current_app

from community.accounts.tokens import create_token
from community.core.differences import rows_changed
from community.core.realtime import socketio
from community.core.text import render
from community.core.web import settings
from tests import factories, people


def test_links_in_mails_lead_here_whatever_host_the_request_named(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)  # the test browser keeps no cookies for other hosts
    words = {"display_name": "Nia Bell", "email": "nia@example.org"}
    words |= dict.fromkeys(("password", "password_confirm"), "four quiet words here")
    client().post("/register", data=words, environ_overrides={"HTTP_HOST": "evil.example"})
    mail = current_app.extensions["mailman"].outbox[-1]
    assert f"{settings().public_url}/confirm/" in mail.body
    assert "evil.example" not in str(mail.message())


def test_passwords_never_come_back_in_a_page(app, client):
    words = "a long row of quiet words that nobody else would ever think of, and then some more"
    page = client(csrf=False).post("/login", data={"email": "asha@example.org", "password": words})
    assert page.status_code == 400 and "asha@example.org" in page.text
    assert words not in page.text


def test_the_door_leads_back_to_the_whole_address(app, client):
    assert client().get("/settings?a=1&b=2").location == "/login?next=/settings%3Fa%3D1%26b%3D2"
    assert client().get("/desk/tickets/a%0d%0aX-Mark:b").status_code == 303


def test_a_token_that_may_only_write_reads_nothing(app, client):
    asha = people.asha()
    token = {"Authorization": f"Bearer {create_token(asha, ['write'])}"}
    assert client().get("/api/v1/questions", headers=token).status_code == 403


def test_json_nested_beyond_measure_is_refused(app, client):
    sent = client().post("/login", data=b"[" * 100_000, content_type="application/json")
    assert sent.status_code == 415


@pytest.mark.parametrize(
    "room", ["topic:²", "topic:" + "9" * 60, "proposal:²", "topic:", "topic:-1", "member:²", "x:1"]
)
def test_rooms_that_are_none_stay_closed(app, client, room):
    line = socketio.test_client(app, flask_test_client=client())
    assert line.emit("join", {"room": room}, callback=True) is False


@pytest.mark.parametrize(
    "source", ["http://a." * 3_300, "```http\n" + "a" * 29_000 + "\n```", "```perl\n" + "<" * 29_000]
)
def test_mischievous_texts_are_drawn_at_once(source):
    started = time.thread_time()  # our own work: a busy machine is no failure of ours
    assert render(source)
    assert time.thread_time() - started < 5


def test_pictures_from_elsewhere_are_led_to_not_loaded():
    """Our pages load nothing from outside, so such a picture would only look broken."""
    link = '<a href="https://example.org/x.png" rel="ugc nofollow noopener">'
    assert render("![Two <dials>](https://example.org/x.png)") == f"<p>{link}Two &lt;dials&gt;</a></p>\n"
    assert render('<a href="/q/1"><img src="http://e.org/x.png" alt="A dial"></a>', "html").endswith('">A dial</a>')
    assert '<img src="/files/a.png" alt="ours"' in render("![ours](/files/a.png)")


def test_a_thousand_equal_lines_are_compared_at_once():
    started = time.thread_time()
    rows = rows_changed("a\n" * 3_000, "a\n" * 1_500 + "b\n" + "a\n" * 1_500, fold=False)
    assert "".join(row.right[0][1] for row in rows if row.right) == "a" * 1_500 + "b" + "a" * 1_500
    assert time.thread_time() - started < 5


def test_a_tag_of_a_private_place_is_unknown_to_others(app, client, as_):
    sam = people.sam()
    lounge = factories.a_category("The lounge", audience="superusers")
    factories.a_question(by=sam, category=lounge, tags=["reorganisation"])
    assert as_(sam).get("/questions?tag=reorganisation").status_code == 200
    assert client().get("/questions?tag=reorganisation").status_code == 404
    assert client().get("/api/v1/questions?tag=reorganisation").status_code == 404


def test_a_promise_is_not_made_for_the_end_of_the_calendar(app, as_):
    dora = people.dora()
    ticket = factories.a_ticket(by=dora)
    for far in ("9999-12-31T23:59", "0001-01-01T00:00"):
        page = as_(dora).post(f"{ticket.path}/promise", data={"next_update": far})
        assert page.status_code == 422


def test_accepting_twice_is_accepting_once(app, as_):
    asha, ben = people.asha(), people.ben()
    topic = factories.a_question(by=asha)
    answer = factories.an_answer(topic, by=ben)
    for _ in range(2):
        as_(asha).post(f"/posts/{answer.id}/acceptance", data={"value": "1"})
    assert factories.find_topic(topic.id, asha).accepted_id == answer.id


def test_an_address_of_ours_written_as_a_picture_does_nothing(app, as_):
    asha, ben = people.asha(), people.ben()
    topic = factories.a_question(by=asha)
    as_picture = {"Sec-Fetch-Dest": "image"}
    assert as_(ben).get(topic.path, headers=as_picture).status_code == 404
    assert as_(ben).get(topic.path, headers={"Sec-Fetch-Dest": "document"}).status_code == 200
