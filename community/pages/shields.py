"""Shields, honours, kudos and levels that are kept: their pages, and the forms by which people give and choose them."""

from flask import Blueprint, flash, redirect, render_template, request
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, InputRequired

from community.accounts.levels import levels
from community.accounts.models import Member
from community.accounts.queries import find_member
from community.accounts.showing import sees_recognition
from community.core.errors import NotFound
from community.core.forms import Form, options
from community.core.web import open_to_guests, viewer
from community.gamification.announcing import shields_to_show
from community.gamification.badges import FAMILIES, HonourKind, catalogue, honours
from community.gamification.choosing import choose_favourites, held_shields
from community.gamification.giving_kudos import (
    find_kudos,
    give_kudos,
    hide_kudos,
    kudos_left,
    kudos_of,
    may_give_kudos,
    may_remove_kudos,
    remove_kudos,
)
from community.gamification.honouring import (
    find_honour,
    honour_member,
    honoured,
    honours_of,
    may_honour,
    take_back_honour,
)
from community.gamification.levelling import lock_level, may_lock_level
from community.gamification.queries import (
    holders_count,
    holders_of,
    members_count,
    reach_of,
    series_of,
    tags_of,
    wall_of,
)

blueprint = Blueprint("shields", __name__)


class HonourForm(Form):
    """An honour for somebody, or taking one back."""

    honour = SelectField("Which honour")
    reason = StringField("Why", validators=[DataRequired("Say why, in a sentence that everybody can read.")])


class TakingBackForm(Form):
    """Why an honour is taken back."""

    reason = StringField("Why", validators=[DataRequired("Say why, in a sentence that everybody can read.")])


class KudosForm(Form):
    """A sentence of thanks."""

    body = StringField("What do you thank for?", validators=[DataRequired("Say what you thank for.")])


class LevelForm(Form):
    """Which level somebody keeps."""

    level = SelectField("Level", validators=[InputRequired("Choose a level, or what was earned.")])


class FavouritesForm(Form):
    """Which shields stand beside one's name."""

    first = SelectField("Beside your name")
    second = SelectField("And")
    title = SelectField("As a title", description="Shown under your name, such as “Lamplighter”.")


def words_of_others(member: Member, viewer: Member | None) -> dict:
    """What a profile shows of honours and kudos, and what its viewer may do about them."""
    keeps = viewer is not None and (viewer.is_staff or viewer.id == member.id)
    return {
        "honours": honours_of(member),
        "taken_back": honours_of(member, taken_back=True) if keeps else [],
        "kudos": kudos_of(member, viewer),
        "may_honour": may_honour(viewer, member) is True,
        "may_thank": viewer is not None and may_give_kudos(viewer, member) is True,
        "may_remove_kudos": may_remove_kudos,
    }


@blueprint.get("/badges")
@open_to_guests
def badges():
    """All shields, by family."""
    if not sees_recognition(viewer()):
        return render_template("badges/off.html")
    mine = {hung.badge.key: hung for hung in wall_of(viewer())} if viewer() else {}
    there = catalogue().values()
    families = [(family, [badge for badge in there if badge.family == family]) for family in FAMILIES]
    families = [(family, badges) for family, badges in families if badges]
    return render_template(
        "badges/index.html", families=families, holders=holders_count(viewer()), mine=mine, honours=honours().values()
    )


@blueprint.get("/badges/<key>")
@open_to_guests
def badge(key: str):
    """One shield: what it is for, why it matters, how rare it is, who has it; for an honour, with which words."""
    if not sees_recognition(viewer()):
        return render_template("badges/off.html")
    if key in honours():
        return _honour(honours()[key])
    badge = catalogue().get(key)
    if badge is None:
        raise NotFound("There is no such shield.")
    return render_template(
        "badges/show.html",
        badge=badge,
        page=holders_of(badge, viewer(), after=request.args.get("after")),
        count=holders_count(viewer()).get(key, 0),
        people=members_count(viewer()),
        tags=tags_of(badge, viewer()),
        series=series_of(badge),
        reach=reach_of(badge, viewer()) if viewer() else None,
    )


def _honour(kind: HonourKind):
    page = honoured(kind, viewer(), after=request.args.get("after"))
    return render_template("badges/honour.html", badge=kind, page=page)


@blueprint.post("/badges/showing")
def showing():
    """The shields that one was not shown yet, as one message; nothing when there is none, or another page has it."""
    badges = shields_to_show(viewer())
    return render_template("badges/_toast.html", badges=badges) if badges else ("", 204)


@blueprint.route("/settings/shields", methods=["GET", "POST"])
def favourites():
    """Choose two shields for beside one's name, and a title."""
    me = viewer()
    if not sees_recognition(me):
        return render_template("badges/off.html")
    held = held_shields(me)
    form = FavouritesForm(data=dict(zip(("first", "second"), me.favourites, strict=False)) | {"title": me.shield_title})
    for field in (form.first, form.second, form.title):
        field.choices = options({"": "None"} | {key: each.name for key, each in held.items()})
    if form.attempt(lambda: choose_favourites(me, [form.first.data, form.second.data], form.title.data, by=me)):
        flash("They stand beside your name now.", "ok")
        return redirect(me.path, 303)
    return form.page("settings/shields.html", held=held)


@blueprint.route("/members/<name>/honours", methods=["GET", "POST"])
def honour(name: str):
    """Honour somebody."""
    member = find_member(name)
    form = HonourForm()
    form.honour.choices = options({key: f"{each.name}: for {each.what}" for key, each in honours().items()})
    if form.attempt(lambda: honour_member(member, form.honour.data, form.reason.data, by=viewer())):
        flash(f"{member.display_name} is honoured, and told.", "ok")
        return redirect(f"{member.path}#honours", 303)
    return form.ask("members/honour.html", member=member, allowed=may_honour(viewer(), member))


@blueprint.route("/honours/<int:ident>/removal", methods=["GET", "POST"])
def taking_back(ident: int):
    """Take an honour back."""
    given = find_honour(ident)
    form = TakingBackForm()
    if form.attempt(lambda: take_back_honour(given, form.reason.data, by=viewer())):
        flash("The honour is taken back; the reason is on the record.", "ok")
        return redirect(f"{given.member.path}#honours", 303)
    return form.ask("members/honour_removal.html", given=given, kind=honours()[given.honour])


@blueprint.route("/members/<name>/level", methods=["GET", "POST"])
def keeping(name: str):
    """Let somebody's level stay as it is, or go by what was earned again."""
    member = find_member(name)
    form = LevelForm(data={"level": str(member.level if member.level_locked else 0)})
    form.level.choices = options({"0": "Goes by what was earned"} | {str(each.number): each.name for each in levels()})
    if form.attempt(lambda: lock_level(member, int(form.level.data) or None, by=viewer())):
        flash(f"Decided. {member.display_name} is told.", "ok")
        return redirect(f"{member.path}#level", 303)
    return form.ask("members/level.html", member=member, allowed=may_lock_level(viewer(), member))


@blueprint.route("/members/<name>/kudos", methods=["GET", "POST"])
def kudos(name: str):
    """Thank somebody with a sentence."""
    member = find_member(name)
    form = KudosForm()
    if form.attempt(lambda: give_kudos(member, form.body.data, by=viewer())):
        flash(f"{member.display_name} can read it now.", "ok")
        return redirect(f"{member.path}#kudos", 303)
    allowed = may_give_kudos(viewer(), member)
    return form.ask("members/kudos.html", member=member, left=kudos_left(viewer()), allowed=allowed)


@blueprint.post("/kudos/<int:ident>/hiding")
def hiding(ident: int):
    """Let only oneself see a sentence of thanks (on=1), or all again (on=0)."""
    given = find_kudos(ident, viewer())
    hide_kudos(given, request.form.get("on") == "1", by=viewer())
    return redirect(f"{given.member.path}#kudos", 303)


@blueprint.post("/kudos/<int:ident>/removal")
def removal(ident: int):
    """Take a sentence of thanks down."""
    given = find_kudos(ident, viewer())
    remove_kudos(given, by=viewer())
    flash("It is taken down.", "ok")
    return redirect(f"{given.member.path}#kudos", 303)
