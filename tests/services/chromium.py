"""Chromium: from the PATH, one that playwright fetched earlier, or installed where that is allowed."""

import glob
import os

from tests.services.private import Unavailable, find_program, install, may_install
from tests.services.service import Service

NAME = "Chromium"
MEND = "apt-get install chromium, or .venv/bin/playwright install chromium, or set CHROMIUM to a path"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
FLAGS = (
    "--no-sandbox",  # containers forbid its sandbox; it only ever sees our own pages
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def find() -> tuple[Service, None]:
    """The browser's path as the service's `url`; nothing runs until a test opens it."""
    try:
        path = os.environ.get("CHROMIUM") or find_program(*PROGRAMS) or _fetched_by_playwright()
        if not path and may_install():
            install("chromium")
            path = find_program(*PROGRAMS)
        if not path:
            raise Unavailable("no browser is installed")
    except Unavailable as error:
        return Service(NAME, problem=str(error), mend=MEND), None
    return Service(NAME, path, path), None


def _fetched_by_playwright() -> str | None:
    home = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or os.path.expanduser("~/.cache/ms-playwright")
    return next(iter(sorted(glob.glob(f"{home}/chromium-*/chrome-linux*/chrome"), reverse=True)), None)
