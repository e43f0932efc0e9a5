"""A real server and a real browser: for what only they can show."""

import re
import threading
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from community.events import delivery
from community.search.indexing import rebuild
from tests.services.chromium import FLAGS

PATIENCE = 20_000  # ms; costs nothing where all is well, and spares whoever shares a machine a false alarm
expect.set_options(timeout=PATIENCE)
EXPECTED_STATUS = re.compile(r"^Failed to load resource: the server responded with a status of 4\d\d")

# htmx's own lines: the server refused; what was on its way when the next page came was given up.
HTMX_SAYS = ("Response Status Error Code 4", "htmx:sendAbort", "htmx:afterRequest")


@pytest.fixture
def live_server(app) -> Iterator[str]:
    """The app with sockets and worker at a loopback address, which is the value of this fixture."""
    settings = app.config["GUILDHALL"]
    rebuild()  # the index of a worker outlives its tests; a person would find what another test said
    server = make_server("127.0.0.1", settings.port, app, threaded=True)
    server.daemon_threads = False  # closing waits for the requests that still run, so none meets an emptied database
    stop = threading.Event()
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    working = threading.Thread(target=delivery.work, args=(app,), kwargs={"stop": stop, "idle_seconds": 0.05})
    serving.start()
    working.start()
    yield settings.public_url
    stop.set()
    delivery.wake()
    working.join()
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser(service) -> Iterator[Browser]:
    """Chromium, one for each test worker."""
    path = service("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(app, live_server, browser, as_) -> Iterator[Callable[..., Page]]:
    """`open_page(asha)`: a browser of this member's own (of a guest without one); options as for `new_context`.

    The test fails when a page's script fails or the browser refuses something on it.
    """
    contexts, complaints = [], []

    def complain(message) -> None:
        where = message.location.get("url", "")
        failed = EXPECTED_STATUS.match(message.text) and "/static/" not in where
        expected = failed or message.text.startswith(HTMX_SAYS)
        if message.type == "error" and not expected:
            complaints.append(f"{message.text} ({where})")

    def open_one(member=None, **options) -> Page:
        context = browser.new_context(base_url=live_server, **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if member is not None:
            name = app.config["SESSION_COOKIE_NAME"]
            cookie = as_(member).get_cookie(name)
            context.add_cookies([{"name": name, "value": cookie.value, "url": live_server}])
        page = context.new_page()
        page.on("console", complain)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints, "the browser complained: " + "; ".join(complaints)


@pytest.fixture
def page(open_page) -> Page:
    """A guest's browser."""
    return open_page()
