"""What a shield is given for is changed in a form: looked at first, kept with the second press, back as it was."""

import json

import pytest
from sqlalchemy import func, select

from community.core.db import db
from community.events.facts import FactRow
from community.forum.accepting import accept_answer, withdraw_acceptance
from community.gamification import changing
from community.gamification.badges import catalogue
from community.gamification.models import Award, BadgeRule
from community.gamification.rebuild import rebuild_badges
from community.notifications.models import Notification
from tests import people
from tests.factories import a_question, an_answer

MADE = {
    "name": "Twice Over", "metal": "silver", "family": "Answers", "charge": "lantern", "what": "two accepted answers",
    "why": "Help that worked, twice.", "plus": "answer_accepted", "goal": "2", "score": "1", "count": "things",
    "per": "member", "audience": "everybody", "enabled": "y",
    "share_of": "", "where_own": "",
}  # fmt: skip


@pytest.fixture
def ben(app, deliver):
    asker, ben = people.vera(), people.ben()
    for _ in range(2):
        accept_answer(an_answer(a_question(by=asker), by=ben), by=asker)
    deliver()
    return ben


def looked_at(page) -> str:
    return page.text.split('name="looked" value="')[1].split('"')[0]


def holders(key: str) -> list[int]:
    return list(db.session.scalars(select(Award.member_id).where(Award.badge == key).order_by(Award.id)))


def keep(visitor, said: dict, path: str = "/admin/badges/new"):
    page = visitor.post(path, data=said)
    assert page.status_code == 200, page.text
    return visitor.post(path, data={**said, "looked": looked_at(page)})


def test_a_shield_is_looked_at_then_kept_and_given_quietly(ben, as_, deliver):
    admin = as_(people.ada())
    page = admin.post("/admin/badges/new", data=MADE)
    assert "It would have gone to 1 person" in page.text
    assert ben.display_name in page.text
    assert db.session.scalar(select(BadgeRule.key)) is None
    told = db.session.scalar(select(func.count()).select_from(Notification))
    assert keep(admin, {**MADE, "backfill": "y"}).status_code == 303
    deliver()
    assert holders("twice-over") == [ben.id]
    assert db.session.scalar(select(func.count()).select_from(Notification)) == told
    assert rebuild_badges(check=True) == []
    assert "Twice Over" in as_(ben).get(ben.path).text


def test_without_the_backfill_the_next_deed_brings_it(ben, as_, deliver):
    assert keep(as_(people.ada()), MADE).status_code == 303
    deliver()
    assert holders("twice-over") == []
    asha = people.asha()
    accept_answer(an_answer(a_question(by=asha), by=ben), by=asha)
    deliver()
    assert holders("twice-over") == [ben.id]


def test_many_are_given_in_chunks(app, as_, deliver, monkeypatch):
    monkeypatch.setattr(changing, "CHUNK", 1)
    asker, three = people.vera(), [people.ben(), people.asha(), people.sam()]
    for each in three:
        accept_answer(an_answer(a_question(by=asker), by=each), by=asker)
    deliver()
    keep(as_(people.ada()), {**MADE, "goal": "1", "backfill": "y"})
    deliver()
    assert sorted(holders("twice-over")) == sorted(each.id for each in three)
    assert db.session.scalar(select(func.count()).where(FactRow.kind == "BackfillCarriedOn")) == 2


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("plus", [], "A rule needs a deed that counts."),
        ("goal", "0", "What has to be reached is 1 at least."),
        ("until", "2020-01-01", "The last day comes before the first."),
        ("share", "0.5", "Say of which deed it is a share."),
        ("name", "First Light", "Another shield has this name already."),
        ("what", "", "Say what it is for."),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field(app, as_, field, value, sentence):
    page = as_(people.ada()).post("/admin/badges/new", data={**MADE, "since": "2021-01-01", field: value})
    assert page.status_code == 422
    assert sentence in page.text
    assert "Help that worked, twice." in page.text


def test_a_shipped_one_is_changed_switched_off_and_reset(ben, as_, deliver):
    admin = as_(people.ada())
    page = admin.get("/admin/badges/first-light?as=data").text
    assert "answer_accepted" in page
    data = {"name": "First Light", "metal": "bronze", "family": "Answers", "charge": "lantern", "what": "x", "why": "y",
            "rule": {"plus": ["answer_accepted"], "goal": 3}}  # fmt: skip
    said = {"data_": json.dumps(data), "enabled": "y"}
    assert keep(admin, said, "/admin/badges/first-light?as=data").status_code == 303
    assert catalogue()["first-light"].rule.goal == 3
    assert holders("first-light") == [ben.id]  # nobody loses one
    assert admin.post("/admin/badges/first-light?as=data", data={"data_": said["data_"]}).status_code == 303
    assert "first-light" not in catalogue()
    assert admin.post("/admin/badges/first-light/reset").status_code == 303
    assert catalogue()["first-light"].rule.goal == 1
    assert db.session.scalar(select(BadgeRule.key)) is None
    assert admin.get("/admin/badges").status_code == 200


@pytest.mark.parametrize("written", ["{", "[]", '{"name": "A"}', '{"rule": {"plus": "x"}}', '{"name": 5, "rule": 7}'])
def test_data_that_cannot_be_a_shield_is_refused(app, as_, written):
    page = as_(people.ada()).post("/admin/badges/new?as=data", data={"data_": written, "enabled": "y"})
    assert page.status_code == 422
    assert "gh-error" in page.text


def test_every_shipped_shield_goes_through_the_form_unchanged(app, as_):
    """Where the form can't say what a rule says, saving it would change the rule."""
    from flask import current_app
    from werkzeug.datastructures import MultiDict

    from community.admin.badges import BadgeForm, _read

    for listed in changing.all_badges():
        with current_app.test_request_context():
            shown = BadgeForm.of(listed)
            sent = MultiDict()
            for field in shown:
                value = field.data
                if isinstance(value, tuple | list):
                    sent.setlist(field.name, list(value))
                elif value not in (None, False, ""):
                    sent[field.name] = "y" if value is True else str(value)
                elif value == 0 and value is not False:
                    sent[field.name] = "0"
        with current_app.test_request_context(method="POST", data=sent):
            form = BadgeForm.of(listed)
            assert _read(form, listed) == listed.badge


def test_a_window_an_audience_and_what_goes_with_its_reason(app, as_, clock, deliver):
    asker, ben, dora = people.vera(), people.ben(), people.dora()
    admin = as_(people.ada())
    said = {**MADE, "goal": "1", "since": "2026-03-02", "until": "2026-03-03", "audience": "no_staff", "revoke": "y"}
    assert keep(admin, said).status_code == 303
    topic, other = a_question(by=asker), a_question(by=asker)
    accept_answer(an_answer(topic, by=ben), by=asker)
    accept_answer(an_answer(other, by=dora), by=asker)
    deliver()
    assert holders("twice-over") == [ben.id]  # not for staff
    withdraw_acceptance(topic, by=asker)
    deliver()
    assert holders("twice-over") == []
    assert rebuild_badges(check=True) == []
    clock.forward(days=3)
    accept_answer(an_answer(a_question(by=asker), by=ben), by=asker)  # the campaign is over
    deliver()
    assert holders("twice-over") == []
    assert rebuild_badges(check=True) == []


def test_only_administrators_change_shields(app, as_):
    assert as_(people.dora()).get("/admin/badges").status_code == 403
