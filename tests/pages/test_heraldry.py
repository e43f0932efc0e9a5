"""Drawings say who speaks and what was earned, in shape and in words, and never by inline style."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask

from community.core import clock
from community.pages import drawing, heraldry
from community.pages.heraldry.shields import CHARGES, METALS

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def a_person(**given):
    person = {"id": 7, "display_name": "Ngozi Adeyemi", "role": "member", "level": 2, "level_progress": 0.5}
    return SimpleNamespace(**{**person, **given})


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ngozi Adeyemi", "NA"),
        ("Nguyễn Thị Hạnh", "NH"),
        ("Siobhán Ó Briain", "SB"),
        ("sakura", "S"),
        ("  ", "?"),
        ("(anonymous) 42", "A4"),
        ("user_1938", "U1"),
        ("ßeta", "S"),
    ],
)
def test_initials_are_the_first_and_last_name(name, letters):
    assert heraldry.initials_of(name) == letters


def test_an_avatar_says_name_level_and_role():
    assert 'aria-label="Ngozi Adeyemi, level 2 Contributor"' in heraldry.avatar(a_person())
    assert "level 5 Mentor, super-user" in heraldry.avatar(a_person(level=5, role="superuser"))
    assert "provider staff" in heraldry.avatar(a_person(role="staff"))


def test_an_avatar_beside_a_name_is_silent():
    assert "aria-label" not in heraldry.avatar(a_person(), label=None)


def test_one_who_left_has_an_avatar_too():
    assert "Former member" in heraldry.avatar(None)


def test_a_hostile_name_stays_text():
    drawn = heraldry.avatar(a_person(display_name='<b onload="x"> "Q"'))
    assert "<b" not in drawn
    assert 'onload="' not in drawn


def test_the_seal_is_only_for_super_users():
    assert "gh-seal" in heraldry.avatar(a_person(role="superuser"), mark=True)
    assert "gh-av-house" in heraldry.avatar(a_person(role="staff"), mark=True)
    assert "gh-av-mark" not in heraldry.avatar(a_person(), mark=True)


def test_ring_and_pip_go_when_there_is_no_room():
    assert "gh-ring" not in heraldry.avatar(a_person(), 24)
    assert "gh-pip" not in heraldry.avatar(a_person(), 32)
    assert "gh-pip" in heraldry.avatar(a_person(), 40)


@pytest.mark.parametrize("charge", sorted(CHARGES))
@pytest.mark.parametrize("metal", sorted(METALS))
def test_every_charge_is_drawn_in_every_metal(charge, metal):
    badge = {"name": "Proof", "charge": charge, "metal": metal, "family": "Care"}
    for drawn in (heraldry.shield(badge), heraldry.shield(badge, 24), heraldry.shield(badge, 52, 0.4)):
        assert "INK" not in drawn
        assert "CUT" not in drawn


def test_a_shield_within_reach_says_how_far():
    badge = {"name": "Mender", "charge": "anvil", "metal": "silver", "family": "Knowledge"}
    assert 'aria-label="Mender, 80% of the way"' in heraldry.shield(badge, 52, 0.8)
    assert 'aria-label="Mender, silver shield"' in heraldry.shield(badge)
    assert "100%" in heraldry.shield(badge, 52, 7)


def test_the_same_arguments_give_the_same_bytes():
    badge = {"name": "Mender", "charge": "anvil", "metal": "silver", "family": "Knowledge"}
    assert heraldry.shield(badge, 52, 0.8) == heraldry.shield(badge, 52, 0.8)
    assert heraldry.avatar(a_person()) == heraldry.avatar(a_person())


def test_nothing_is_styled_inline():
    badge = {"name": "Mender", "charge": "anvil", "metal": "silver", "family": "Community"}
    drawn = [
        heraldry.avatar(a_person(role="superuser"), mark=True),
        heraldry.shield(badge),
        heraldry.shield(badge, 52, 0.3),
    ]
    drawn += [
        heraldry.frieze("all"),
        heraldry.mini_steps(2),
        heraldry.level_line(3, 0.4),
        heraldry.fuse(0.3),
        heraldry.meter(0.2),
    ]
    drawn += [heraldry.seal(40), heraldry.gable(40), heraldry.state_glyph("solved"), heraldry.progress_disc(0.3)]
    assert [one for one in drawn if "style=" in one] == []


def test_states_differ_in_words_and_shape():
    kinds = ["none", "answered", "solved", "official", "improvement", "discussion", "incident", "article", "closed"]
    assert len({heraldry.state_glyph(kind, label=None) for kind in kinds}) == len(kinds)
    assert 'aria-label="No answer yet"' in heraldry.state_glyph("none")


def test_the_level_line_marks_where_one_stands():
    drawn = heraldry.level_line(5, 0.38)
    assert 'aria-label="Level 5 of 6: Mentor"' in drawn
    assert drawn.count('aria-current="step"') == 1


def test_the_stage_is_told_in_words():
    assert "Stage 4 of 6: In progress" in heraldry.mini_steps(3)
    assert "declined" in heraldry.mini_steps(1, declined=True)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (20, "now"),
        (38 * 60, "38 min ago"),
        (3 * 3600, "3 h ago"),
        (86400, "1 day ago"),
        (3 * 86400, "3 days ago"),
        (-120, "in 2 min"),
    ],
)
def test_ago_is_readable_without_javascript(ago, words):
    with clock.pretend(NOON):
        assert f">{words}</time>" in drawing.ago(NOON - timedelta(seconds=ago))


def test_days_name_the_year_only_when_it_is_another():
    with clock.pretend(NOON):
        assert ">today<" in drawing.day(NOON)
        assert ">yesterday<" in drawing.day(NOON - timedelta(days=1))
        assert ">4 Feb<" in drawing.day(datetime(2026, 2, 4, tzinfo=UTC))
        assert ">4 Feb 2024<" in drawing.day(datetime(2024, 2, 4, tzinfo=UTC))


def test_a_missing_build_says_what_to_run(tmp_path):
    app = Flask("unbuilt", static_folder=str(tmp_path))
    with pytest.raises(drawing.NotBuilt, match="make build"):
        drawing.asset_of(app, "app.css")
