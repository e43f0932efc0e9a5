"""What deeds are worth: the list, a decision looked at before it is made, and what was decided so far."""

from datetime import UTC, datetime, time

from flask import flash, redirect, request
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Optional

from community.accounts.levels import PRIVILEGES, SHIPPED, level_for
from community.accounts.queries import members_by_id
from community.admin.blueprint import blueprint
from community.core.forms import Form, options
from community.core.web import viewer
from community.gamification.arranging_levels import Wanted, as_they_are, change_levels, preview_levels
from community.gamification.deeds import DEEDS, LIMITS, WITHHELD
from community.gamification.pricing import decide_price, decisions, preview_price, price_list
from community.gamification.scheme import packs

WORDS = {key: deed.what for key, deed in DEEDS.items() if key not in (*WITHHELD, *LIMITS)} | {
    "person_limit": "Most points that one person’s votes give another in a day",
    "day_limit": "Most points that a day’s votes give",
}


class PriceForm(Form):
    """One decision about one deed."""

    rule = SelectField("What", choices=options(WORDS))
    points = IntegerField("Points", validators=[InputRequired("How many points?")])
    counts_from = DateField(
        "Counts from", validators=[Optional()], description="Leave it empty for all there ever was."
    )
    reason = StringField("Why", validators=[DataRequired("Say why; everybody whose points change can read it.")])
    looked = HiddenField()


@blueprint.route("/recognition", methods=["GET", "POST"])
def recognition():
    """The prices; a decision is shown with its consequences first, and made with the second press."""
    form = PriceForm()
    changes = None

    def look_or_decide():
        nonlocal changes
        said = (form.rule.data, form.points.data)
        start = datetime.combine(form.counts_from.data, time(), UTC) if form.counts_from.data else None
        mark = "|".join(map(str, (*said, start)))
        if form.looked.data == mark:  # what was looked at is what is decided
            return decide_price(*said, counts_from=start, reason=form.reason.data, by=viewer())
        changes = preview_price(*said, start, by=viewer())
        form.looked.data = mark
        return None

    if form.attempt(look_or_decide) and changes is None:
        flash("Decided. Points are counted anew in the background.", "ok")
        return redirect("/admin/recognition", 303)
    past = decisions()
    return form.page(
        "admin/recognition/index.html",
        prices=price_list(),
        words=WORDS,
        changes=changes,
        past=past,
        people=members_by_id(each.decided_by_id for each in past),
        packs=packs(),
    )


@blueprint.route("/levels", methods=["GET", "POST"])
def level_scheme():
    """What levels ask for and open; a change is shown with its consequences first."""
    form = LevelsForm()
    wanted, opens = _typed() if form.is_submitted() else (as_they_are(), {key: level_for(key) for key in PRIVILEGES})
    consequences = None

    def look_or_change():
        nonlocal consequences
        mark = repr((wanted, sorted(opens.items())))
        if request.form.get("looked") == mark:
            return change_levels(wanted, opens, by=viewer())
        consequences = preview_levels(wanted, opens, by=viewer())
        return None

    if form.attempt(look_or_change) and consequences is None:
        flash("Changed. Whoever may rise now has risen.", "ok")
        return redirect("/admin/levels", 303)
    return form.page(
        "admin/recognition/levels.html",
        wanted=wanted,
        opens=opens,
        privileges=PRIVILEGES,
        consequences=consequences,
        looked=repr((wanted, sorted(opens.items()))) if consequences is not None else "",
    )


class LevelsForm(Form):
    """Only guards against forgery: the fields are a table, read as they come."""


def _typed() -> tuple[list[Wanted], dict[str, int]]:
    def number(name: str) -> int:
        words = request.form.get(name, "").strip()
        return int(words) if words.isascii() and words.isdecimal() and len(words) < 9 else -1

    wanted = [
        Wanted(each.number, request.form.get(f"name_{each.number}", "")[:60],
               *(number(f"{what}_{each.number}") for what in ("points", "outcomes", "clean_days")))
        for each in SHIPPED
    ]  # fmt: skip
    return wanted, {key: number(f"opens_{key}") for key in PRIVILEGES}
