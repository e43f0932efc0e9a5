"""PostgreSQL: by TEST_DATABASE_URL, at its usual port, from installed programs, or installed where that is allowed."""

import glob
import os
import signal
import subprocess

import psycopg

from tests.services.private import Private, Unavailable, find_program, install, may_install
from tests.services.service import Service

NAME = "PostgreSQL"
MEND = "apt-get install postgresql, or set TEST_DATABASE_URL to a server whose role may create databases"


def find() -> tuple[Service, Private | None]:
    """The server to test against, and the process to close afterwards when it is our own."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        url = _for_sqlalchemy(given)
        refusal = _refusal(url)
        if refusal:
            return Service(NAME, problem=f"TEST_DATABASE_URL: {refusal}", mend=MEND), None
        return Service(NAME, url, "the server of TEST_DATABASE_URL"), None
    for user in dict.fromkeys([os.environ.get("PGUSER"), "postgres", os.environ.get("USER")]):
        url = f"postgresql+psycopg://{user}@127.0.0.1:5432/postgres"
        if user and not _refusal(url):
            return Service(NAME, url, f"the server at 127.0.0.1:5432, as {user}"), None
    try:
        return _own()
    except Unavailable as error:
        return Service(NAME, problem=str(error), mend=MEND), None


def _own() -> tuple[Service, Private]:
    initdb = _program("initdb")
    if not initdb and may_install():
        install("postgresql")
        initdb = _program("initdb")
    if not initdb:
        raise Unavailable("no server answers and its programs are not installed")
    binaries = os.path.dirname(os.path.realpath(initdb))
    server = Private("pg", "postgres")
    try:
        data = str(server.folder / "data")
        server.run(initdb, "-D", data, "--no-sync", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        # Reached by a socket in its own closed folder: no port to collide with, nobody else gets in.
        url = f"postgresql+psycopg://postgres@/postgres?host={server.folder}"
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(server.folder),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "shared_buffers": "64MB",
            "max_connections": "200",
            "autovacuum": "off",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        postgres = os.path.join(binaries, "postgres")
        server.start(postgres, "-D", data, *options, ready=lambda: not _refusal(url), stop_signal=signal.SIGINT)
    except BaseException:
        server.close()
        raise
    return Service(NAME, url, f"a private server from {binaries}"), server


def _program(name: str) -> str | None:
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    config = find_program("pg_config")
    if config:
        asked = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(asked.stdout.strip())
    return find_program(name, folders=tuple(folders))


def _for_sqlalchemy(url: str) -> str:
    return "postgresql+psycopg://" + url.partition("://")[2]


def for_psycopg(url: str) -> str:
    """The same address as libpq wants it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def _refusal(url: str) -> str | None:
    """Why this server can't be used; None when it lets us create databases."""
    try:
        with psycopg.connect(for_psycopg(url), connect_timeout=2) as connection:
            question = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            row = connection.execute(question).fetchone()
    except psycopg.Error as error:
        return " ".join(str(error).split())
    return None if row[0] else "its role may not create databases"
