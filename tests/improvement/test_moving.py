"""Moving from stage to stage: by staff, along the allowed steps, each time with a word and the date of the next one."""

from datetime import timedelta

import pytest

from community.core.errors import Conflict, Invalid, NotAllowed
from community.improvement.moving import move_stage
from community.improvement.owning import take_ownership
from community.improvement.queries import find_proposal, words_of
from community.improvement.reporting import add_word
from community.improvement.stages import STAGES, STAIR, STEPS
from tests import people
from tests.factories import a_proposal

WORD = "Agreed with Facilities; the budget is in."


def test_a_proposal_climbs_the_whole_stair_in_the_browser(app, as_, client):
    proposal, dora = a_proposal(by=people.asha()), people.dora()
    for stage in STAIR[1:]:
        form = {"stage": stage, "word": f"Now {stage}, as promised.", "read_stage": proposal.stage}
        page = as_(dora).post(f"/improvements/{proposal.id}/stages/new", data=form, follow_redirects=True)
        assert page.status_code == 200 and f"Now {stage}, as promised." in page.text
        proposal = find_proposal(proposal.id, dora)
        assert proposal.stage == stage and (proposal.next_word_due is not None) == (stage != "delivered")
    page = client().get(proposal.path).text
    assert "On trial → Delivered" in page and "Dora Nagy" in page and "Stage 6 of 6: Delivered" in page


@pytest.mark.parametrize("old", STAGES)
@pytest.mark.parametrize("new", STAGES)
def test_only_the_allowed_steps(app, old, new):
    proposal, dora = a_proposal(by=people.asha()), people.dora()
    for stage in _way_to(old):
        move_stage(proposal, stage, WORD, reason="Not now.", by=dora)
    words = len(words_of(proposal))
    if new in STEPS[old]:
        move_stage(proposal, new, WORD, reason="Not now.", by=dora)
        assert proposal.stage == new
    elif new == old:
        move_stage(proposal, new, WORD, reason="Not now.", by=dora)  # changes nothing
        assert len(words_of(proposal)) == words
    else:
        with pytest.raises(Invalid):
            move_stage(proposal, new, WORD, reason="Not now.", by=dora)
        assert find_proposal(proposal.id, dora).stage == old


def _way_to(stage: str) -> list[str]:
    return ["declined"] if stage == "declined" else list(STAIR[1 : STAIR.index(stage) + 1])


def test_only_staff_move(app, as_):
    proposal = a_proposal(by=people.asha())
    for member in (people.vera(), people.sam()):
        with pytest.raises(NotAllowed):
            move_stage(proposal, "under_review", WORD, by=member)
        assert as_(member).get(f"/improvements/{proposal.id}/stages/new").status_code == 403


def test_a_no_needs_its_reason_and_shows_it(app, as_, client):
    proposal, dora = a_proposal(by=people.asha()), people.dora()
    address = f"/improvements/{proposal.id}/stages/new"
    page = as_(dora).post(address, data={"stage": "declined", "word": "We looked into it carefully."})
    assert page.status_code == 422 and "why not" in page.text and "We looked into it carefully." in page.text
    form = {"stage": "declined", "word": "We looked into it.", "reason": "The gate is removed in May."}
    as_(dora).post(address, data=form)
    assert "The gate is removed in May." in client().get(proposal.path).text
    assert "The gate is removed in May." in client().get("/improvements").text


def test_a_step_needs_a_word(app, as_):
    proposal = a_proposal(by=people.asha())
    page = as_(people.dora()).post(
        f"/improvements/{proposal.id}/stages/new", data={"stage": "under_review", "word": ""}
    )
    assert page.status_code == 422 and find_proposal(proposal.id, None).stage == "proposed"


def test_who_saw_another_stage_does_not_overwrite(app):
    proposal, dora = a_proposal(by=people.asha()), people.dora()
    move_stage(proposal, "planned", WORD, by=dora)
    with pytest.raises(Conflict):
        move_stage(proposal, "under_review", WORD, by=people.ada(), read_stage="proposed")


def test_the_next_word_is_promised_or_by_policy(app, clock):
    proposal, dora = a_proposal(by=people.asha()), people.dora()
    promised = clock.forward(hours=1) + timedelta(days=40)
    move_stage(proposal, "planned", WORD, by=dora, next_word_due=promised)
    assert proposal.next_word_due == promised
    for impossible in (clock.at - timedelta(minutes=1), clock.at + timedelta(days=400)):
        with pytest.raises(Invalid) as refused:
            add_word(proposal, WORD, by=dora, next_word_due=impossible)
        assert refused.value.field == "next_word_due"


def test_an_impossible_date_is_said_beside_its_field(app, as_):
    proposal = a_proposal(by=people.asha())
    form = {"stage": "planned", "word": WORD, "next_word": "2020-01-01"}
    page = as_(people.dora()).post(f"/improvements/{proposal.id}/stages/new", data=form)
    assert page.status_code == 422 and "within a year" in page.text and WORD in page.text


def test_a_late_word_is_shown_as_late(app, client, clock):
    proposal = a_proposal(by=people.asha())
    clock.forward(days=30)
    assert "a word was due" in client().get(proposal.path).text
    assert "A word was due" in client().get("/improvements").text


def test_only_an_official_word_moves_the_clock(app, clock):
    proposal, sam, dora = a_proposal(by=people.asha()), people.sam(), people.dora()
    due = proposal.next_word_due
    clock.forward(days=2)
    add_word(proposal, "Tried it on four phones; works on all.", by=sam)
    assert proposal.next_word_due == due
    add_word(proposal, "The supplier answers on Friday.", by=dora)
    assert proposal.next_word_due > due
    with pytest.raises(NotAllowed):
        add_word(proposal, "Any news about this?", by=people.vera())


def test_words_between_steps_are_on_the_page(app, as_):
    proposal, sam = a_proposal(by=people.asha()), people.sam()
    page = as_(sam).post(
        f"/improvements/{proposal.id}/words/new", data={"word": "Tried on four phones."}, follow_redirects=True
    )
    assert "Tried on four phones." in page.text
    assert as_(sam).post(f"/improvements/{proposal.id}/words/new", data={"word": ""}).status_code == 422


def test_somebody_answers_for_it(app, as_):
    proposal, dora, ada = a_proposal(by=people.asha()), people.dora(), people.ada()
    assert "Nobody yet" in as_(dora).get(proposal.path).text
    as_(dora).post(f"/improvements/{proposal.id}/ownership")
    assert find_proposal(proposal.id, None).owner_id == dora.id
    move_stage(find_proposal(proposal.id, ada), "planned", WORD, by=ada)
    assert find_proposal(proposal.id, None).owner_id == dora.id
    with pytest.raises(NotAllowed):
        take_ownership(proposal, by=people.sam())
    with pytest.raises(Invalid):
        take_ownership(proposal, by=ada, owner=people.vera())


def test_who_moves_it_second_keeps_the_words(app, as_):
    proposal = a_proposal(by=people.asha())
    move_stage(proposal, "under_review", WORD, by=people.ada())
    late = {"stage": "declined", "word": "What I had written.", "reason": "Too dear.", "read_stage": "proposed"}
    response = as_(people.dora()).post(f"/improvements/{proposal.id}/stages/new", data=late)
    assert response.status_code == 409
    assert "Someone moved this to “Under review” while you were writing." in response.text
    assert "What I had written." in response.text
    assert proposal.stage == "under_review"
