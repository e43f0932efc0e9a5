"""What deeds are worth: the list, a decision looked at before it is made, and what was decided so far."""

from datetime import UTC, datetime, time

from flask import flash, redirect
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Optional

from community.accounts.queries import members_by_id
from community.admin.blueprint import blueprint
from community.core.forms import Form, options
from community.core.web import viewer
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
