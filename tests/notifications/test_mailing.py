"""Notifications by mail: to whom, what they say, and that a failing server loses none and doubles none."""

import smtplib

import pytest
from flask_mailman import EmailMultiAlternatives
from sqlalchemy import select

from community.accounts.joining import change_role
from community.accounts.profile import change_preferences
from community.core.db import atomic, db
from community.events.facts import FactRow, Owed
from community.forum.answering import post_answer
from community.forum.queries import find_topic
from community.forum.voting import vote_on
from community.notifications.mailing import send_promised
from community.notifications.marking import mark_all_read
from community.notifications.models import Notification
from tests import people
from tests.factories import a_category, a_proposal, a_question, an_answer


@pytest.fixture
def outbox(monkeypatch) -> list[EmailMultiAlternatives]:
    """Every mail that went out."""
    sent = []
    monkeypatch.setattr(EmailMultiAlternatives, "send", lambda self, **_: sent.append(self))
    return sent


def of(sent, member):
    return [message for message in sent if message.to == [member.email] and "shield" not in message.subject]


def test_the_mail_says_what_happened_where_and_why(app, deliver, outbox):
    asha, ben = people.asha(), people.ben()
    topic = a_question(by=asha, title="VPN drops & <b>dies</b>")
    post = an_answer(topic, by=ben)
    deliver()
    (message,) = of(outbox, asha)
    note = db.session.scalar(
        select(Notification).where(Notification.member_id == asha.id, Notification.kind == "answer")
    )
    assert message.subject == "Ben Okafor answered “VPN drops & <b>dies</b>”"
    public = app.config["GUILDHALL"].public_url
    html = message.alternatives[0][0]
    for body in (message.body, html):
        assert f"{public}/notifications/{note.id}" in body and f"{public}/settings" in body
        assert "because it concerns you" in body
        assert post.source not in body  # the place for the words is the page, with its rights
    assert "<b>dies</b>" not in html and "&lt;b&gt;dies" in html
    assert note.sent_at is not None and not of(outbox, ben)


@pytest.mark.parametrize("without", ["mails", "confirmation", "address"])
def test_who_does_not_want_or_cannot_have_mails_gets_none(app, deliver, outbox, without):
    asha, ben = people.asha(), people.ben()
    if without == "mails":
        change_preferences(asha, mails=False, theme="auto", timezone="UTC", by=asha)
    else:
        setattr(asha, "confirmed_at" if without == "confirmation" else "email", None)
        db.session.merge(asha)
        db.session.commit()
    an_answer(a_question(by=asha), by=ben)
    deliver()
    assert [m for m in outbox if "answered" in m.subject] == []


def test_a_failing_server_loses_nothing_and_doubles_nothing(app, deliver, clock, monkeypatch):
    asha, ben = people.asha(), people.ben()
    sent, failures = [], iter([OSError("no route"), smtplib.SMTPServerDisconnected("gone"), TimeoutError()])

    def send(**message):
        if (failure := next(failures, None)) is not None:
            raise failure
        sent.append((message["to"], message["subject"]))

    topic = a_question(by=asha)
    deliver()
    monkeypatch.setattr("community.notifications.mailing.send", send)
    mark_all_read(by=asha)
    an_answer(topic, by=ben)
    deliver(failing=True)
    assert not any("answered" in subject for _, subject in sent)
    assert db.session.scalar(select(Notification.sent_at).where(Notification.kind == "answer")) is None
    assert db.session.scalar(select(Owed).where(Owed.reaction == "notifications.mailing.send_promised")) is not None
    for _ in range(8):
        clock.forward(hours=1)
        deliver(failing=True)
    assert [to for to, subject in sent if "answered" in subject] == [asha.email]
    assert db.session.scalar(select(Owed).where(Owed.reaction == "notifications.mailing.send_promised")) is None


def test_a_mail_is_not_sent_to_who_may_not_know_any_more(app, deliver, clock, monkeypatch):
    sam, dora = people.sam(), people.dora()
    topic = a_question(by=sam, category=a_category("Lounge", audience="superusers"), title="Duty at the weekend")
    deliver()
    sent, down = [], [True]

    def send(**message):
        if down:
            raise OSError("down")
        sent.append(message["subject"])

    monkeypatch.setattr("community.notifications.mailing.send", send)
    an_answer(topic, by=dora)
    deliver(failing=True)
    change_role(sam, "member", by=None)
    down.clear()
    clock.forward(hours=1)
    deliver(failing=True)
    assert not any("Duty" in subject for subject in sent)


def test_what_was_read_in_the_page_needs_no_mail(app, deliver, clock, monkeypatch):
    asha, sent, down = people.asha(), [], [True]

    def send(**message):
        if down:
            raise OSError("down")
        sent.append(message["subject"])

    monkeypatch.setattr("community.notifications.mailing.send", send)
    an_answer(a_question(by=asha), by=people.ben())
    deliver(failing=True)
    mark_all_read(by=asha)
    down.clear()
    clock.forward(hours=1)
    deliver(failing=True)
    assert not any("answered" in subject for subject in sent)


def test_many_votes_are_one_mail_until_it_was_read(app, deliver, outbox):
    asha, ben = people.asha(), people.ben()
    post = an_answer(a_question(by=asha), by=ben)
    for voter in (asha, people.vera(), people.sam()):
        vote_on(post, 1, by=voter)
    deliver()
    assert len([m for m in of(outbox, ben) if "helpful" in m.subject]) == 1
    mark_all_read(by=ben)
    vote_on(post, 1, by=people.ada())
    deliver()
    assert len([m for m in of(outbox, ben) if "helpful" in m.subject]) == 2


def test_old_news_goes_out_by_no_mail(app, deliver, clock, outbox):
    asha, dora = people.asha(), people.dora()
    topic = a_question(by=asha)
    a_proposal(by=asha)
    post_answer(find_topic(topic.id, dora), "The certificate is renewed tonight.", by=dora, official=True)
    clock.forward(days=4)
    deliver()
    assert outbox == []
    assert db.session.scalar(select(Notification.kind).where(Notification.kind == "official_answer")) is not None


def test_a_mail_that_went_out_is_not_sent_again(app, deliver, outbox):
    an_answer(a_question(by=people.asha()), by=people.ben())
    deliver()
    before = len(outbox)
    for row in db.session.scalars(select(FactRow).where(FactRow.kind == "MailPromised")).all():
        with atomic():
            send_promised(row.event())
    assert before and len(outbox) == before


def test_the_mail_has_the_headers_that_mail_programs_want(app, deliver, outbox):
    asha = people.asha()
    an_answer(a_question(by=asha), by=people.ben())
    deliver()
    (message,) = of(outbox, asha)
    note = db.session.scalar(select(Notification).where(Notification.kind == "answer"))
    raw = message.message()
    assert raw["Message-ID"] == f"<notification-{note.id}@127.0.0.1>" and raw["Auto-Submitted"] == "auto-generated"
    assert raw["List-Unsubscribe"].endswith("/settings>")
    assert [part.get_content_type() for part in raw.walk()][1:] == ["text/plain", "text/html"]
