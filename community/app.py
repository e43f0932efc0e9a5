"""create_app(): the only place where the parts are put together."""

import sys

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from community import reactions
from community.accounts.views import sanctions, signing_in
from community.core import limits, logs, mail, realtime, web
from community.core.db import db
from community.core.settings import ROOT, Settings, read_settings
from community.events import delivery


def create_app(settings: Settings | None = None) -> Flask:
    """The application. Raises BadSetting when the environment can't be used."""
    settings = settings or read_settings()
    app = Flask("guildhall", root_path=str(ROOT), template_folder="templates", static_folder="static")
    app.config.update(
        GUILDHALL=settings,
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={} if settings.database_url.startswith("sqlite") else {"pool_pre_ping": True},
        MAX_CONTENT_LENGTH=settings.max_body_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_body_bytes,
        SESSION_COOKIE_NAME="__Host-session" if settings.secure else "session",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies)
    logs.start(human=sys.stderr.isatty())
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    mail.start(app, settings)
    web.start(app, settings)
    signing_in.start(app, settings)
    sanctions.start(app)
    realtime.start(app, settings.redis_url)
    delivery.connect(reactions.FOLLOWS)
    _add_pages(app)
    limits.start(app, settings)
    _add_commands(app)
    if settings.demo:
        _open_demo()
    return app


def _add_pages(app: Flask) -> None:
    from community import api, pages
    from community.admin import views as admin
    from community.bridges import views as bridges
    from community.composer import views as composer
    from community.desk import views as desk
    from community.forum import views as forum
    from community.imports import views as imports
    from community.improvement import views as improvement
    from community.knowledge import views as knowledge
    from community.moderation import views as moderation
    from community.notifications import views as notifications
    from community.search import views as search
    from community.superusers import views as superusers

    for views in (admin, bridges, composer, desk, forum, imports, improvement):
        app.register_blueprint(views.blueprint)
    for views in (knowledge, moderation, notifications, search, superusers):
        app.register_blueprint(views.blueprint)
    pages.start(app)
    api.start(app)


def _add_commands(app: Flask) -> None:
    from community import cli

    cli.add_to(app)


def _open_demo() -> None:
    from community.demo.people import DEMO_SIGN_INS

    signing_in.DEMO_NAMES.update({handle: role for role, handle in DEMO_SIGN_INS.items()})
