"""Proposing: everyone may, three texts are needed, and from then on a word is owed."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from community.bridges.proposing import proposals_of, propose_from_question
from community.core.db import db
from community.core.errors import Invalid, NotAllowed, NotFound
from community.improvement.models import Proposal
from community.improvement.queries import find_proposal
from tests import people
from tests.factories import a_category, a_proposal, a_question, a_service

TEXTS = {
    "hard": "The gate asks for a badge although the car was booked.",
    "better": "The gate knows the booking and opens.",
    "value": "Thirty drivers a week need not reverse.",
}


def test_a_member_proposes_and_reads_it(app, as_):
    service = a_service("Campus cars")
    form = {"title": "One sign-in for gate and car app", "service": service.slug, **TEXTS}
    page = as_(people.asha()).post("/improvements/new", data=form, follow_redirects=True)
    for words in ("One sign-in for gate and car app", "IMP-", "Campus cars", *TEXTS.values()):
        assert words in page.text


def test_the_first_word_is_due_within_ten_working_days(app):
    proposal = a_proposal(by=people.asha())  # on Monday, 2 March
    assert proposal.next_word_due == datetime(2026, 3, 16, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("field", ["title", "hard", "better", "value"])
def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(app, as_, field):
    form = {"title": "One sign-in for gate and car app", **TEXTS, field: ""}
    page = as_(people.asha()).post("/improvements/new", data=form)
    assert page.status_code == 422
    assert all(text in page.text for name, text in form.items() if name != field)
    assert "has-error" in page.text


def test_too_long_and_too_short_are_refused(app):
    asha = people.asha()
    for field, text in (("title", "Short"), ("title", "x" * 121), ("hard", "x" * 5_001), ("value", "none")):
        with pytest.raises(Invalid) as refused:
            a_proposal(by=asha, **{field: text})
        assert refused.value.field == field


def test_hostile_text_is_shown_as_text(app, as_, client):
    proposal = a_proposal(
        by=people.asha(), title="<script>alert(1)</script> & more", hard="<script>alert(2)</script> hard"
    )
    page = client().get(proposal.path)
    assert "<script>alert" not in page.text


def test_visitors_read_but_do_not_propose(app, client):
    proposal = a_proposal(by=people.asha())
    assert client().get(proposal.path).status_code == 200
    assert client().get("/improvements/new").status_code == 303
    with pytest.raises(NotAllowed):
        a_proposal(by=None)


def test_nobody_proposes_to_a_circle_they_are_not_in(app):
    with pytest.raises(NotAllowed):
        a_proposal(by=people.asha(), audience="superusers")


def test_a_wrong_slug_is_redirected_for_good(app, client):
    proposal = a_proposal(by=people.asha())
    for address in (
        f"/improvements/{proposal.id}",
        f"/improvements/{proposal.id}/",
        f"/improvements/{proposal.id}/old",
    ):
        answer = client().get(address)
        assert (answer.status_code, answer.location) == (301, proposal.path)
    assert client().get("/improvements/999999").status_code == 404


def test_a_proposal_made_of_a_question_is_linked_both_ways(app, as_):
    asha, vera = people.asha(), people.vera()
    topic = a_question(by=asha, category=a_category(service=a_service()))
    form = as_(vera).get(f"/q/{topic.id}/proposal")
    assert topic.title in form.text and "session ends after ten minutes" in form.text
    page = as_(vera).post(
        f"/q/{topic.id}/proposal", data={"title": "Let the VPN survive roaming", **TEXTS}, follow_redirects=True
    )
    assert topic.title in page.text  # where it came from
    assert [proposal.title for proposal in proposals_of(topic, None)] == ["Let the VPN survive roaming"]


def test_a_proposal_made_of_a_private_question_stays_among_its_readers(app, as_):
    sam, asha = people.sam(), people.asha()
    topic = a_question(by=sam, category=a_category("Lounge", audience="superusers"))
    proposal = propose_from_question(topic, title="Quieter duty weekends", **TEXTS, by=sam)
    assert proposal.audience == "superusers" and proposals_of(topic, asha) == []
    with pytest.raises(NotFound):
        find_proposal(proposal.id, asha)
    assert as_(asha).get(f"/q/{topic.id}/proposal").status_code == 404
    for address in (
        proposal.path,
        f"/improvements/{proposal.id}/parts/progress",
        f"/improvements/{proposal.id}/stages/new",
    ):
        assert as_(asha).get(address).status_code == 404
    assert "Quieter duty weekends" not in as_(asha).get("/improvements").text


def test_the_database_refuses_an_open_proposal_without_a_next_word(app):
    proposal = a_proposal(by=people.asha())
    values = {c.key: getattr(proposal, c.key) for c in Proposal.__table__.columns if c.key != "id"}
    for statement in (
        update(Proposal).where(Proposal.id == proposal.id).values(next_word_due=None),
        insert(Proposal).values({**values, "next_word_due": None}),
        update(Proposal).where(Proposal.id == proposal.id).values(stage="declined", next_word_due=None),  # no reason
    ):
        with pytest.raises(IntegrityError):
            db.session.execute(statement)
        db.session.rollback()
