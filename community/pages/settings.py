"""One's own settings: profile, mails, theme, time zone, password, personal tokens."""

from flask import Blueprint, flash, make_response, redirect, render_template
from flask_login import logout_user
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from community.accounts.leaving import close_account
from community.accounts.profile import THEMES, change_preferences, change_profile, change_recognition, time_zones
from community.accounts.queries import find_token, tokens_of
from community.accounts.showing import CHOICES
from community.accounts.tokens import create_token, revoke_token
from community.core.forms import Form, options
from community.core.web import settings as site_settings
from community.core.web import viewer

blueprint = Blueprint("settings", __name__)
A_YEAR = 365 * 24 * 3600
SCOPE_WORDS = {"read": "Read what you may read", "write": "Write in your name"}


class ProfileForm(Form):
    """What others see."""

    display_name = StringField("Your name", validators=[DataRequired("Please tell us your name.")])
    title = StringField("Department or area", description="Shown under your name.")
    about = TextAreaField("About you", description="What you know about, and what people may ask you. Markdown works.")


class PreferencesForm(Form):
    """How the site behaves for oneself."""

    mails = BooleanField("Send me notifications by mail as well")
    theme = SelectField("Light or dark", choices=options(THEMES), validators=[InputRequired("Choose one.")])
    timezone = SelectField("Time zone", validators=[InputRequired("Choose your time zone.")])


class RecognitionForm(Form):
    """Who sees one's points, levels and shields, and whether one is named and asked as a helper."""

    recognition = RadioField(
        "Points, levels and shields",
        choices=options({key: words for key, (words, _) in CHOICES.items()}),
        validators=[InputRequired("Choose one.")],
    )
    among_helpers = BooleanField("I may stand on the helpers’ page")
    may_be_asked = BooleanField("Questions I may know about can be passed on to me")


class LeavingForm(Form):
    """The handle, typed to be sure."""

    handle = StringField("Type your handle", validators=[DataRequired("Type your handle to be sure.")])


class TokenForm(Form):
    """Making a personal token."""

    scopes = SelectMultipleField("What it may do", choices=options(SCOPE_WORDS))


@blueprint.get("/settings")
def settings():
    """All settings on one page."""
    return _page()


@blueprint.post("/settings/profile")
def profile():
    """Change what others see."""
    form, me = ProfileForm(), viewer()
    given = {name: form[name].data or "" for name in ("display_name", "title", "about")}
    if form.attempt(lambda: change_profile(me, **given, by=me)):
        flash("Your profile says so now.", "ok")
        return redirect("/settings", 303)
    return _page(profile=form)


@blueprint.post("/settings/preferences")
def preferences():
    """Change mails, theme and time zone; the theme also goes to the browser, which paints before it knows who looks."""
    form, me = _preferences_form(), viewer()
    given = {name: form[name].data for name in ("mails", "theme", "timezone")}
    if not form.attempt(lambda: change_preferences(me, **given, by=me)):
        return _page(preferences=form)
    flash("Your settings are kept.", "ok")
    response = make_response(redirect("/settings", 303))
    response.set_cookie("theme", form.theme.data, max_age=A_YEAR, samesite="Lax", secure=site_settings().secure)
    return response


@blueprint.post("/settings/recognition")
def recognition():
    """Choose who sees one's recognition."""
    form, me = RecognitionForm(), viewer()
    given = {name: form[name].data for name in ("recognition", "among_helpers", "may_be_asked")}
    if form.attempt(lambda: change_recognition(me, **given, by=me)):
        flash("That is how it is from now on.", "ok")
        return redirect("/settings#recognition", 303)
    return _page(recognition=form)


@blueprint.post("/settings/tokens")
def tokens():
    """Make a token; its text is on the page that answers, and nowhere else ever after."""
    form, me = TokenForm(), viewer()
    if form.attempt(lambda: create_token(me, form.scopes.data or [], by=me)):
        return _page(new_token=form.result)
    return _page(token=form)


@blueprint.post("/settings/tokens/<int:ident>/revocation")
def revocation(ident: int):
    """End a token."""
    revoke_token(find_token(ident, viewer()), by=viewer())
    flash("That token can’t be used any more.", "ok")
    return redirect("/settings#tokens", 303)


@blueprint.route("/settings/leaving", methods=["GET", "POST"])
def leaving():
    """Close one's account for good."""
    form, me = LeavingForm(), viewer()
    if form.attempt(lambda: close_account(me, form.handle.data, by=me)):
        logout_user()
        flash("Your account is closed. Thank you for everything you gave here.", "ok")
        return redirect("/", 303)
    return form.page("settings/leaving.html")


def _preferences_form(**how) -> PreferencesForm:
    form = PreferencesForm(**how)
    form.timezone.choices = time_zones()
    return form


def _page(new_token: str | None = None, **forms: Form):
    """The page with these forms as they were sent, and the others as things stand."""
    me, sent = viewer(), next(iter(forms.values()), None)
    shown = {
        "profile": forms.get("profile") or ProfileForm(formdata=None, obj=me),
        "preferences": forms.get("preferences") or _preferences_form(formdata=None, obj=me),
        "recognition": forms.get("recognition") or RecognitionForm(formdata=None, obj=me),
        "token": forms.get("token") or TokenForm(formdata=None),
    }
    page = render_template("settings/index.html", **shown, choices=CHOICES, tokens=tokens_of(me), new_token=new_token)
    return page, sent.status if sent else 200
