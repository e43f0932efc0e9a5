"""Signing in and out, registration and recovery: Flask-Security, joined to our members."""

from urllib.parse import urlsplit, urlunsplit

import structlog
from flask import Blueprint, Flask, abort, flash, g, redirect, request
from flask_login import login_user
from flask_security import MailUtil, RegisterFormV2, Security, SQLAlchemyUserDatastore
from sqlalchemy import select
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from community.accounts.joining import join
from community.accounts.models import Member
from community.accounts.queries import find_member
from community.core import clock
from community.core.db import db
from community.core.settings import Settings
from community.core.web import always_open, settings

log = structlog.get_logger()
blueprint = Blueprint("accounts", __name__)


class NoRole:
    """Our members have one role column; the library asks for a model of roles all the same."""

    name = ""


class Members(SQLAlchemyUserDatastore):
    """Members as the library stores them; an account begins with our own action, so that the fact is recorded."""

    def create_user(self, **given) -> Member:
        """Make an account for somebody who registered."""
        return join(
            display_name=given.get("display_name") or given["email"].split("@")[0],
            email=given["email"],
            password_hash=given.get("password"),
            confirmed_at=given.get("confirmed_at"),
        )


class PatientMail(MailUtil):
    """A mail server that is away must not end a registration with an error: the person is told how to ask again."""

    def send_mail(self, *args, **kwargs) -> None:
        """Send, or say that it could not be sent just now."""
        try:
            super().send_mail(*args, **kwargs)
        except OSError as error:  # what the mail library raises is one of these
            log.warning("mail_not_sent", error=str(error))
            flash("We could not send the mail just now. Please ask for it again in a few minutes.", "warn")


class RegistrationForm(RegisterFormV2):
    """Registration asks for the name that others will see."""

    display_name = StringField(
        "Your name",
        description="As others see it beside what you write.",
        validators=[DataRequired("Please tell us your name."), Length(max=80)],
    )

    def to_dict(self, only_user):
        """The name travels with what the library stores."""
        return {**super().to_dict(only_user), "display_name": self.display_name.data}


def start(app: Flask, config: Settings) -> None:
    """Attach sign-in to the app. Confirmation by mail is asked for as soon as registration is open."""
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",
        SECURITY_PASSWORD_SALT=config.secret_key,
        SECURITY_PASSWORD_LENGTH_MIN=10,
        SECURITY_REGISTERABLE=config.registration,
        SECURITY_USE_REGISTER_V2=True,
        SECURITY_CONFIRMABLE=config.registration,
        SECURITY_RECOVERABLE=True,
        SECURITY_CHANGEABLE=True,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_POST_LOGIN_VIEW="/",
        SECURITY_POST_LOGOUT_VIEW="/",
        SECURITY_POST_REGISTER_VIEW="/login",
        SECURITY_EMAIL_SENDER=config.mail_from,
        SECURITY_EMAIL_SUBJECT_REGISTER=f"Welcome to {config.site_name}: please confirm your address",
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},  # the confirmation mail is the check
        SECURITY_DATETIME_FACTORY=clock.now,
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_ANONYMOUS_USER_DISABLED=True,
        SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS=False,
        SECURITY_PASSWORD_CHECK_BREACHED=None,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=config.secure,
        REMEMBER_COOKIE_HTTPONLY=True,
    )
    if config.testing:
        app.config["SECURITY_PASSWORD_HASH"] = "plaintext"
        app.config["SECURITY_PASSWORD_SCHEMES"] = ["plaintext", "argon2"]
    app.jinja_env.filters["at_home"] = at_home
    Security(app, Members(db, Member, NoRole), register_form=RegistrationForm, mail_util_cls=PatientMail)
    app.register_blueprint(blueprint)
    app.context_processor(_for_the_door)


def at_home(link: str) -> str:
    """A link for a mail: at the site's own address, whatever host the request that caused it named."""
    parts = urlsplit(link)
    return settings().public_url + urlunsplit(("", "", parts.path, parts.query, parts.fragment))


DEMO_NAMES: dict[str, str] = {}  # handle -> what the sign-in page says of the person; filled by the demo


def demo_people() -> list[Member]:
    """The people whom a visitor of the demo may be, one per role; nobody elsewhere."""
    if not settings().demo:
        return []
    first = {}
    for member in db.session.scalars(select(Member).where(Member.name.in_(DEMO_NAMES))):
        first.setdefault(member.role, member)
    return [first[role] for role in ("member", "superuser", "staff", "admin") if role in first]


@blueprint.post("/demo/sign-in/<name>")
@always_open
def demo_sign_in(name: str):
    """Be one of the demo's people, without a password; only while the demo is on."""
    if name not in {member.name for member in demo_people()}:
        abort(404)
    login_user(find_member(name))
    return redirect("/", 303)


def _for_the_door() -> dict:
    """Who can be signed in as with one click, on the sign-in page."""
    shown = request.endpoint == "security.login" and not g.get("database_away")
    return {"demo_people": demo_people()} if shown else {}
