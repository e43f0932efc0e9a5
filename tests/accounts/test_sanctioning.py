"""Warning, silencing and suspending: who may, what it does, how it ends, who reads of it."""

import pytest
from flask_mailman import EmailMultiAlternatives
from sqlalchemy import select

from community.accounts.joining import change_role
from community.accounts.profile import change_profile
from community.accounts.sanctioning import end_sanction, lift_sanction, silence_member, suspend_member, warn_member
from community.accounts.sanctions import Sanction
from community.accounts.tokens import create_token
from community.core import clock as time
from community.core.db import atomic, db
from community.core.errors import Conflict, NotAllowed
from community.events.facts import FactRow
from community.improvement.proposing import propose
from community.notifications.models import Notification
from community.notifications.reading import list_notes
from community.notifications.telling import tell
from tests import people
from tests.factories import a_question, an_answer


def decisions() -> list[Sanction]:
    return list(db.session.scalars(select(Sanction).order_by(Sanction.id)))


def words(member) -> list[str]:
    page = list_notes(member)
    return [note.words for note in (*page.unread, *page.read)]


def test_a_silenced_member_reads_and_votes_but_does_not_write_until_it_is_over(app, as_, clock, deliver):
    ben, sam = people.ben(), people.sam()
    topic = a_question(by=people.asha())
    page = as_(sam).post("/members/ben/silence", data={"reason": "Four times the same advert.", "days": "1"})
    assert page.status_code == 303
    refused = as_(ben).post(f"/q/{topic.id}/answers/new", data={"body": "Buy my excellent gateway today."})
    assert refused.status_code == 403 and "3 March 2026, 09:00 UTC" in refused.text
    assert "Buy my excellent gateway today." in refused.text
    assert as_(ben).post(f"/posts/{topic.opening_id}/votes", data={"value": "1"}).status_code < 400
    proposal = {"title": "Buy my gateway", "hard": "It is old.", "better": "Buy mine.", "value": "For all."}
    assert as_(ben).post("/improvements/new", data=proposal).status_code == 403
    with pytest.raises(NotAllowed):
        propose(**proposal, by=ben)
    with pytest.raises(NotAllowed):
        change_profile(ben, display_name="Ben", title="", about="Buy my excellent gateway.", by=ben)
    clock.forward(days=1, seconds=1)
    assert as_(ben).post(f"/q/{topic.id}/answers/new", data={"body": "Sorry. Gateway 3 works."}).status_code == 303


def test_a_suspended_member_is_put_out_and_told_why_until_when_and_whom_to_write_to(app, as_, client):
    ben, dora = people.ben(), people.dora()
    topic, browser = a_question(by=people.asha()), as_(ben)
    assert browser.get("/settings").status_code == 200
    as_(dora).post("/members/ben/suspension", data={"reason": "Threats in private mails.", "days": "7"})
    page = browser.get("/settings")
    assert page.status_code == 403
    for said in ("Threats in private mails.", "9 March 2026, 09:00 UTC", "mailto:hall@localhost"):
        assert said in page.text
    assert "Threats" not in browser.get(topic.path).text  # signed out: a guest like any other
    again = as_(ben).post(f"/q/{topic.id}/answers/new", data={"body": "I am still here."})
    assert again.status_code == 403 and "Your account is suspended" in again.text


def test_tokens_of_a_suspended_member_open_nothing(app, client):
    ben, dora = people.ben(), people.dora()
    bearer = {"Authorization": f"Bearer {create_token(ben, ['read'])}"}
    assert client().get("/api/v1/tickets", headers=bearer).status_code != 401
    suspend_member(ben, "Scraping.", 1, by=dora)
    assert client().get("/api/v1/tickets", headers=bearer).status_code == 401


@pytest.mark.parametrize(
    ("who", "whom", "act", "fine"),
    [
        ("sam", "ben", warn_member, True),
        ("asha", "ben", warn_member, False),
        ("sam", "sam", warn_member, False),
        ("sam", "dora", silence_member, False),
        ("dora", "sam", silence_member, True),
        ("dora", "omar", silence_member, False),
        ("sam", "ben", suspend_member, False),
        ("dora", "ben", suspend_member, True),
        ("dora", "ada", suspend_member, False),
        ("ada", "dora", suspend_member, True),
    ],
)
def test_one_acts_only_on_those_one_stands_above(app, who, whom, act, fine):
    cast = {name: getattr(people, name)() for name in {who, whom}}
    days = () if act is warn_member else (1,)
    if fine:
        act(cast[whom], "A reason.", *days, by=cast[who])
    else:
        with pytest.raises(NotAllowed):
            act(cast[whom], "A reason.", *days, by=cast[who])
    assert len(decisions()) == fine


def test_each_time_proposes_a_longer_one_and_after_the_fourth_staff_decide(app, as_, clock):
    ben, sam, dora = people.ben(), people.sam(), people.dora()
    browser = as_(sam)
    for days in (1, 3, 7, 30):
        assert f'<option selected value="{days}">' in browser.get("/members/ben/silence").text
        silence_member(ben, f"Again, {days}.", days, by=sam)
        clock.forward(days=days + 1)
    assert "four times" in browser.get("/members/ben/silence").text
    with pytest.raises(NotAllowed):
        silence_member(ben, "Once more.", 30, by=sam)
    lift_sanction(decisions()[0], by=dora)
    silence_member(ben, "Once more.", 30, by=sam)  # what was lifted does not count


def test_super_users_choose_among_the_steps_of_the_ladder(app, as_):
    people.ben()
    page = as_(people.sam()).post("/members/ben/silence", data={"reason": "Very long.", "days": "365"})
    assert page.status_code == 422 and "Very long." in page.text
    assert as_(people.dora()).post("/members/ben/silence", data={"reason": "x", "days": "365"}).status_code == 303


def test_a_reason_is_needed(app, as_):
    people.ben()
    page = as_(people.sam()).post("/members/ben/warning", data={"reason": "  "})
    assert page.status_code == 422 and "Please say why" in page.text and decisions() == []


def test_two_at_once_decide_once(app, as_):
    ben, sam, dora = people.ben(), people.sam(), people.dora()
    silence_member(ben, "Adverts.", 1, by=sam, known=0)
    silence_member(ben, "Adverts.", 1, by=sam, known=0)  # pressed twice
    with pytest.raises(Conflict):
        silence_member(ben, "Advertising again.", 3, by=dora, known=0)
    page = as_(dora).post("/members/ben/silence", data={"reason": "Advertising again.", "days": "3", "known": "0"})
    assert page.status_code == 409 and "Advertising again." in page.text and "Adverts." in page.text
    assert len(decisions()) == 1


def test_the_end_comes_by_itself_and_is_told_once(app, clock, deliver):
    ben, sam = people.ben(), people.sam()
    silence_member(ben, "Adverts.", 1, by=sam)
    deliver()
    assert words(ben) == ["You can’t write until 3 March 2026, 09:00 UTC: “Adverts.”"]
    clock.forward(days=1)
    deliver()
    with atomic():
        end_sanction(db.session.query(FactRow).filter(FactRow.kind == "MemberSilenced").one().event())
    deliver()
    assert words(ben)[0].startswith("It is over")
    assert [row.kind for row in db.session.query(FactRow).filter(FactRow.kind == "SanctionEnded")] == ["SanctionEnded"]


def test_nobody_is_told_that_it_is_over_while_another_one_runs(app, clock, deliver):
    ben, sam = people.ben(), people.sam()
    silence_member(ben, "Adverts.", 1, by=sam)
    silence_member(ben, "Insults.", 3, by=sam)
    clock.forward(days=1)
    deliver()
    assert not any(said.startswith("It is over") for said in words(ben))
    clock.forward(days=2)
    deliver()
    assert [said.startswith("It is over") for said in words(ben)].count(True) == 1


def test_what_was_lifted_does_not_end_a_second_time(app, clock, deliver):
    ben, sam = people.ben(), people.sam()
    one = silence_member(ben, "Adverts.", 1, by=sam)
    silence_member(ben, "Insults.", 3, by=sam)
    lift_sanction(one, by=sam)
    lift_sanction(one, by=sam)
    db.session.refresh(ben)
    assert ben.silenced_until == time.now().replace(microsecond=0) + (decisions()[1].until - decisions()[1].at)
    clock.forward(days=2)
    deliver()
    assert db.session.query(FactRow).filter(FactRow.kind == "SanctionEnded").count() == 0
    assert sum("taken back" in said for said in words(ben)) == 1


def test_a_suspended_member_gets_the_mail_about_it_and_no_other(app, deliver, monkeypatch):
    sent = []
    monkeypatch.setattr(EmailMultiAlternatives, "send", lambda self, **_: sent.append(self))
    ben, dora = people.ben(), people.dora()
    topic = a_question(by=ben)
    ben.mails = False
    db.session.commit()
    suspend_member(ben, "Threats.", 0, by=dora)
    an_answer(topic, by=people.asha())
    deliver()
    kinds = db.session.scalars(select(Notification.kind).where(Notification.member_id == ben.id)).all()
    assert kinds == ["suspended"]
    (mail,) = [mail for mail in sent if mail.to == ["ben@example.org"]]
    assert "until it is lifted: “Threats.”" in mail.subject and "hall@localhost" in mail.body


def test_telling_twice_tells_once(app, deliver):
    ben, sam = people.ben(), people.sam()
    warn_member(ben, "Please be kind.", by=sam)
    deliver()
    row = db.session.scalars(select(FactRow).where(FactRow.kind == "MemberWarned")).one()
    with atomic():
        tell(row.event())
    assert words(ben) == ["You were warned: “Please be kind.”"]


def test_the_record_is_read_by_the_member_and_those_who_look_after_the_hall(app, as_, client):
    ben, sam = people.ben(), people.sam()
    warn_member(ben, "Please be kind.", by=sam)
    own = as_(ben).get("/members/ben/record")
    assert "Please be kind." in own.text and "Sam Reyes" not in own.text
    assert "by <" in as_(people.dora()).get("/members/ben/record").text
    assert as_(people.asha()).get("/members/ben/record").status_code == 404
    assert "Please be kind." not in client().get("/members/ben", follow_redirects=True).text
    assert as_(people.vera()).post(f"/sanctions/{decisions()[0].id}/lifting").status_code == 404


def test_the_record_takes_the_same_statements_however_long_it_is(app, as_, statements):
    ben, sam = people.ben(), people.sam()
    warn_member(ben, "One.", by=sam)
    browser = as_(sam)
    browser.get("/members/ben/record")
    with statements() as few:
        browser.get("/members/ben/record")
    for number in range(6):
        warn_member(ben, f"More {number}.", by=sam)
    with statements() as many:
        browser.get("/members/ben/record")
    assert len(many) == len(few)


def test_a_suspended_administrator_to_be_is_still_judged_by_the_present_role(app):
    ben, ada, dora = people.ben(), people.ada(), people.dora()
    one = suspend_member(ben, "A mistake.", 1, by=dora)
    change_role(ben, "staff", by=ada)
    with pytest.raises(NotAllowed):
        lift_sanction(one, by=dora)
    lift_sanction(one, by=ada)
    db.session.refresh(ben)
    assert not ben.is_suspended
