"""Warning, silencing, suspending, lifting, and the record of it."""

from flask import Blueprint, flash, redirect, render_template
from flask_login import current_user, logout_user
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired

from community.accounts import sanctioning
from community.accounts.models import Member
from community.accounts.queries import find_member
from community.accounts.sanctions import find_sanction, may_read_record, record_of, suspension_of
from community.accounts.views.keys import key_to
from community.core.errors import Conflict, require
from community.core.forms import Form, options
from community.core.text import row_number
from community.core.web import error_page, is_fragment, is_program, settings, viewer

blueprint = Blueprint("sanctions", __name__)


class SanctionForm(Form):
    """Deciding something about a member."""

    reason = TextAreaField(
        "Why?",
        validators=[DataRequired("Please say why; the person will read it.")],
        description="The person reads exactly this, and so will whoever looks at an appeal.",
    )
    days = SelectField("For how long?", coerce=int)
    known = HiddenField()


@blueprint.get("/members/<name>/record")
def record(name: str):
    """What was decided about a member: for the member, super-users and provider staff."""
    member = find_member(name)
    sanctions = record_of(member, viewer())
    return render_template("sanctions/index.html", member=member, sanctions=sanctions, deciding=decisions(member),
                           contact=settings().contact,
                           may_lift=lambda one: sanctioning.may_lift(viewer(), one) is True)  # fmt: skip


@blueprint.route("/members/<name>/warning", methods=["GET", "POST"])
def warning(name: str):
    """Warn a member."""
    return _deciding("warn", find_member(name))


@blueprint.route("/members/<name>/silence", methods=["GET", "POST"])
def silence(name: str):
    """Keep a member from writing for a while."""
    return _deciding("silence", find_member(name))


@blueprint.route("/members/<name>/suspension", methods=["GET", "POST"])
def suspension(name: str):
    """Keep a member out for a while."""
    return _deciding("suspend", find_member(name))


@blueprint.post("/sanctions/<int:ident>/lifting")
def lifting(ident: int):
    """End it early, or take a warning back."""
    sanction = find_sanction(ident, viewer())
    sanctioning.lift_sanction(sanction, by=viewer())
    flash("Lifted. The member is told.", "ok")
    return redirect(f"{sanction.member.path}/record", 303)


def _deciding(kind: str, member: Member):
    require(sanctioning.RULES[kind](viewer(), member))
    entries = record_of(member, viewer())
    form = SanctionForm(days=sanctioning.proposed_days(member), known=entries[0].id if entries else 0)
    form.days.choices = options(sanctioning.spans(viewer(), kind))
    if kind == "warn":
        del form.days
    try:
        if form.attempt(lambda: _decide(kind, member, form)):
            flash("Done. The member is told, and the record has it.", "ok")
            return redirect(f"{member.path}/record", 303)
    except Conflict as error:
        form.refusal, form.status, entries = error.sentence, error.status, record_of(member, viewer())
        form.known.data = entries[0].id if entries else 0
    return form.page("sanctions/new.html", member=member, kind=kind, sanctions=entries,
                     times=sanctioning.times_before(member))  # fmt: skip


def _decide(kind: str, member: Member, form: SanctionForm):
    known = row_number(str(form.known.data or ""))
    if kind == "warn":
        return sanctioning.warn_member(member, form.reason.data, by=viewer(), known=known)
    act = sanctioning.silence_member if kind == "silence" else sanctioning.suspend_member
    return act(member, form.reason.data, form.days.data, by=viewer(), known=known)


def decisions(member: Member) -> list[tuple[str, str, str]]:
    """What the viewer may decide about a member: address, words, icon."""
    may, path = sanctioning, member.path
    offered = (
        (may.may_warn, "warning", "Warn", "triangle-alert"),
        (may.may_silence, "silence", "Silence for a while", "bell-off"),
        (may.may_suspend, "suspension", "Suspend", "lock"),
    )
    return [(f"{path}/{word}", words, icon) for rule, word, words, icon in offered if rule(viewer(), member) is True]


def turn_away():
    """Whoever is suspended is signed out and told why, until when, and whom to write to."""
    member = current_user._get_current_object()
    if member is None or not member.is_authenticated or not member.is_suspended:
        return None
    found = suspension_of(member)
    logout_user()
    if is_program() or is_fragment():
        return error_page(403, "Suspended", f"This account is suspended. Write to {settings().contact} about it.")
    return render_template("sanctions/door.html", sanction=found, key=key_to(found), contact=settings().contact), 403


def for_profiles() -> dict:
    """What profile pages ask: who may read a member's record, and decide something."""
    return {"may_read_record": lambda member: may_read_record(viewer(), member) is True, "decisions": decisions}


def start(app) -> None:
    """Attach the pages, and the check at the door."""
    app.register_blueprint(blueprint)
    app.before_request(turn_away)
    app.context_processor(for_profiles)
