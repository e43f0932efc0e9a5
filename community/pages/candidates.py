"""For staff: who might become a super-user, what speaks for them, and deciding not to ask for now."""

from flask import Blueprint, flash, redirect, render_template
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from community.accounts.queries import find_member
from community.core.errors import require
from community.core.forms import Form
from community.core.web import viewer
from community.gamification.deeds import DEEDS
from community.pages.evidence import COUNTED, areas_of, candidates, deeds_of, tone_of
from community.pages.profiles import figures_of, recent_answers, recent_articles
from community.superusers.inviting import may_invite
from community.superusers.queries import history_of, nominations_of, offer_to, set_asides_of
from community.superusers.setting_aside import may_choose_superusers, set_aside

blueprint = Blueprint("candidates", __name__, url_prefix="/superusers/candidates")
WORDS = {key: DEEDS[key].what for key in COUNTED}


class SettingAsideForm(Form):
    """Not now."""

    note = TextAreaField(
        "Why not now?", validators=[DataRequired("Say why, for whoever looks at it next time.")],
        description="Only staff read it.",
    )  # fmt: skip
    word = TextAreaField(
        "A word to those who named them", description="Leave it empty, and nobody is told. Be kind to both."
    )


@blueprint.get("")
def index():
    """Those whom outcomes or other members propose."""
    return render_template("superusers/candidates/index.html", candidates=candidates(viewer()), words=WORDS)


@blueprint.get("/<name>")
def show(name: str):
    """The evidence about one person."""
    return _page(name, SettingAsideForm(formdata=None))


@blueprint.post("/<name>/setting-aside")
def setting_aside(name: str):
    """Leave them be for now."""
    member, form = find_member(name), SettingAsideForm()
    if form.attempt(lambda: set_aside(member, form.note.data, form.word.data or "", by=viewer())):
        flash(f"{member.display_name} is proposed again in half a year, or when somebody names them.", "ok")
        return redirect("/superusers/candidates", 303)
    return _page(name, form)


def _page(name: str, form: Form):
    require(may_choose_superusers(viewer()))
    member = find_member(name)
    services, tags = areas_of(member, viewer())
    return form.page(
        "superusers/candidates/show.html",
        member=member,
        words=WORDS,
        deeds=deeds_of([member.id])[member.id],
        figures=figures_of(member, viewer()),
        services=services,
        tags=tags,
        tone=tone_of(member),
        answers=recent_answers(member, viewer()),
        articles=recent_articles(member, viewer()),
        nominations=nominations_of(member, viewer()),
        aside=set_asides_of(member, viewer()),
        history=history_of(member, viewer()),
        offered=offer_to(member),
        may_invite=may_invite(viewer(), member),
    )
