"""Steps of training are signed with the whole checklist; briefings are for super-users, who say whether they come."""

import pytest

from community.core.errors import Conflict, Invalid, NotAllowed
from community.superusers.briefings import coming_to, find_briefing
from community.superusers.training import STEPS, review_training, samples_of, steps_of
from tests import people
from tests.factories import a_question, an_answer


def test_a_coach_signs_what_is_all_there_and_says_what_is_not(app, as_):
    sam, asha, dora, ben = people.sam(), people.asha(), people.dora(), people.ben()
    answers = [an_answer(a_question(by=asha, title=f"Gateway {number} is slow"), by=sam) for number in range(3)]
    samples = [each.key for each in samples_of(sam, "candidate", dora)]
    assert set(samples) == {f"post:{answer.id}" for answer in answers}
    whole = list(STEPS["candidate"].checklist)
    for by in (sam, ben):  # nobody signs for themselves; members don't coach
        with pytest.raises(NotAllowed):
            review_training(sam, "candidate", samples=samples, ticks=whole, by=by)
    with pytest.raises(Invalid):
        review_training(sam, "candidate", samples=samples[:1], ticks=whole, by=dora)
    page = as_(dora).post("/members/sam/service/candidate", data={"samples": samples, "ticks": whole[:2], "note": ""})
    assert page.status_code == 422 and f'value="{samples[0]}" checked' in page.text  # nothing ticked is lost
    said = {"samples": samples, "ticks": whole[:2], "note": "Come back and ask whether it worked."}
    assert as_(dora).post("/members/sam/service/candidate", data=said).status_code == 303
    assert steps_of(sam) == {}
    assert as_(dora).post("/members/sam/service/candidate", data={**said, "ticks": whole}).status_code == 303
    assert set(steps_of(sam)) == {"candidate"}
    with pytest.raises(Conflict):  # once
        review_training(sam, "candidate", samples=samples, ticks=whole, by=dora)
    assert "Come back and ask" in as_(sam).get("/members/sam/service").text
    assert as_(ben).get("/members/sam/service").status_code in (403, 404)


def test_a_briefing_from_announcing_to_its_notes(app, as_, deliver, clock):
    sam, dora, ben = people.sam(), people.dora(), people.ben()
    said = {"title": "New certificate", "starts_at": "2026-03-05T10:00", "place": "Room 2", "about": "What changes."}
    assert as_(sam).post("/superusers/briefings/new", data=said).status_code == 403
    assert as_(dora).post("/superusers/briefings/new", data={**said, "place": ""}).status_code == 422
    page = as_(dora).post("/superusers/briefings/new", data=said)
    deliver()
    address = page.location
    assert "There will be a briefing" in as_(sam).get("/notifications").text
    assert "There will be a briefing" not in as_(ben).get("/notifications").text
    assert as_(ben).get(address).status_code == 403
    for reply in ("maybe", "yes", "yes"):
        assert as_(sam).post(f"{address}/reply", data={"reply": reply}).status_code == 303
    briefing = find_briefing(int(address.rsplit("/", 1)[1]), dora)
    assert coming_to([briefing]) == {briefing.id: 1}
    assert as_(sam).post(f"{address}/notes", data={"notes": "Mine"}).status_code == 403
    clock.forward(days=4)
    assert as_(sam).post(f"{address}/reply", data={"reply": "no"}).status_code == 409
    assert as_(dora).post(f"{address}/notes", data={"notes": "Click **once**."}).status_code == 303
    deliver()
    assert "<strong>once</strong>" in as_(sam).get(address).text
    assert "can be read" in as_(sam).get("/notifications").text
