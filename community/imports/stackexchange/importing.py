"""Bringing in a whole dump: open, check, replay, compare, sum up."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from community.core.db import db
from community.events import replaying
from community.gamification.loading import load_pack
from community.imports.progress import progress
from community.imports.stackexchange.checking import checked
from community.imports.stackexchange.comparing import compare
from community.imports.stackexchange.opening import opened
from community.imports.stackexchange.ordering import CHANGES, MEMBERS
from community.imports.stackexchange.replaying import replay
from community.imports.stackexchange.rows import time_of
from community.imports.stackexchange.sites import find_or_add_site
from community.imports.stackexchange.summary import Summary


def import_dump(path: Path | str, name: str | None = None, *, rules: str | None = None, out=None) -> Summary:
    """Bring in the Stack Exchange dump at `path` (a folder or an archive) and print what came of it.

    Doing it again, after a kill as well, adds only what is missing; a newer dump of the same site only what is new.
    `name` is what the site is called here; without it, it is made of the file's name. `rules` is a pack by which points
    and shields go from now on, as it stood when the dump was made. Raises BadDump, and nothing was written then.
    """
    with _ended_kindly(), opened(path) as dump, checked(dump) as stage:
        if rules:
            load_pack(rules, as_of=time_of(stage.last_moment()))
        site_id = find_or_add_site(stage, name or dump.name)
        summary = Summary(stage, site_id)
        number = stage.one("SELECT count(*) FROM steps")
        with replaying(f"stackexchange:{summary.site_name}"), progress("Importing", number, " rows") as advance:
            for phase in range(MEMBERS, CHANGES + 1):
                replay(stage, site_id, phase, summary, advance)
        compare(stage, site_id, summary)
        db.session.remove()
        summary.write(out or sys.stdout)
    return summary


@contextmanager
def _ended_kindly() -> Iterator[None]:
    """A polite signal to end unwinds like Ctrl-C does, so that the temporary folder goes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(*_):
        sys.exit(143)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
