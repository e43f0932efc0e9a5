"""The canary: what is noted for the desk never leaves the desk, on no page, push, mail, feed, API answer or index.

Two unique words stand in everything that is written for the desk alone. Then every address that can be read is read by
everyone, and whatever else left the process is looked through. A word is found at the desk (so the canary does sing),
and nowhere else.
"""

import contextvars
import itertools
import json
from dataclasses import dataclass

import pytest
from sqlalchemy import String, cast, or_, select

from community.accounts.tokens import create_token
from community.bridges.confirming import reopen
from community.bridges.escalating import escalate_question
from community.core.db import db
from community.core.realtime import socketio
from community.desk.answering import answer_ticket
from community.desk.models import Ticket
from community.desk.noting import note_on_ticket
from community.desk.resolving import resolve_ticket
from community.desk.taking import take_ticket
from tests import people
from tests.factories import a_category, a_question, a_service, an_answer

WORDS = ("zirkonfalke", "nebelkrone")
SECRET = " ".join(WORDS)
AT_THE_DESK = {"tickets", "ticket_entries"}  # the tables that hold it
NOT_READ = {"static", "security.logout"}
VIEWERS = ["visitor", "member", "asker", "superuser", "staff"]


@dataclass
class Canary:
    """Who is there, the ticket with the notes, and everything that was pushed meanwhile."""

    cast: dict
    ticket: Ticket
    ears: dict
    mails: list


@pytest.fixture
def canary(app, numbered, as_, client, deliver, clock, monkeypatch):
    """A question that went to the desk and came back, with something to hide at each step."""
    mails: list = []
    monkeypatch.setattr(app.extensions["mailman"], "outbox", mails, raising=False)
    asha, ben, sam, dora = people.asha(), people.ben(), people.sam(), people.dora()
    members = {"visitor": None, "member": ben, "asker": asha, "superuser": sam, "staff": dora}
    topic = a_question(by=asha, category=a_category(service=a_service()))
    an_answer(topic, by=ben)
    ears = {}
    for name, member in members.items():
        ears[name] = socketio.test_client(app, flask_test_client=as_(member) if member else client())
        for room in (f"topic:{topic.id}", "list:public", "desk:tickets", "ticket:INC-1001", "member:1", "member:2"):
            contextvars.Context().run(ears[name].emit, "join", {"room": room}, callback=True)
    ticket = escalate_question(topic, "incident", f"For the desk: {SECRET}.", by=sam)
    steps = [
        lambda: take_ticket(ticket, by=dora),
        lambda: note_on_ticket(ticket, f"Between us, **{SECRET}**.", by=dora),
        lambda: answer_ticket(ticket, "We renew the certificate today.", by=dora),
        lambda: resolve_ticket(ticket, "The certificate is renewed.", by=dora, note=f"In truth {SECRET}."),
        lambda: reopen(topic, ticket, "It came back at ten.", by=asha),
        lambda: resolve_ticket(ticket, "Now it is renewed everywhere.", by=dora, note=f"Again {SECRET}."),
    ]
    for step in steps:
        step()
        deliver()
        clock.forward(minutes=7)
    return Canary(members, ticket, ears, mails)


def sings(text: str) -> bool:
    return any(word in text.lower() for word in WORDS)


def addresses(app) -> list[str]:
    """Every address that can be read, with what the story put there in its holes."""
    found = set()
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint in NOT_READ or rule.endpoint.endswith(".static"):
            continue
        choices = [
            _fillings(name, rule._converters[name]) for name in sorted(rule.arguments - set(rule.defaults or {}))
        ]
        names = sorted(rule.arguments - set(rule.defaults or {}))
        for values in itertools.product(*choices):
            built = rule.build({**(rule.defaults or {}), **dict(zip(names, values, strict=True))}, append_unknown=False)
            if built:
                found.add(built[1])
    return sorted(found)


def _fillings(name: str, converter) -> list:
    if type(converter).__name__ in {"IntegerConverter", "SmallInteger"}:
        return [1, 2]
    known = {"ref": ["INC-1001"], "slug": ["remote-access", "vpn-drops-after-ten-minutes"], "name": ["asha", "dora"]}
    return known.get(name, ["1", "INC-1001", "asha", "remote-access"])


# At every door: those who come nearest to it on both databases, the others on one.
@pytest.mark.parametrize(
    "who", [who if who == "asker" else pytest.param(who, marks=pytest.mark.only_on("sqlite")) for who in VIEWERS]
)
def test_no_page_feed_or_answer_holds_it_but_the_desks(canary, app, client, as_, who):
    member = canary.cast[who]
    visitor = as_(member) if member else client()
    token = {"Authorization": f"Bearer {create_token(member, ['read'])}"} if member else {}
    held, seen = set(), 0
    for address in addresses(app):
        page = visitor.get(address, headers=token if address.startswith("/api") else {})
        seen += page.status_code == 200
        if sings(page.get_data(as_text=True)) or sings(str(page.headers)):
            held.add(address)
    assert seen > (10 if who == "visitor" else 20)  # it did walk
    if who == "staff":
        assert f"/desk/tickets/{canary.ticket.ref}" in held  # the canary sings where it lives
        assert all(address.startswith("/desk/tickets/") for address in held)
    else:
        assert held == set()


@pytest.mark.parametrize("who", ["visitor", "superuser", "staff"])
def test_search_finds_nothing_by_it(canary, client, as_, who):
    asked, other = WORDS  # a page repeats what one searched for; it must not know the word beside it
    visitor = as_(canary.cast[who]) if canary.cast[who] else client()
    for address in ("/search?q={}", "/search/suggestions?q={}", "/api/v1/search?q={}", "/questions?q={}", "/desk?q={}"):
        page = visitor.get(address.format(asked)).get_data(as_text=True).lower()
        assert other not in page
        assert canary.ticket.ref.lower() not in page or address.startswith("/desk")


def test_no_push_carries_a_word_of_it(canary):
    heard = {name: ears.get_received() for name, ears in canary.ears.items()}
    assert heard["staff"]
    assert not sings(json.dumps(heard, default=str))
    rooms = {message["args"][0].get("room") for name in VIEWERS[:-1] for message in heard[name]}
    assert not any(room and room.startswith(("desk:", "ticket:")) for room in rooms)


def test_no_mail_carries_it(canary):
    assert canary.mails  # the asker was told, so there was something to look through
    for mail in canary.mails:
        parts = [mail.subject, mail.body, str(mail.extra_headers), *(content for content, _ in mail.alternatives)]
        assert not sings(" ".join(parts))


def test_no_other_table_holds_it(canary):
    """Facts, official answers, notifications, index copies, counters: nothing but the desk's own two tables."""
    held = set()
    for table in db.metadata.sorted_tables:
        texts = [cast(column, String).ilike(f"%{word}%") for column in table.columns for word in WORDS]
        if db.session.execute(select(table.c[table.columns.keys()[0]]).where(or_(*texts)).limit(1)).first():
            held.add(table.name)
    assert held == AT_THE_DESK


def test_no_file_or_log_line_holds_it(canary, app, capfd):
    output = capfd.readouterr()
    assert not sings(output.out + output.err)
    database = app.config["GUILDHALL"].database_url.rsplit("/", 1)[-1]
    for file in app.config["GUILDHALL"].data_dir.rglob("*"):
        if file.is_file() and not file.name.startswith(database):
            assert not sings(file.read_bytes().decode("latin-1")), file
