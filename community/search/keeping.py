"""Where the index lives: folders that are swapped as a whole, one writer at a time, over all processes.

Below the data folder, `search/current` holds the name of the folder in use, and `search/<form>-<id>/` is an index;
one that is being built has a name that `current` does not say yet.
"""

import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from community.core.errors import Busy
from community.core.web import settings
from community.search.backends.whoosh import FORM, Index

log = structlog.get_logger()


def place() -> Path:
    """The folder of all indexes of the running app."""
    return settings().data_dir / "search"


def current() -> Index | None:
    """The index in use; None when there is none, or only one of an older form."""
    try:
        name = (place() / "current").read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    return _opened(place() / name) if name.startswith(f"{FORM}-") else None


@contextmanager
def writing() -> Iterator[None]:
    """Be the only one who writes; others wait."""
    with _locked("writing", wait=True):
        yield


@contextmanager
def replacing() -> Iterator[Index]:
    """An empty index to fill while the present one goes on being used; `put_in_use` it at the end.

    Whatever earlier ones left behind is swept first: the one that is replaced stays until the next time, for those
    who are reading it. Raises Busy while another one is being built.
    """
    with _locked("rebuilding", wait=False):
        _sweep()
        folder = place() / f"{FORM}-{uuid.uuid4().hex[:12]}"
        yield Index.create(folder)


def put_in_use(index: Index) -> None:
    """From now on everybody searches and writes this index; inside `writing()`."""
    pointer = place() / "current"
    fresh = pointer.with_suffix(".new")
    with open(fresh, "w", encoding="utf-8") as out:
        out.write(index.folder.name)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(pointer)


def _sweep() -> None:
    """Remove every index but the one in use."""
    try:
        used = (place() / "current").read_text("utf-8").strip()
    except FileNotFoundError:
        used = None
    for folder in place().iterdir():
        if folder.is_dir() and folder.name != used:
            _forget(folder)
            shutil.rmtree(folder, ignore_errors=True)


_indexes: dict[Path, Index] = {}


def _opened(folder: Path) -> Index | None:
    """The index in a folder, opened once per process; None when it can't be read."""
    if folder not in _indexes:
        try:
            _indexes[folder] = Index.open(folder)
        except Exception as error:  # whatever is wrong with the files, the answer is the same: build it again
            log.warning("index_unreadable", folder=folder.name, error=repr(error))
            return None
    return _indexes[folder]


def _forget(folder: Path) -> None:
    index = _indexes.pop(folder, None)
    if index is not None:
        index.close()


@contextmanager
def _locked(name: str, *, wait: bool) -> Iterator[None]:
    place().mkdir(parents=True, exist_ok=True)
    with open(place() / f"{name}.lock", "w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise Busy("The search index is being built already; this one may wait for it.") from error
        yield  # the lock ends with the open file, also when the process is killed
