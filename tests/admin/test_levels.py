"""What levels ask for and open is decided by administrators, after they saw what it would change."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from community.accounts.levels import SHIPPED, LevelRow, level_for, levels
from community.accounts.models import Member
from community.core.db import db
from community.forum.accepting import accept_answer
from tests import people
from tests.factories import a_question, an_answer


def form(**changes) -> dict[str, str]:
    """The form as it stands, with changes."""
    said = {f"{what}_{each.number}": str(getattr(each, what))
            for each in SHIPPED for what in ("name", "points", "outcomes", "clean_days")}  # fmt: skip
    said |= {
        f"opens_{key}": str(level_for(key)) for key in ("post_freely", "object", "help", "canned", "wiki", "links")
    }
    return said | changes


@pytest.fixture
def ben(app):
    asha, ben = people.asha(), people.ben()
    for _ in range(2):
        accept_answer(an_answer(a_question(by=asha), by=ben), by=asha)
    return ben


def test_looked_at_first_and_then_changed(ben, as_):
    admin = as_(people.ada())
    page = admin.post("/admin/levels", data=form(points_2="30", name_2="Helping hand", opens_wiki="2"))
    assert page.status_code == 200
    assert re.search(r"Helping hand</td><td class=\"num\">1</td>", page.text)
    assert db.session.scalar(select(LevelRow.number)) is None
    looked = unescape(page.text.split('name="looked" value="')[1].split('"')[0])
    said = form(points_2="30", name_2="Helping hand", opens_wiki="2", looked=looked)
    assert admin.post("/admin/levels", data=said).status_code == 303
    db.session.expire_all()
    assert db.session.scalar(select(Member.level).where(Member.id == ben.id)) == 2
    db.session.info.pop("levels", None)
    assert (levels()[1].name, levels()[1].points, level_for("wiki")) == ("Helping hand", 30, 2)
    assert "Helping hand" in as_(ben).get(ben.path).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"points_3": "40"}, "must ask for more points than Contributor"),
        ({"points_1": "5"}, "asks for nothing"),
        ({"name_2": "Regular"}, "a name of its own"),
        ({"clean_days_4": "-3"}, "more than anybody could reach"),
        ({"opens_wiki": "9"}, "Choose a level"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_typed_is_lost(app, as_, changes, sentence):
    page = as_(people.ada()).post("/admin/levels", data=form(**{"name_6": "Guardian", **changes}))
    assert page.status_code == 422
    assert sentence in page.text
    assert 'value="Guardian"' in page.text
    assert db.session.scalar(select(LevelRow.number)) is None


def test_only_for_administrators(app, as_):
    assert as_(people.dora()).get("/admin/levels").status_code == 403
