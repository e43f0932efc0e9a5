"""Redis: by TEST_REDIS_URL, at its usual port, from the installed program, or installed where that is allowed."""

import os

import redis

from tests.services.private import Private, Unavailable, find_program, free_port, install, may_install
from tests.services.service import Service

NAME = "Redis"
MEND = "apt-get install redis-server, or set TEST_REDIS_URL"
OWN_DATABASE = 15  # at a shared server, away from what others keep in 0


def find() -> tuple[Service, Private | None]:
    """The server to test against, and the process to close afterwards when it is our own."""
    given = os.environ.get("TEST_REDIS_URL")
    if given:
        if _answers(given):
            return Service(NAME, given, "the server of TEST_REDIS_URL"), None
        return Service(NAME, problem="the server of TEST_REDIS_URL does not answer", mend=MEND), None
    usual = f"redis://127.0.0.1:6379/{OWN_DATABASE}"
    if _answers(usual):
        return Service(NAME, usual, "the server at 127.0.0.1:6379"), None
    try:
        return _own()
    except Unavailable as error:
        return Service(NAME, problem=str(error), mend=MEND), None


def _own() -> tuple[Service, Private]:
    program = find_program("redis-server", "valkey-server")
    if not program and may_install():
        install("redis-server")
        program = find_program("redis-server")
        usual = f"redis://127.0.0.1:6379/{OWN_DATABASE}"
        if _answers(usual):  # Debian may have started it
            return Service(NAME, usual, "the server at 127.0.0.1:6379, just installed"), None
    if not program:
        raise Unavailable("no server answers and its program is not installed")
    server = Private("redis", "redis")
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no", "--daemonize", "no"]
    try:
        server.start(program, *options, ready=lambda: _answers(url))
    except BaseException:
        server.close()
        raise
    return Service(NAME, url, f"a private server from {program}"), server


def _answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=1) as client:
            return client.ping()
    except redis.RedisError:
        return False
