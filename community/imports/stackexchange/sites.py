"""The site that a dump comes from, and the category its questions go to."""

import re

from sqlalchemy import select

from community.core.db import atomic, db
from community.core.errors import Invalid
from community.core.text import tidy
from community.forum.arranging import add_category
from community.forum.models import Category
from community.imports.models import ImportedSite
from community.imports.stackexchange.broken import BadDump
from community.imports.stackexchange.rows import time_of
from community.imports.stackexchange.stage import Stage

SOURCE = "stackexchange"
AUTOMATIC = -1  # on each of its sites the account by which the network itself acts
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def find_or_add_site(stage: Stage, name: str) -> int:
    """The id of the site, added with a public category when it is new.

    Dumps don't say which site they are of; the moment its built-in account was made tells, and else the name.
    Raises BadDump when the name belongs to another site.
    """
    name = tidy(name)[:60] or "Stack Exchange"
    mark = _fingerprint(stage)
    with atomic():
        site = _by(fingerprint=mark) if mark else None
        if site is None:
            site = _by(name=name)
            if site is not None and site.fingerprint != mark:
                raise BadDump(f"Another site was imported as “{name}” already. Give this one its own name with --name.")
        if site is None:
            host = name.lower() if _HOST.fullmatch(name.lower()) else None
            category = _category(name)
            site = ImportedSite(source=SOURCE, name=name, host=host, fingerprint=mark, category_id=category.id)
            db.session.add(site)
            db.session.flush()
        return site.id


def find_site(made: int | None, name: str) -> ImportedSite | None:
    """The site whose built-in account was made then (in milliseconds since 1970), else the one of this name."""
    return (made is not None and _by(fingerprint=_mark(made))) or _by(name=name)


def _fingerprint(stage: Stage) -> str | None:
    made = stage.one("SELECT at FROM users WHERE id = ?", (AUTOMATIC,))
    return _mark(made) if made is not None else None


def _mark(made: int) -> str:
    return time_of(made).isoformat(timespec="milliseconds")


def _by(**what) -> ImportedSite | None:
    return db.session.scalar(select(ImportedSite).filter_by(source=SOURCE, **what))


def _category(name: str) -> Category:
    """A public category of this name, or of the name with a number when a place is called so already."""
    for number in range(1, 100):
        try:
            wanted = name if number == 1 else f"{name[:55]} ({number})"
            return add_category(wanted, description=f"Questions and answers brought in from {name}.", by=None)
        except Invalid:
            continue
    raise BadDump(f"There are too many places called “{name}”; give the site a name of its own with --name.")
