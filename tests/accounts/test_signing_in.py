"""Coming in: registration with confirmation by mail, sign-in, recovery, the demo's people, the commands."""

import re

import pytest
from flask import current_app

from community.accounts.models import Member
from community.accounts.queries import find_member
from community.core.db import db
from community.events.facts import FactRow
from tests import people

NEW = {
    "display_name": "Nia Bell",
    "email": "nia@example.org",
    "password": "four quiet words here",
    "password_confirm": "four quiet words here",
}


def mails():
    return current_app.extensions["mailman"].outbox


def link_in(mail) -> str:
    return re.search(r"https?://[^/]+(/\S+)", mail.body).group(1)


def test_somebody_joins_confirms_and_comes_in(app, client):
    visitor = client()
    page = visitor.post("/register", data=NEW, follow_redirects=True)
    assert page.status_code == 200
    nia = find_member("nia-bell")
    assert (nia.display_name == "Nia Bell" and nia.password != NEW["password"]) or app.testing
    assert FactRow.query.filter_by(kind="MemberJoined").count() == 1
    visitor.get(link_in(mails()[-1]))
    visitor.post("/logout")
    page = visitor.post("/login", data={"email": NEW["email"], "password": NEW["password"]}, follow_redirects=True)
    assert "You: Nia Bell" in page.text


@pytest.mark.parametrize(
    ("field", "value"),
    [("display_name", ""), ("email", "no address"), ("password", "short"), ("password_confirm", "other")],
)
def test_what_is_wrong_is_said_beside_the_field(app, client, field, value):
    page = client().post("/register", data=NEW | {field: value})
    assert "gh-error" in page.text
    assert "Nia Bell" in page.text or field == "display_name"
    assert not db.session.query(Member).count()


def test_a_taken_address_is_not_given_away(app, client):
    asha = people.asha()
    page = client().post("/register", data=NEW | {"email": asha.email}, follow_redirects=True)
    assert page.status_code == 200
    assert db.session.query(Member).count() == 1


def test_a_wrong_password_says_so_without_saying_which(app, client):
    asha = people.asha()
    wrong = client().post("/login", data={"email": asha.email, "password": "not this one"})
    unknown = client().post("/login", data={"email": "nobody@example.org", "password": "not this one"})
    assert "gh-callout is-bad" in wrong.text or "gh-error" in wrong.text
    assert ("gh-error" in wrong.text) == ("gh-error" in unknown.text)


def test_a_forgotten_password_is_chosen_anew(app, client):
    asha = people.asha()
    visitor = client()
    visitor.post("/reset", data={"email": asha.email})
    address = link_in(mails()[-1])
    new = {"password": "a brand new phrase", "password_confirm": "a brand new phrase"}
    visitor.post(address, data=new, follow_redirects=True)
    visitor.post("/logout")
    page = visitor.post("/login", data={"email": asha.email, "password": new["password"]}, follow_redirects=True)
    assert f"You: {asha.display_name}" in page.text


def test_the_next_page_is_one_of_ours(app, client):
    asha = people.asha()
    asha.password = None
    page = client().get("/login?next=https://elsewhere.example/")
    assert page.status_code == 200


def test_nobody_signs_in_as_someone_else_outside_the_demo(app, client):
    people.asha()
    assert client().post("/demo/sign-in/asha").status_code == 404


def test_the_command_makes_members_and_refuses_kindly(app):
    run = app.test_cli_runner()
    made = run.invoke(args=["members", "create", "ada", "ada@example.org", "--role", "admin", "--password-stdin"],
                      input="a long enough phrase\n")  # fmt: skip
    assert made.exit_code == 0 and "ada can sign in as admin" in made.output
    assert find_member("ada").is_admin
    twice = run.invoke(args=["members", "create", "ada", "other@example.org"])
    assert twice.exit_code == 1 and "taken" in twice.output and "Traceback" not in twice.output
    short = run.invoke(args=["members", "create", "bo", "bo@example.org", "--password-stdin"], input="short\n")
    assert short.exit_code == 1 and "10 characters" in short.output


def test_the_command_makes_tokens(app, client):
    people.asha()
    run = app.test_cli_runner()
    made = run.invoke(args=["tokens", "create", "asha", "--scopes", "read,write"])
    text = made.output.strip()
    assert client().get("/api/v1/me", headers={"Authorization": f"Bearer {text}"}).json["name"] == "asha"
    wrong = run.invoke(args=["tokens", "create", "asha", "--scopes", "everything"])
    assert wrong.exit_code == 1 and "everything" in wrong.output
    nobody = run.invoke(args=["tokens", "create", "nobody"])
    assert nobody.exit_code == 1 and "Nobody here" in nobody.output


def test_a_mail_server_that_is_away_is_no_error(app, client, monkeypatch):
    from flask_mailman import EmailMultiAlternatives

    def away(_self, *_args):
        raise ConnectionRefusedError("nobody answers")

    monkeypatch.setattr(EmailMultiAlternatives, "send", away)
    page = client().post("/register", data=NEW, follow_redirects=True)
    assert page.status_code == 200
    assert "could not send the mail" in page.text
    assert find_member("nia-bell")
