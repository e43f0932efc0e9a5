"""Whether the process lives, and whether it can do its work."""

from flask import Blueprint
from sqlalchemy import text

from community.core.db import db
from community.core.web import always_open
from community.events.delivery import pending

blueprint = Blueprint("health", __name__)
LAG_SECONDS = 60


@blueprint.get("/healthz")
@always_open
def healthz():
    """The process answers."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@always_open
def readyz():
    """Database, search and worker: 200 when all can work, 503 naming what can't."""
    checks = {"database": _try(_database), "search": _try(_search), "worker": _try(_worker)}
    ready = all(words == "ok" for words in checks.values())
    return {"status": "ok" if ready else "not ready", **checks}, 200 if ready else 503


def _try(check) -> str:
    try:
        return check()
    except Exception as error:
        return f"{type(error).__name__}"


def _database() -> str:
    db.session.execute(text("SELECT 1"))
    return "ok"


def _search() -> str:
    from community.search.indexing import search_ready

    return "ok" if search_ready() else "no index; run: flask --app wsgi search rebuild"


def _worker() -> str:
    lag = pending()["oldest_seconds"]
    return "ok" if lag < LAG_SECONDS else f"the oldest reaction waits for {lag} s"
