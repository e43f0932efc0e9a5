"""create_app(): the only place where the parts are put together."""

import sys
import threading

from flask import Flask
from flask_migrate import Migrate

from community import reactions
from community.accounts import signing_in
from community.core import logs, mail, realtime, web
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
    logs.start(human=sys.stderr.isatty())
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    mail.start(app, settings)
    web.start(app, settings)
    signing_in.start(app, settings)
    realtime.start(app, settings.redis_url)
    delivery.connect(app, reactions.FOLLOWS)
    _add_pages(app)
    _add_commands(app)
    return app


def start_worker(app: Flask) -> threading.Event:
    """Deliver owed reactions in a thread of this process; set the event that is returned to end it."""
    stop = threading.Event()
    threading.Thread(target=delivery.work, args=(app,), kwargs={"stop": stop}, name="worker", daemon=True).start()
    return stop


def _add_pages(app: Flask) -> None:
    from community import pages
    from community.forum import views as forum

    for blueprint in (forum.blueprint,):
        app.register_blueprint(blueprint)
    pages.start(app)


def _add_commands(app: Flask) -> None:
    from community import cli

    cli.add_to(app)
