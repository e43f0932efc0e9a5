"""Opening a dump: a folder or an archive, its files found under any case of letters and in any nested folder.

From an archive only the files with the names below are written, under numbers of our own, so that no path inside it
matters. What they unpack to is limited. The temporary folder is removed however the import ends; what a killed run
left behind is swept by the next one.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from community.imports.stackexchange.broken import BadDump
from community.imports.stackexchange.unpacking import is_archive, unpack

FILES = ("Users", "Posts", "Votes", "Comments", "Tags", "PostHistory", "PostLinks", "Badges")
NEEDED = ("Users", "Posts")
DEEPEST = 4  # folders below the given one that are looked into
_PREFIX = "guildhall-import-"
_KNOWN = {f"{name.lower()}.xml": name for name in FILES}


@dataclass(frozen=True)
class Dump:
    """The files of one site's dump by their usual name, a name for the site, and a folder for what is temporary."""

    name: str
    files: dict[str, Path]
    scratch: Path


@contextmanager
def opened(path: Path | str) -> Iterator[Dump]:
    """The dump at `path`. Raises BadDump when there is none, or more than one."""
    path = Path(path)
    if not path.exists():
        raise BadDump(f"There is nothing at {path}.")
    _sweep()
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", ignore_cleanup_errors=True) as scratch:
        scratch = Path(scratch)
        folder = path if path.is_dir() else _unpacked(path, scratch)
        yield Dump(_site_name(path), _the_only_dump(folder, path), scratch)


def _unpacked(path: Path, scratch: Path) -> Path:
    try:
        known = is_archive(path)
    except OSError as error:
        raise BadDump(f"{path} can't be read: {error.strerror}.") from error
    if not known:
        raise BadDump(f"{path.name} is neither a folder nor a .tar, .tar.xz, .tar.gz, .tar.bz2, .zip or .7z archive.")
    folder = scratch / "unpacked"
    folder.mkdir()
    try:
        unpack(path, folder, wanted=lambda name: _KNOWN.get(name.lower()))
    except OSError as error:
        raise BadDump(f"{path.name} can't be unpacked: {error.strerror}.") from error
    return folder


def _the_only_dump(folder: Path, given: Path) -> dict[str, Path]:
    found = [files for files in _file_sets(folder) if "Posts" in files]
    if not found:
        raise BadDump(f"{given.name} holds no Posts.xml, so it is not a Stack Exchange dump.")
    if len(found) > 1:
        raise BadDump(f"{given.name} holds {len(found)} dumps; unpack it and import one folder at a time.")
    for name in NEEDED:
        if name not in found[0]:
            raise BadDump(f"{given.name} holds no {name}.xml, so it is not a complete Stack Exchange dump.")
    return found[0]


def _file_sets(folder: Path) -> Iterator[dict[str, Path]]:
    for place, inner, names in os.walk(folder):
        if len(Path(place).relative_to(folder).parts) >= DEEPEST:
            inner.clear()
        inner.sort()
        files: dict[str, Path] = {}
        for name in sorted(names):
            known = _KNOWN.get(name.lower())
            if known in files:
                raise BadDump(f"{place} holds {name} twice, in different spellings; keep one.")
            if known:
                files[known] = Path(place) / name
        yield files


def _site_name(path: Path) -> str:
    """A name for the site made of the file's: without its endings, and without a date at its end."""
    name = path.resolve().name
    if path.is_file():
        name = re.sub(r"(\.(tar|t?gz|t?xz|t?bz2?|zip|7z))+$", "", name, flags=re.I)
    return re.sub(r"[-_. ]+(19|20)\d\d([-_.]?\d\d){0,2}$", "", name) or name


def _sweep() -> None:
    """Remove the folders of imports that were killed: those whose process is no more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
        with suppress(PermissionError):
            if pid.isdigit() and folder.is_dir() and not folder.is_symlink() and not _alive(int(pid)):
                shutil.rmtree(folder, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
