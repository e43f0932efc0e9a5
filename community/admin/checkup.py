"""Is everything as it should be? One list of findings for `doctor` and the admin page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from redis import Redis
from sqlalchemy import func, select, text

from community.accounts.models import Member
from community.core.db import db
from community.core.settings import Settings
from community.core.web import settings
from community.events.delivery import pending
from community.search.indexing import search_ready


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `level` is ok, hint or broken; the sentence names the remedy."""

    what: str
    level: str
    sentence: str

    @property
    def broken(self) -> bool:
        """Whether the site can't do its work because of it."""
        return self.level == "broken"

    @property
    def mark(self) -> str:
        """How a terminal shows the level."""
        return {"ok": "ok    ", "hint": "hint  ", "broken": "BROKEN"}[self.level]


def examine() -> list[Finding]:
    """Look at everything; a check that fails is a finding, too."""
    looks: tuple[tuple[str, Callable[[Settings], Iterator[Finding]]], ...] = (
        ("Database", _database),
        ("Search", _search),
        ("Reactions", _reactions),
        ("Redis", _redis),
        ("Mail", _mail),
        ("Address", _address),
        ("People", _people),
    )
    findings: list[Finding] = []
    for what, look in looks:
        try:
            findings += look(settings())
        except Exception as error:
            db.session.rollback()
            findings.append(Finding(what, "broken", f"{type(error).__name__}: {str(error).splitlines()[0][:160]}"))
    return findings


def _database(config: Settings) -> Iterator[Finding]:
    db.session.execute(text("SELECT 1"))
    kind = db.engine.dialect.name
    yield Finding("Database", "ok", f"{kind} answers.")
    script = ScriptDirectory(current_app.extensions["migrate"].directory)
    with db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == script.get_current_head():
        yield Finding("Schema", "ok", f"Up to date at {current}.")
    else:
        yield Finding("Schema", "broken", f"At {current}, the code wants {script.get_current_head()}: "
                      "flask --app wsgi db upgrade")  # fmt: skip


def _search(config: Settings) -> Iterator[Finding]:
    if search_ready():
        yield Finding("Search", "ok", "The index can be read.")
    else:
        yield Finding("Search", "broken", "There is no index: flask --app wsgi search rebuild")


def _reactions(config: Settings) -> Iterator[Finding]:
    owed = pending()
    if owed["failed"]:
        yield Finding("Reactions", "broken", f"{owed['failed']} failed ten times and were set aside; "
                      "the admin pages show why and retry them.")  # fmt: skip
    if owed["oldest_seconds"] > 60:
        yield Finding("Worker", "broken", f"The oldest of {owed['waiting']} reactions waits for "
                      f"{owed['oldest_seconds']} s. Is a worker running? flask --app wsgi worker")  # fmt: skip
    else:
        yield Finding("Worker", "ok", f"{owed['waiting']} reactions are waiting.")


def _redis(config: Settings) -> Iterator[Finding]:
    if config.redis_url is None:
        yield Finding("Redis", "ok", "Not used; one process serves everybody.")
    else:
        Redis.from_url(config.redis_url, socket_connect_timeout=2).ping()
        yield Finding("Redis", "ok", "Answers; several processes share their sockets.")
    if config.redis_url is None and not config.embedded_worker:
        yield Finding("Live pages", "hint", "A worker of its own reaches open pages only through REDIS_URL.")


def _mail(config: Settings) -> Iterator[Finding]:
    if config.mail_url:
        yield Finding("Mail", "ok", "Goes out through the server in MAIL_URL.")
    else:
        yield Finding("Mail", "hint", f"Is written to {config.data_dir / 'mails'}; set MAIL_URL to send it.")


def _address(config: Settings) -> Iterator[Finding]:
    local = "//127.0.0.1" in config.public_url or "//localhost" in config.public_url
    if config.secure or local:
        yield Finding("Address", "ok", f"People come to {config.public_url}.")
    else:
        yield Finding("Address", "hint", f"{config.public_url} is not encrypted; cookies would travel in the open.")
    if config.demo and not local:
        yield Finding("Demo", "hint", "DEMO is on: anybody may sign in as anybody of the demo.")


def _people(config: Settings) -> Iterator[Finding]:
    admins = db.session.scalar(select(func.count()).where(Member.role == "admin", Member.active))
    if admins:
        yield Finding("People", "ok", f"{admins} can administer the site.")
    else:
        yield Finding("People", "hint", "Nobody is an administrator: flask --app wsgi members create NAME EMAIL "
                      "--role admin --password-stdin")  # fmt: skip
