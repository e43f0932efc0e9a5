"""Dumps come as folders and archives of several kinds; a broken one gets one clear sentence and changes nothing."""

import io
import tarfile
import tempfile
import zipfile
from pathlib import Path

import py7zr
import pytest
from sqlalchemy import func, select

from community.accounts.models import Member
from community.core.db import db
from community.forum.models import Category
from community.imports.models import ImportedSite
from community.imports.stackexchange import unpacking
from community.imports.stackexchange.broken import BadDump
from community.imports.stackexchange.opening import FILES, opened
from tests.imports.dumps import TINY, bring_in, copy_of_tiny


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    """The place of temporary folders, which must be empty afterwards."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    yield place
    assert list(place.iterdir()) == []


def as_tar(kind: str):
    def pack(file: Path) -> None:
        with tarfile.open(file, f"w:{kind}") as archive:
            archive.add(TINY, "somewhere/tiny")

    return pack


def as_zip(file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "hello")
        archive.writestr("__MACOSX/._Posts.xml", b"\0\0")
        for path in TINY.iterdir():
            archive.write(path, f"a/b/{path.name.lower()}")


def as_7z(file: Path) -> None:
    with py7zr.SevenZipFile(file, "w") as archive:
        archive.writeall(TINY, "")


PACKED = {
    "lamps.example.net.tar": as_tar(""),
    "lamps.example.net.tar.xz": as_tar("xz"),
    "lamps.example.net.tar.gz": as_tar("gz"),
    "lamps.example.net.tgz": as_tar("gz"),
    "lamps.example.net.tar.bz2": as_tar("bz2"),
    "lamps.example.net.zip": as_zip,
    "lamps.example.net.7z": as_7z,
    "lamps.example.net-2014-09.7z": as_7z,
}


@pytest.mark.parametrize("name", PACKED)
def test_every_kind_of_archive(tmp_path, name):
    PACKED[name](tmp_path / name)
    with opened(tmp_path / name) as dump:
        assert dump.name == "lamps.example.net"
        assert {known: file.read_bytes() for known, file in dump.files.items()} == {
            known: (TINY / f"{known}.xml").read_bytes() for known in FILES
        }


def test_a_folder_with_mixed_spellings_inside_other_folders(tmp_path):
    inner = copy_of_tiny(tmp_path / "dump" / "x" / "y")
    (inner / "Posts.xml").rename(inner / "posts.XML")
    (inner / "PostHistory.xml").rename(inner / "posthistory.xml")
    with opened(tmp_path / "dump") as dump:
        assert set(dump.files) == set(FILES)


def test_an_archive_is_imported_and_the_site_gets_its_host(app, tmp_path):
    as_7z(tmp_path / "lamps.example.net.7z")
    assert bring_in(tmp_path / "lamps.example.net.7z").new("question") == 6
    site = db.session.scalars(select(ImportedSite)).one()
    assert (site.name, site.host) == ("lamps.example.net", "lamps.example.net")


def test_a_path_in_an_archive_can_t_lead_out(tmp_path, temporary):
    file = tmp_path / "evil.tar"
    with tarfile.open(file, "w") as archive:
        for path in TINY.iterdir():
            archive.add(path, f"../../../../{path.name}")
        entry = tarfile.TarInfo("Votes.xml")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(entry)
    with opened(file) as dump:
        assert all(temporary in path.parents and not path.is_symlink() for path in dump.files.values())
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".xml"] == []


def packed(folder: Path, kind: str, data: bytes) -> Path:
    file = folder / f"dump.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("Posts.xml", data)
    elif kind == "7z":
        with py7zr.SevenZipFile(file, "w") as archive:
            archive.writestr(data, "Posts.xml")
    else:
        with tarfile.open(file, "w:xz") as archive:
            entry = tarfile.TarInfo("Posts.xml")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return file


@pytest.mark.parametrize("kind", ["zip", "7z", "tar.xz"])
def test_a_bomb_is_put_out(tmp_path, monkeypatch, kind):
    monkeypatch.setattr(unpacking, "LEAST", 2**20)
    with pytest.raises(BadDump, match="too much for its size"), opened(packed(tmp_path, kind, bytes(2**24))):
        pass


@pytest.mark.parametrize("kind", ["zip", "7z", "tar.xz"])
def test_a_damaged_archive(tmp_path, kind):
    file = packed(tmp_path, kind, (TINY / "Posts.xml").read_bytes())
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadDump), opened(file):
        pass


def test_a_locked_archive(tmp_path):
    with py7zr.SevenZipFile(tmp_path / "dump.7z", "w", password="x") as archive:
        archive.writestr(b"<posts/>", "Posts.xml")
    with pytest.raises(BadDump, match="password"), opened(tmp_path / "dump.7z"):
        pass


def change(name: str, old: str, new: str):
    def spoil(folder: Path) -> None:
        file = folder / f"{name}.xml"
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")

    return spoil


def cut(name: str, share: float):
    def spoil(folder: Path) -> None:
        file = folder / f"{name}.xml"
        data = file.read_bytes()
        file.write_bytes(data[: int(len(data) * share)])

    return spoil


BROKEN = {
    "no posts file": (lambda folder: (folder / "Posts.xml").unlink(), r"holds no Posts\.xml"),
    "no users file": (lambda folder: (folder / "Users.xml").unlink(), r"holds no Users\.xml"),
    "cut in the middle": (cut("Votes", 0.6), r"Votes\.xml ends in the middle"),
    "cut at a row": (change("Badges", "</badges>", ""), r"Badges\.xml ends in the middle"),
    "empty": (cut("Comments", 0), r"Comments\.xml is empty"),
    "not XML": (lambda folder: (folder / "Tags.xml").write_text("hello"), r"Tags\.xml, line 1: .* not well-formed"),
    "other XML": (lambda f: (f / "Posts.xml").write_text("<html></html>"), r"begins with <html> where .* has <posts>"),
    "an entity": (
        change("Users", "<users>", '<!DOCTYPE users [<!ENTITY x SYSTEM "file:///etc/passwd">]><users>'), "no dump does",
    ),
    "no rows": (lambda folder: (folder / "Posts.xml").write_text("<posts></posts>"), "holds no posts"),
    "no id": (change("Posts", '<row Id="4"', "<row"), r"Posts\.xml, line \d+: Id is missing"),
    "a number that is none": (change("Votes", 'VoteTypeId="2"', 'VoteTypeId="two"'), r"VoteTypeId='two' is no usable"),
    "a number too large": (change("Posts", 'Score="3"', 'Score="99999999999999999999"'), "is no usable number"),
    "a time that is none": (change("Posts", "2014-03-01T09:15:27.123", "yesterday"), "'yesterday' is no time"),
    "the same id twice": (change("Users", 'Id="2"', 'Id="1"'), r"Users\.xml holds two rows with the same Id"),
    "an answer to nothing": (change("Posts", 'ParentId="1"', ""), "an answer without ParentId"),
    "two dumps": (lambda folder: copy_of_tiny(folder / "second"), "holds 2 dumps"),
    "two spellings": (lambda f: (f / "posts.xml").write_text("<posts/>"), "in different spellings"),
}  # fmt: skip


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_dump_gets_one_sentence_and_changes_nothing(app, tmp_path, how):
    spoil, sentence = BROKEN[how]
    folder = copy_of_tiny(tmp_path / "dump")
    spoil(folder)
    with pytest.raises(BadDump, match=sentence) as refused:
        bring_in(folder)
    assert "\n" not in refused.value.sentence
    for model in (Member, Category, ImportedSite):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0


@pytest.mark.parametrize(("name", "text"), [("letter.txt", "Dear all"), ("Posts.xml", "<posts/>"), ("empty.zip", "")])
def test_a_file_that_is_no_archive(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    with pytest.raises(BadDump, match="neither a folder nor"), opened(tmp_path / name):
        pass


def test_a_path_where_nothing_is(tmp_path):
    with pytest.raises(BadDump, match="There is nothing at"), opened(tmp_path / "nowhere"):
        pass


def test_a_name_that_belongs_to_another_site(app, tmp_path):
    bring_in(TINY)

    def other(users):
        users.find("row[@Id='-1']").set("CreationDate", "2016-01-01T00:00:00.000")

    folder = copy_of_tiny(tmp_path / "tiny", Users=other)
    with pytest.raises(BadDump, match="--name"):
        bring_in(folder)
    assert bring_in(folder, "lamps").new("question") == 6
