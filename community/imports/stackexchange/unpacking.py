"""Unpacking the known files of a tar, zip or 7z archive, whatever else and whatever paths it holds."""

import lzma
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path, PurePosixPath

import py7zr
from py7zr.exceptions import ArchiveError, PasswordRequired
from py7zr.io import Py7zIO, WriterFactory

from community.imports.stackexchange.broken import BadDump

LEAST = 64 * 2**20  # bytes that any archive may unpack to
RATIO = 100  # times its own size that a larger archive may unpack to; dumps come to about 10
MEMBERS = 10_000  # entries an archive may hold
CHUNK = 2**20

Wanted = Callable[[str], str | None]
"""The usual name of a file by the last part of its path, or None when it is not wanted."""


def is_archive(path: Path) -> bool:
    """Whether this is an archive of a kind we open, by its content."""
    return zipfile.is_zipfile(path) or py7zr.is_7zfile(path) or tarfile.is_tarfile(path)


def unpack(path: Path, into: Path, *, wanted: Wanted) -> None:
    """Write the wanted files as `into/<number of their folder>/<usual name>.xml`.

    Raises BadDump when the archive is broken, locked, or unpacks to more than is believable.
    """
    room = _Room(path, into)
    try:
        if zipfile.is_zipfile(path):
            _unzip(path, room, wanted)
        elif py7zr.is_7zfile(path):
            _un7z(path, room, wanted)
        else:
            _untar(path, room, wanted)
    except PasswordRequired as error:
        raise BadDump(f"{path.name} is locked with a password; unpack it first.") from error
    except (
        tarfile.TarError, zipfile.BadZipFile, ArchiveError, lzma.LZMAError, zlib.error, EOFError, NotImplementedError,
        OSError, ValueError, IndexError, KeyError,
    ) as error:  # fmt: skip
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise BadDump(f"{path.name} is damaged or cut short: it can't be unpacked to its end.") from error


class _Room:
    """Where unpacked files go, and how much more may come."""

    def __init__(self, path: Path, into: Path):
        size = path.stat().st_size
        self.name, self.into = path.name, into
        self.limit = max(LEAST, size * RATIO)
        self.free = int(shutil.disk_usage(into).free * 0.95)
        self.left = min(self.limit, self.free)
        self.folders: dict[str, Path] = {}
        self.entries = 0

    def count(self) -> None:
        self.entries += 1
        if self.entries > MEMBERS:
            raise BadDump(f"{self.name} holds more than {MEMBERS} entries; that is no Stack Exchange dump.")

    def place(self, entry: str, usual: str) -> Path:
        folder = str(PurePosixPath(entry.replace("\\", "/")).parent)
        if folder not in self.folders:
            self.folders[folder] = self.into / str(len(self.folders))
            self.folders[folder].mkdir()
        target = self.folders[folder] / f"{usual}.xml"
        if target.exists():
            raise BadDump(f"{self.name} holds {usual}.xml twice in the same folder.")
        return target

    def take(self, size: int) -> None:
        self.left -= size
        if self.left >= 0:
            return
        if self.free < self.limit:
            raise BadDump(f"{self.name} unpacks to more than is free in {self.into.parent.parent}; set TMPDIR to more.")
        raise BadDump(f"{self.name} unpacks to more than {self.limit // 2**20} MB, too much for its size.")

    def write(self, entry: str, usual: str, source) -> None:
        with open(self.place(entry, usual), "xb") as out:
            while chunk := source.read(CHUNK):
                self.take(len(chunk))
                out.write(chunk)


def _last(entry: str) -> str:
    return entry.replace("\\", "/").rpartition("/")[2]


def _untar(path: Path, room: _Room, wanted: Wanted) -> None:
    with tarfile.open(path, "r|*") as archive:
        for entry in archive:
            room.count()
            if entry.isfile() and (usual := wanted(_last(entry.name))):
                room.write(entry.name, usual, archive.extractfile(entry))


def _unzip(path: Path, room: _Room, wanted: Wanted) -> None:
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            room.count()
            if entry.is_dir() or not (usual := wanted(_last(entry.filename))):
                continue
            if entry.flag_bits & 1:
                raise PasswordRequired([], "")
            with archive.open(entry) as source:
                room.write(entry.filename, usual, source)


def _un7z(path: Path, room: _Room, wanted: Wanted) -> None:
    with py7zr.SevenZipFile(path) as archive:
        if archive.needs_password():
            raise PasswordRequired([], "")
        targets = []
        for entry in archive.list():
            room.count()
            if entry.is_file and wanted(_last(entry.filename)):
                targets.append(entry.filename)
        if targets:
            with ExitStack() as writers:
                archive.extract(targets=targets, factory=_Writers(room, wanted, writers))


class _Writers(WriterFactory):
    def __init__(self, room: _Room, wanted: Wanted, writers: ExitStack):
        self.room, self.wanted, self.writers = room, wanted, writers

    def create(self, filename: str) -> Py7zIO:
        usual = self.wanted(_last(filename))
        writer = _Writer(self.room, self.room.place(filename, usual))
        self.writers.callback(writer.close)  # the library closes it only when all went well
        return writer


class _Writer(Py7zIO):
    """What the 7z library writes to, since it gives no stream to read from."""

    def __init__(self, room: _Room, target: Path):
        self.room, self.out = room, open(target, "xb+")  # noqa: SIM115 (closed through close())

    def write(self, s) -> int:
        self.room.take(len(s))
        return self.out.write(s)

    def read(self, size: int | None = None) -> bytes:
        return self.out.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.out.seek(offset, whence)

    def flush(self) -> None:
        self.out.flush()

    def size(self) -> int:
        return self.out.seek(0, 2)

    def close(self) -> None:
        self.out.close()
