"""From a colleague's sentence to the second term: how somebody becomes a super-user, stays one, and leaves."""

import re

from flask import current_app
from sqlalchemy import func, select

from community.accounts.models import Group
from community.bridges.escalating import escalate_question
from community.core.db import db
from community.forum.accepting import accept_answer
from community.forum.models import Category
from community.forum.queries import find_post
from community.forum.rights import may_moderate
from community.superusers.models import Agreement
from tests import people
from tests.factories import a_category, a_question, a_service, an_answer

SPONSOR = {"sponsor_name": "Ines Duarte", "sponsor_email": "ines@example.org", "backup": "vera"}


def _link() -> str:
    """The address in the latest mail to a sponsor."""
    sent = [mail for mail in current_app.extensions["mailman"].outbox if mail.to == ["ines@example.org"]]
    return re.search(r"/sponsorships/\S+", sent[-1].body)[0]


def _running() -> int:
    return db.session.scalar(select(func.count()).where(Agreement.state == "active"))


def test_from_nomination_to_renewal_and_farewell(app, as_, client, deliver, clock):
    asha, ben, vera, dora = people.asha(), people.ben(), people.vera(), people.dora()
    vpn = a_service("Remote access")
    place, other = a_category("Remote access", service=vpn), a_category("Canteen")
    question = a_question(by=asha, category=place)
    answer = an_answer(question, by=ben)
    accept_answer(find_post(answer.id, asha), by=asha)
    deliver()

    # A colleague names him; staff see it with what speaks for him, and invite.
    asha_, ben_, dora_ = as_(asha), as_(ben), as_(dora)
    assert asha_.get("/members/ben/nomination").status_code == 200
    said = {"words": "He answers every question about the gateways, kindly and twice."}
    assert asha_.post("/members/ben/nomination", data=said).status_code == 303
    assert asha_.post("/members/ben/nomination", data=said).status_code == 422  # once
    for _ in range(2):  # second thoughts, sent twice
        assert asha_.post("/members/ben/nomination/withdrawal").status_code == 303
    assert asha_.post("/members/ben/nomination", data=said).status_code == 303
    assert "Ben Okafor" in dora_.get("/superusers/candidates").text
    evidence = dora_.get("/superusers/candidates/ben").text
    assert "kindly and twice" in evidence and "Remote access <b>1</b>" in evidence
    invitation = "/superusers/candidates/ben/invitation"
    assert dora_.get(invitation).status_code == 200
    terms = {"services": vpn.id, "hours": 3, "months": 12, "words": "You know the gateways.", "backup": ""}
    assert dora_.post(invitation, data={**terms, "services": []}).status_code == 422
    assert dora_.post(invitation, data=terms).status_code == 303
    assert dora_.post(invitation, data=terms).status_code in (303, 409)  # twice clicked is once
    agreement = db.session.scalars(select(Agreement)).one()
    deliver()
    assert "asks you to become a super-user" in ben_.get("/notifications").text

    # He reads it and accepts; nothing begins before his sponsor has confirmed by the link.
    assert as_(vera).get(agreement.path).status_code == 404
    assert "You know the gateways." in ben_.get(agreement.path).text
    own = {**SPONSOR, "sponsor_email": ben.email}
    assert ben_.post(f"{agreement.path}/acceptance", data=own).status_code == 422
    assert ben_.post(f"{agreement.path}/acceptance", data=SPONSOR).status_code == 303
    deliver()
    assert (ben.role, _running()) == ("member", 0)
    first = _link()
    assert ben_.post(f"{agreement.path}/sponsor", data=SPONSOR).status_code == 303
    deliver()
    link, stranger = _link(), client()
    assert stranger.get(first).status_code == 410  # a newer link replaced it
    assert stranger.get(link[:-3]).status_code == 404
    assert "at most 3 hours a week" in stranger.get(link).text.lower()
    clock.forward(days=31)
    assert stranger.get(link).status_code == 410  # too old
    ben_ = as_(ben)
    assert ben_.post(f"{agreement.path}/sponsor", data=SPONSOR).status_code == 303
    deliver()
    link = _link()
    assert stranger.post(link, data={"answer": "yes"}).status_code == 200
    assert stranger.post(link, data={"answer": "yes"}).status_code == 410  # good for one answer
    deliver()

    # Now he is one: the role, the places of his service and no others, what he hands over is triaged first.
    assert (ben.role, _running()) == ("superuser", 1)
    team = db.session.scalars(select(Group).where(Group.name == "Remote access super-users")).one()
    assert ben.group_ids == [team.id] and place.moderators == f"group:{team.id}"
    assert may_moderate(ben, place) is True and may_moderate(people.sam(), place) is not True
    assert other.moderators == "superusers"
    ticket = escalate_question(a_question(by=asha, category=place, title="Gateway 4 is gone"), "incident", "", by=ben)
    assert ticket.direct
    assert "from a super-user" in as_(dora).get("/desk").text
    for address in ("/superusers", "/members/ben", "/members/ben/service", "/superusers/briefings", agreement.path):
        assert as_(ben).get(address).status_code == 200, address
    assert "Looks after Remote access" in client().get("/members/ben").text

    # A month before the end he is asked, once; he goes on, his sponsor confirms, and nothing is interrupted.
    end = agreement.ends_at
    clock.forward(days=365 - 29)
    deliver()
    deliver()
    renewal = db.session.scalars(select(Agreement).where(Agreement.renews_id == agreement.id)).one()
    assert "Will you go on" in as_(ben).get("/notifications").text
    assert as_(ben).post(f"{renewal.path}/acceptance", data=SPONSOR).status_code == 303
    deliver()
    assert client().post(_link(), data={"answer": "yes"}).status_code == 200
    clock.forward(days=30)
    deliver()
    assert (agreement.state, renewal.state, ben.role, _running()) == ("renewed", "active", "superuser", 1)
    assert renewal.begins_at == end

    # He leaves with a word, the places go back, and his page remembers.
    parting = {"words": "It was a good year. The gateways are Vera’s now."}
    assert as_(ben).post(f"{renewal.path}/leaving", data=parting).status_code == 303
    deliver()
    assert (ben.role, ben.group_ids, _running()) == ("member", [], 0)
    assert db.session.get(Category, place.id).moderators == "superusers"
    thanks = {"words": "Two terms, and not one unkind word."}
    assert as_(dora).post(f"{renewal.path}/thanks", data=thanks).status_code == 303
    deliver()
    page = client().get("/members/ben").text
    assert "Super-user from" in page and "not one unkind word" in page
    assert "ines@example.org" not in as_(dora).get(renewal.path).text  # forgotten when it is over
