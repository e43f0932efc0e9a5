"""Running the site: one process that serves pages and sockets and delivers what is owed."""

import signal
import socket
import sys
import threading

import click
from flask import Flask
from flask_migrate import upgrade
from gunicorn.app.base import BaseApplication
from sqlalchemy import func, select
from tqdm import tqdm

from community.accounts.models import Member
from community.core.db import db
from community.core.settings import Settings
from community.events import delivery
from community.gamification.fairplay.looking import begin_looking

THREADS = 300  # a socket holds a thread, so this bounds both


class Site(BaseApplication):
    """The web server with the app that is given to it."""

    def __init__(self, app: Flask, options: dict):
        self.application = app
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand our options to the server."""
        for key, value in self.options.items():
            self.cfg.set(key, value)

    def load(self) -> Flask:
        """The app itself."""
        return self.application


def run_site(app: Flask) -> None:
    """Upgrade the database, load the demo into an empty one, serve until stopped; the address is printed last."""
    settings: Settings = app.config["GUILDHALL"]
    _check_port(settings)
    _say("Bringing the database up to date …")
    upgrade()
    if settings.demo and not db.session.scalar(select(func.count()).select_from(Member)):
        move_in_demo()
    begin_looking()
    db.session.remove()
    db.engine.dispose()  # connections must not be shared with the serving process
    Site(app, _options(settings)).run()


def move_in_demo() -> None:
    """Fill an empty database with the demo community, showing how far it is. Raises Conflict when people live here."""
    from community.demo.loading import load_demo

    _say("Moving in the people of Northmere …")
    with tqdm(unit=" actions", leave=False, disable=None) as bar:

        def show(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        load_demo(show)


def run_worker(app: Flask) -> None:
    """Deliver owed reactions until SIGTERM or Ctrl-C; what is under way is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: (stop.set(), delivery.wake()))
    begin_looking()
    _say("Delivering what is owed; Ctrl-C ends it.")
    delivery.work(app, stop=stop)


def start_worker(app: Flask) -> threading.Event:
    """Deliver owed reactions in a thread of this process; set the event that is returned to end it."""
    stop = threading.Event()
    threading.Thread(target=delivery.work, args=(app,), kwargs={"stop": stop}, name="worker", daemon=True).start()
    return stop


def _options(settings: Settings) -> dict:
    def started(worker) -> None:
        if settings.embedded_worker:
            worker.delivery = start_worker(worker.app.callable)

    def ended(_server, worker) -> None:
        if getattr(worker, "delivery", None):
            worker.delivery.set()

    shown = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host  # noqa: S104
    return {
        "bind": f"{settings.host}:{settings.port}",
        "worker_class": "gthread",
        "workers": 1,
        "threads": THREADS,
        "worker_connections": 2000,
        "limit_request_line": 8190,  # a page full of ticked rows goes along in an address
        "graceful_timeout": 5,
        "loglevel": "warning",
        "proc_name": "guildhall",
        "control_socket_disable": True,
        "post_worker_init": started,
        "worker_exit": ended,
        "when_ready": lambda _server: _say(f"\nGuildhall is open at http://{shown}:{settings.port} (Ctrl-C ends it)"),
    }


def _check_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            sentence = f"Port {settings.port} is taken. Use another one: make run PORT={settings.port + 1}"
            raise click.ClickException(sentence) from error


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
