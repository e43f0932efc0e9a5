"""Every setting, typed, read once from the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parents[2]


class BadSetting(Exception):
    """A setting that can't be used; the message names it and says what would do."""


@dataclass(frozen=True)
class Settings:
    """The whole configuration of one running community."""

    data_dir: Path  # where the database file, the search index, mails and uploads are kept
    database_url: str  # SQLAlchemy address; SQLite inside data_dir unless given
    secret_key: str = field(repr=False)  # signs sessions and links; made and kept in data_dir unless given
    redis_url: str | None = None  # joins the sockets of several processes; None: one process does all
    public_url: str = "http://127.0.0.1:8000"  # how people reach the site; used in mails and feeds
    port: int = 8000  # where `serve` listens
    host: str = "127.0.0.1"  # the address `serve` listens on
    demo: bool = False  # demo sign-in buttons, and the demo community in an empty database
    site_name: str = "Northmere"  # the organization, shown beside the product's name
    guests_read: bool = True  # whether people who are not signed in may read what is public
    registration: bool = True  # whether people may make their own account
    mail_url: str | None = None  # smtp://user:word@host:port; None: mails are written to data_dir/mails
    mail_from: str = "Guildhall <hall@localhost>"  # sender of every mail
    contact_mail: str = ""  # where people who can't sign in write to; empty: the address in mail_from
    ranks: bool = False  # whether the helpers' pages number people; without, nobody is first or last
    embedded_worker: bool = True  # deliver owed reactions inside the web process
    proxies: int = 0  # how many web servers of yours stand before this one and pass on who is asking
    max_body_bytes: int = 2_000_000  # larger requests are refused with 413
    max_upload_bytes: int = 10_000_000  # larger pictures and files are refused with 413
    route_after_hours: int = 4  # how long a question waits before it is brought to a helper; 0: never
    route_lapses_after_hours: int = 24  # how long it stays with a helper who does nothing; then the next one
    testing: bool = False  # set by the tests only

    @property
    def contact(self) -> str:
        """The address to write to."""
        return self.contact_mail or parseaddr(self.mail_from)[1]

    @property
    def secure(self) -> bool:
        """Whether the site is reached over TLS, so that cookies may insist on it."""
        return self.public_url.startswith("https://")


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment. Raises BadSetting with a sentence that names the culprit."""
    data_dir = Path(environ.get("DATA_DIR") or ROOT / "data").resolve()
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(f"DATA_DIR={data_dir} can't be made: {error.strerror}.") from error
    redis_url = _address(environ, "REDIS_URL", None, "redis", "rediss")
    port = _number(environ, "PORT", 8000, 1, 65535)
    return Settings(
        data_dir=data_dir,
        database_url=_database_url(environ.get("DATABASE_URL"), data_dir),
        secret_key=environ.get("SECRET_KEY") or _kept_secret(data_dir),
        redis_url=redis_url,
        public_url=_address(environ, "PUBLIC_URL", f"http://127.0.0.1:{port}", "https", "http").rstrip("/"),
        port=port,
        host=environ.get("HOST") or "127.0.0.1",
        demo=_switch(environ, "DEMO", False),
        site_name=environ.get("SITE_NAME") or "Northmere",
        guests_read=_switch(environ, "GUESTS_READ", True),
        registration=_switch(environ, "REGISTRATION", True),
        mail_url=_address(environ, "MAIL_URL", None, "smtp", "smtps", "smtp+starttls"),
        mail_from=environ.get("MAIL_FROM") or "Guildhall <hall@localhost>",
        contact_mail=environ.get("CONTACT_MAIL") or "",
        ranks=_switch(environ, "RANKS", False),
        embedded_worker=_switch(environ, "EMBEDDED_WORKER", redis_url is None),
        proxies=_number(environ, "PROXIES", 0, 0, 9),
        max_body_bytes=_number(environ, "MAX_BODY_BYTES", 2_000_000, 10_000, 1_000_000_000),
        max_upload_bytes=_number(environ, "MAX_UPLOAD_BYTES", 10_000_000, 10_000, 1_000_000_000),
        route_after_hours=_number(environ, "ROUTE_AFTER_HOURS", 4, 0, 24 * 30),
        route_lapses_after_hours=_number(environ, "ROUTE_LAPSES_AFTER_HOURS", 24, 1, 24 * 14),
    )


def _database_url(given: str | None, data_dir: Path) -> str:
    if not given:
        return f"sqlite:///{data_dir / 'guildhall.sqlite3'}"
    scheme, _, rest = given.partition("://")
    try:
        make_url(given)
    except (ArgumentError, ValueError) as error:
        raise BadSetting("DATABASE_URL can't be read; it looks like postgresql://user:word@host:port/name.") from error
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"} and rest:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest:
        return given
    raise BadSetting("DATABASE_URL must start with postgresql:// or sqlite:///.")


def _kept_secret(data_dir: Path) -> str:
    file = data_dir / "secret_key"
    try:
        with open(file, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
            out.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return file.read_text().strip()


def _address(environ: Mapping[str, str], name: str, default: str | None, *schemes: str) -> str | None:
    value = environ.get(name) or default
    try:
        parts = urlsplit(value or f"{schemes[0]}://none")
        fine = parts.scheme in schemes and parts.hostname and parts.port != 0  # a port that is none raises
    except ValueError:
        fine = False
    if not fine:
        raise BadSetting(f"{name} must look like {schemes[0]}://host:port{_or([f'{s}://' for s in schemes[1:]])}.")
    return value


def _or(words: list[str]) -> str:
    return f", or begin with {' or '.join(words)}" if words else ""


def _switch(environ: Mapping[str, str], name: str, default: bool) -> bool:
    value = environ.get(name, "").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        raise BadSetting(f"{name}={value!r} is neither on nor off; use 1 or 0.")
    return default


def _number(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    value = environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdigit() or not low <= int(value) <= high:
        raise BadSetting(f"{name}={value!r} must be a whole number from {low} to {high}.")
    return int(value)
