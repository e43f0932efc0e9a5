"""One's own availability: days away, quiet hours, and which questions may be brought to one."""

from flask import flash, redirect, render_template
from wtforms import BooleanField, DateField, IntegerField, SelectField, SelectMultipleField, StringField, TimeField
from wtforms.validators import InputRequired, Optional

from community.core.forms import Form, options
from community.core.web import viewer
from community.services.keeping import all_services
from community.superusers.absences import absences_of, days_of, end_absence, find_absence, plan_absence
from community.superusers.availability import (
    CAP,
    SHOWN,
    areas_of,
    availability_of,
    back_ups_for,
    chosen_tags,
    keep_quiet_hours,
    may_offer_help,
    offer_help,
    time_of,
)
from community.superusers.routing import taken_in_week
from community.superusers.views.blueprint import blueprint

HERE = "/settings/availability"
CLOCK = ["%H:%M", "%H:%M:%S"]


class AbsenceForm(Form):
    """Days away."""

    first = DateField("First day away", validators=[InputRequired("From which day on?")])
    last = DateField("Last day away", validators=[Optional()], description="Leave it empty for one day.")
    note = StringField("Note", description="Only you see it.")


class QuietForm(Form):
    """Quiet hours, and who reads of an absence."""

    quiet_from = TimeField("Quiet from", format=CLOCK, validators=[Optional()])
    quiet_until = TimeField("until", format=CLOCK, validators=[Optional()])
    away_shown = SelectField("Who may read until when you are away", choices=options(SHOWN))


class HelpForm(Form):
    """Which questions may be brought to one."""

    takes_questions = BooleanField("Bring me questions that nobody has answered")
    weekly_cap = IntegerField("At most this many in seven days", validators=[InputRequired("How many?")])
    services = SelectMultipleField("About these services", coerce=int, validate_choice=False)
    tags = StringField("And these tags", description="With neither, it goes by what your answers were accepted for.")
    stands_in = BooleanField("I stand in for others while they are away")
    back_up = SelectField("While I am away, ask")


@blueprint.get(HERE)
def availability():
    """All of it on one page."""
    return _page()


@blueprint.post(f"{HERE}/absences")
def absences():
    """Plan days away."""
    form = AbsenceForm()
    if form.attempt(lambda: plan_absence(form.first.data, form.last.data, form.note.data or "", by=viewer())):
        flash("Your days away are noted. They begin and end by themselves.", "ok")
        return redirect(HERE, 303)
    return _page(absence=form)


@blueprint.post(f"{HERE}/absences/<int:ident>/end")
def absence_end(ident: int):
    """Back, or not going after all."""
    end_absence(find_absence(ident, viewer()), by=viewer())
    flash("You are here.", "ok")
    return redirect(HERE, 303)


@blueprint.post(f"{HERE}/quiet-hours")
def quiet_hours():
    """Keep the quiet hours."""
    form = QuietForm()
    times = form.quiet_from, form.quiet_until
    if form.attempt(
        lambda: keep_quiet_hours(*(each.data for each in times), away_shown=form.away_shown.data, by=viewer())
    ):
        flash("Kept. What comes in your quiet hours waits until they are over.", "ok")
        return redirect(HERE, 303)
    return _page(quiet=form)


@blueprint.post(f"{HERE}/questions")
def questions():
    """Say which questions may be brought to one."""
    form = _help_form()
    if form.attempt(lambda: _offer(form)):
        flash("Kept. You can change it whenever you like.", "ok")
        return redirect(HERE, 303)
    return _page(helping=form)


def _offer(form: HelpForm) -> None:
    back_up = form.back_up.data
    offer_help(
        takes=form.takes_questions.data,
        cap=form.weekly_cap.data,
        services=form.services.data or [],
        tags=form.tags.data or "",
        back_up_id=int(back_up) if back_up else None,
        stands_in=form.stands_in.data,
        by=viewer(),
    )


def _help_form(**how) -> HelpForm:
    form = HelpForm(**how)
    form.services.choices = options((service.id, service.name) for service in all_services())
    form.back_up.choices = options([("", "Nobody in particular"), *_back_ups()])
    return form


def _back_ups() -> list[tuple[str, str]]:
    return [(str(each.id), each.display_name) for each in back_ups_for(viewer())]


def _page(**forms: Form):
    """The page with this form as it was sent, and the others as things stand."""
    me, sent = viewer(), next(iter(forms.values()), None)
    said, areas = availability_of(me), areas_of(me)
    quiet = {"quiet_from": time_of(said.quiet_from), "quiet_until": time_of(said.quiet_until)}
    helping = {
        "takes_questions": said.takes_questions,
        "weekly_cap": said.weekly_cap,
        "services": [ident for kind, ident in areas if kind == "service"],
        "tags": " ".join(chosen_tags(me)),
        "stands_in": said.stands_in,
        "back_up": str(said.back_up_id or ""),
    }
    shown = {
        "absence": forms.get("absence") or AbsenceForm(formdata=None),
        "quiet": forms.get("quiet") or QuietForm(formdata=None, away_shown=said.away_shown, **quiet),
        "helping": forms.get("helping") or _help_form(formdata=None, **helping),
    }
    page = render_template(
        "superusers/availability/index.html",
        **shown,
        planned=[(each, *days_of(each, me)) for each in absences_of(me)],
        may_help=may_offer_help(me),
        taken=taken_in_week(me),
        cap=CAP,
    )
    return page, sent.status if sent else 200
