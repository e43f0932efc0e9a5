"""Supporting: one voice a person, taken back at will, counted right."""

import threading

import pytest

from community.core.db import db
from community.core.errors import NotAllowed
from community.improvement.models import Proposal
from community.improvement.moving import move_stage
from community.improvement.queries import find_proposal
from community.improvement.supporting import support, withdraw_support
from tests import people
from tests.factories import a_proposal


def test_a_voice_is_given_and_taken_back_on_the_page(app, as_):
    proposal, vera = a_proposal(by=people.asha()), people.vera()
    address = f"/improvements/{proposal.id}/support"
    assert "you voted" in as_(vera).post(address, data={"value": "1"}, follow_redirects=True).text
    assert find_proposal(proposal.id, vera).support_count == 1
    part = as_(vera).post(address, data={"value": "0"}, headers={"HX-Request": "true"})
    assert "want this" in part.text and "<html" not in part.text
    assert find_proposal(proposal.id, vera).support_count == 0


def test_twice_is_once_and_undone_is_as_before(app):
    proposal, vera, ben = a_proposal(by=people.asha()), people.vera(), people.ben()
    assert [support(proposal, by=vera), support(proposal, by=vera), support(proposal, by=ben)] == [1, 1, 2]
    assert [withdraw_support(proposal, by=vera), withdraw_support(proposal, by=vera)] == [1, 1]


def test_not_ones_own_and_not_when_it_is_decided(app, client):
    asha, dora, vera = people.asha(), people.dora(), people.vera()
    proposal = a_proposal(by=asha)
    with pytest.raises(NotAllowed):
        support(proposal, by=asha)
    move_stage(proposal, "declined", "The gate is going to be removed.", reason="The gate goes.", by=dora)
    with pytest.raises(NotAllowed):
        support(proposal, by=vera)
    assert client().post(f"/improvements/{proposal.id}/support", data={"value": "1"}).status_code == 401


@pytest.mark.parametrize("value", ["", "2", "x"])
def test_a_foreign_value_is_refused(app, as_, value):
    proposal = a_proposal(by=people.asha())
    assert as_(people.vera()).post(f"/improvements/{proposal.id}/support", data={"value": value}).status_code == 422


def test_many_at_once_are_counted_right(app):
    proposal = a_proposal(by=people.asha())
    voters = [person().id for person in (people.ben, people.vera, people.sam, people.dora, people.ada)]

    def vote(member_id: int) -> None:
        with app.app_context():
            from community.accounts.models import Member

            support(db.session.get(Proposal, proposal.id), by=db.session.get(Member, member_id))

    threads = [threading.Thread(target=vote, args=(ident,)) for ident in voters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    assert find_proposal(proposal.id, None).support_count == 5
