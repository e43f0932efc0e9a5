"""Agreements: who may do what, that one runs per person, and that what ends gives everything back."""

import pytest
from sqlalchemy import select

from community.accounts.joining import change_role
from community.accounts.leaving import close_account
from community.accounts.models import Member
from community.core.db import atomic, db
from community.core.errors import Conflict, NotAllowed
from community.desk.opening import store_ticket
from community.desk.queries import list_tickets
from community.desk.taking import take_ticket
from community.events.facts import FactRow
from community.improvement.moving import move_stage
from community.pages.evidence import candidates
from community.superusers.agreeing import accept_agreement
from community.superusers.beginning import follow_agreement
from community.superusers.inviting import Terms, invite_superuser
from community.superusers.models import Agreement
from community.superusers.nominating import may_nominate, nominate
from community.superusers.queries import find_agreement
from community.superusers.renewing import end_term, offer_renewal
from community.superusers.sponsoring import confirm_agreement, key_to, refuse_agreement
from tests import people
from tests.factories import a_category, a_proposal, a_service, a_ticket


@pytest.fixture
def hall(app):
    class Hall:
        ben, vera, dora, ada = people.ben(), people.vera(), people.dora(), people.ada()
        service = a_service()
        place = a_category(service=service)

        def offered(self, member: Member) -> Agreement:
            made = invite_superuser(member, Terms((self.service,), 2), by=self.dora)
            made = find_agreement(made.id, self.dora)
            accept_agreement(made, sponsor_name="Ines", sponsor_email="ines@example.org", by=member)
            return made

        def running(self, member: Member) -> Agreement:
            return confirm_agreement(key_to(self.offered(member)))

    return Hall()


def _facts(kind: str) -> list:
    return [row.event() for row in db.session.scalars(select(FactRow).where(FactRow.kind == kind).order_by(FactRow.id))]


def test_who_may(hall, as_):
    assert may_nominate(hall.ben, hall.ben) is not True
    assert may_nominate(hall.ben, hall.dora) is not True
    assert may_nominate(hall.ben, people.sam()) is not True
    for address in ("/superusers/candidates", "/superusers/candidates/vera", "/superusers/agreements",
                    "/superusers/candidates/vera/invitation", "/superusers/briefings"):  # fmt: skip
        assert as_(hall.ben).get(address).status_code == 403, address
        assert as_(hall.dora).get(address).status_code == 200, address
    with pytest.raises(NotAllowed):
        invite_superuser(hall.vera, Terms((hall.service,), 2), by=hall.ben)


def test_the_database_lets_one_agreement_run_per_person(hall):
    hall.running(hall.ben)
    row = {"member_id": hall.ben.id, "hours": 1, "state": "active", "begins_at": hall.ben.joined_at,
           "ends_at": hall.ben.joined_at}  # fmt: skip
    with pytest.raises(Conflict), atomic():
        db.session.add(Agreement(**row))
    hall.offered(hall.vera)
    with pytest.raises(Conflict), atomic():
        db.session.add(Agreement(member_id=hall.vera.id, hours=1))


def test_a_team_keeps_its_places_until_the_last_has_left(hall, deliver):
    first, second = hall.running(hall.ben), hall.running(hall.vera)
    keepers = hall.place.moderators
    assert keepers.startswith("group:") and hall.ben.group_ids == hall.vera.group_ids
    change_role(hall.ben, "member", by=hall.ada)  # an administrator takes the role: the agreement is over
    assert (first.state, hall.ben.group_ids, hall.place.moderators) == ("left", [], keepers)
    change_role(hall.vera, "staff", by=hall.ada)  # who works for the provider keeps that role
    assert (second.state, hall.vera.role, hall.place.moderators) == ("left", "staff", "superusers")
    assert len(_facts("AgreementEnded")) == 2
    assert [fact.fact.new for fact in _facts("RoleChanged")] == ["superuser", "superuser", "member", "staff"]


def test_an_open_offer_ends_with_the_account_and_when_its_member_works_for_the_provider(hall, client, deliver):
    closing, promoted = hall.offered(hall.ben), hall.offered(hall.vera)
    links = [f"/sponsorships/{key_to(each)}" for each in (closing, promoted)]
    close_account(hall.ben, "ben", by=hall.ben)
    change_role(hall.vera, "staff", by=hall.ada)
    deliver()
    assert [client().post(link, data={"answer": "yes"}).status_code for link in links] == [410, 410]
    assert [each.state for each in (closing, promoted)] == ["withdrawn", "withdrawn"]
    assert (hall.ben.role, hall.vera.role) == ("member", "staff")
    assert (closing.sponsor_name, closing.sponsor_email, promoted.sponsor_email) == ("", "", "")
    assert not hall.place.moderators.startswith("group:")


def test_a_term_ends_once_and_a_renewal_is_offered_once(hall, deliver, clock):
    agreement = hall.running(hall.ben)
    begun = _facts("AgreementBegun")[0]
    clock.forward(days=340)
    for _ in range(2):
        offer_renewal(begun)
    assert len(_facts("RenewalOffered")) == 1
    clock.forward(days=30)
    for _ in range(2):
        end_term(begun)
        follow_agreement(begun)
    assert (agreement.state, hall.ben.role) == ("ended", "member")
    renewal = db.session.scalars(select(Agreement).where(Agreement.renews_id == agreement.id)).one()
    assert renewal.state == "ended" and len(_facts("AgreementEnded")) == 1
    deliver()


def test_a_sponsor_may_refuse_and_another_confirm(hall, as_, deliver):
    agreement = hall.offered(hall.ben)
    refuse_agreement(key_to(agreement), "Not before the move.")
    deliver()
    assert hall.ben.role == "member"
    page = as_(hall.ben).get(agreement.path).text
    assert "Not before the move." in page and "could not confirm" in page
    other = {"sponsor_name": "Nils", "sponsor_email": "nils@example.org"}
    assert as_(hall.ben).post(f"{agreement.path}/sponsor", data=other).status_code == 303
    confirm_agreement(key_to(agreement))
    assert hall.ben.role == "superuser"


def test_who_named_somebody_hears_of_a_decision_only_when_staff_say_so(hall, as_, deliver):
    nominate(hall.vera, "She answers within the hour, and kindly.", by=hall.ben)
    address = "/superusers/candidates/vera/setting-aside"
    assert as_(hall.dora).post(address, data={"note": ""}).status_code == 422
    as_(hall.dora).post(address, data={"note": "Her team moves this spring."})
    deliver()
    assert "About naming" not in as_(hall.ben).get("/notifications").text
    assert "Vera Lind" not in as_(hall.dora).get("/superusers/candidates").text
    as_(hall.dora).post(address, data={"note": "Asked again.", "word": "After the move, gladly."})
    deliver()
    told = as_(hall.ben).get("/notifications").text
    assert "After the move, gladly." in told and "Her team moves" not in told


def test_what_a_superuser_hands_over_stands_first_until_somebody_has_it(hall):
    urgent = a_ticket(by=hall.dora, title="Gate 2 stays shut", priority=1)
    handed = store_ticket(kind="request", title="Four tablets", description="", direct=True, by=people.sam())
    assert list_tickets(hall.dora).items == [handed, urgent]
    take_ticket(handed, by=hall.dora)
    assert list_tickets(hall.dora).items == [urgent, handed]


def test_superusers_of_its_service_hear_first_of_a_trial(hall, as_, deliver):
    hall.running(hall.ben)
    proposal = a_proposal(by=hall.vera)
    for stage in ("under_review", "planned", "in_progress", "on_trial"):
        move_stage(proposal, stage, "The next step.", by=hall.dora)
    deliver()
    assert "you are asked first" in as_(hall.ben).get("/notifications").text
    assert "you are asked first" not in as_(hall.vera).get("/notifications").text


def test_more_candidates_cost_no_more_statements(hall, statements):
    nominate(hall.vera, "She answers within the hour, and kindly.", by=hall.ben)
    with statements() as few:
        assert len(candidates(hall.dora)) == 1
    for who in (people.asha(), people.sam()):
        nominate(hall.ben, "He answers within the day, and well.", by=who)
    with statements() as many:
        assert [each.nominations for each in candidates(hall.dora)] == [2, 1]
    assert len(many) == len(few)
