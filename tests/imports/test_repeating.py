"""Twice is once, a killed import goes on where it was, a newer dump adds what is new."""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing

import pytest

from community.accounts.queries import find_member
from community.core.db import atomic, db
from community.forum.models import Post
from community.forum.queries import find_post
from community.forum.voting import vote_on
from community.imports import foreign
from community.imports.stackexchange import replaying
from community.imports.stackexchange.batch import Batch
from tests import people
from tests.imports.content import content
from tests.imports.dumps import TINY, add, bring_in, copy_of_tiny, row, without


class PowerCut(BaseException):
    """Ends an import without any chance to tidy up its transaction."""


def test_twice_is_once(app):
    bring_in(TINY)
    once = content()
    again = bring_in(TINY)
    assert content() == once
    assert not [what for what in again.counts if what[1] == "new"]
    assert again.counts["vote", "known"] == 12


@pytest.mark.parametrize("batches", [4, *(pytest.param(n, marks=pytest.mark.only_on("sqlite")) for n in (1, 6, 9))])
def test_killed_in_the_middle_and_run_again_gives_the_same(app, database, worlds, monkeypatch, batches):
    bring_in(TINY)
    whole = content()
    db.session.remove()
    worlds(database).database.empty()
    monkeypatch.setattr(replaying, "AT_ONCE", 5)
    left, write_down = [batches], Batch.write_down

    def cut(batch):
        write_down(batch)
        left[0] -= 1
        if left[0] <= 0:
            raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(Batch, "write_down", cut)
        for _ in range(2):  # the second one goes on from where the first was cut, and is cut again
            left[0] = batches
            with pytest.raises(PowerCut):
                bring_in(TINY)
    assert content() != whole
    bring_in(TINY)
    assert content() == whole


RUN = """
import os, signal, sys, time
from community.app import create_app
from community.core.db import db
from community.imports.stackexchange import import_dump, replaying
folder, dump = sys.argv[1:]
replaying.AT_ONCE = 2

def begin(name):
    # a process of its own that imports; a copy of this one, so that all is loaded already
    child = os.fork()
    if child:
        return child
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/{name}.sqlite3"
    with create_app().app_context():
        db.create_all()
        import_dump(dump)
    os._exit(0)

begun = time.monotonic()
assert os.waitpid(begin("whole"), 0)[1] == 0
took, killed = time.monotonic() - begun, 0
for part in (0.1, 0.7, 0.3, 0.9, 0.5):  # the first comes too early for any machine to be done
    child = begin("cut")
    time.sleep(part * took)
    os.kill(child, signal.SIGKILL)
    killed += os.waitpid(child, 0)[1] == signal.SIGKILL
assert killed
assert os.waitpid(begin("cut"), 0)[1] == 0
"""
VARIES = {"members": ("fs_uniquifier",), "imported_sites": ("created_at",), "facts": ("at",)}


def rows_of(database) -> dict[str, list]:
    """Every row of every table but what is random or the present time."""
    found = {}
    with closing(sqlite3.connect(database)) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            columns = [column[1] for column in connection.execute(f"PRAGMA table_info({table})")]
            kept = ", ".join(column for column in columns if column not in VARIES.get(table, ()))
            found[table] = sorted(map(repr, connection.execute(f"SELECT {kept} FROM {table}")))
    return found


def test_a_process_killed_at_any_moment_leaves_nothing_that_the_next_run_does_not_mend(tmp_path):
    run = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path), str(TINY)],
        env={**os.environ, "TMPDIR": str(tmp_path), "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    whole = rows_of(tmp_path / "whole.sqlite3")
    assert len(whole["votes"]) == 11
    assert rows_of(tmp_path / "cut.sqlite3") == whole
    assert list(tmp_path.glob("guildhall-import-*")) == []  # what the killed ones left was swept


def test_a_polite_end_takes_the_temporary_folder_along(app, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(Batch, "write_down", lambda batch: os.kill(os.getpid(), signal.SIGTERM))
    with pytest.raises(SystemExit):
        bring_in(TINY)
    assert list(tmp_path.iterdir()) == []


def newer(folder):
    """The tiny dump some months later."""

    def users(root):
        add(root, Id=8, CreationDate="2014-05-01T08:00:00.000", DisplayName="Ida", AccountId=108)

    def posts(root):
        add(root, Id=20, PostTypeId=2, ParentId=4, CreationDate="2014-05-01T09:00:00.000", Score=1,
            Body="<p>Vinegar.</p>", OwnerUserId=8)  # fmt: skip
        row(root, 1).set("AcceptedAnswerId", "3")
        row(root, 3).set("Score", "1")
        row(root, 3).set("Body", "<p>Buy a new burner.</p>")
        row(root, 3).set("LastEditDate", "2014-05-02T09:00:00.000")
        del row(root, 6).attrib["ClosedDate"]
        del row(root, 7).attrib["AcceptedAnswerId"]
        row(root, 9).set("Tags", "<lantern><oil>")
        row(root, 9).set("LastActivityDate", "2014-05-03T09:00:00.000")
        row(root, 11).set("Body", "What the flame climbs, in short.")
        row(root, 14).set("Body", "<p>It still leaks.</p>")
        row(root, 14).set("LastEditDate", "2014-05-04T09:00:00.000")
        row(root, 14).set("LastEditorUserId", "2")

    def votes(root):
        for number, post, kind in ((50, 3, 2), (51, 3, 2), (52, 20, 2), (53, 3, 1)):
            add(root, Id=number, PostId=post, VoteTypeId=kind, CreationDate="2014-05-02T00:00:00.000")

    def history(root):
        add(root, Id=90, PostHistoryTypeId=2, PostId=20, RevisionGUID="n1", CreationDate="2014-05-01T09:00:00.000",
            UserId=8, Text="Vinegar.")  # fmt: skip
        add(root, Id=91, PostHistoryTypeId=5, PostId=3, RevisionGUID="n2", CreationDate="2014-05-02T09:00:00.000",
            UserId=2, Text="Buy a new burner.", Comment="kinder")  # fmt: skip

    def comments(root):
        add(root, Id=60, PostId=20, Score=0, Text="Diluted?", CreationDate="2014-05-01T10:00:00.000", UserId=1)

    return copy_of_tiny(folder, Users=users, Posts=posts, Votes=votes, PostHistory=history, Comments=comments,
                        PostLinks=lambda root: without(root, 3))  # fmt: skip


def test_a_newer_dump_adds_only_what_is_new(app, tmp_path):
    bring_in(TINY)
    before = content()
    summary = bring_in(newer(tmp_path / "a name that differs"))
    now = content()
    new = {kind: summary.new(kind) for kind in ("member", "question", "answer", "comment", "tag")}
    assert new == {"member": 1, "question": 0, "answer": 1, "comment": 1, "tag": 0}
    assert len(now["sites"]) == 1
    assert now["posts"]["3"][7] == 1
    assert now["posts"]["3"][2] == "Buy a new burner."
    assert now["topics"]["1"][6] == "3"
    assert now["topics"]["7"][6] is None
    assert now["topics"]["6"][8:] == (None, None, None)
    assert [tag for number, tag in now["tagged"] if number == "9"] == ["lantern", "oil"]
    assert now["tags"]["wick"] == "What the flame climbs, in short."
    assert now["posts"]["14"][2] == "<p>It still leaks.</p>"
    assert now["posts"]["14"][9] == "2"
    assert [r[1] for r in now["revisions"] if r[0] == "14"] == [1, 2]
    assert {number: vote for number, vote in now["votes"].items() if number in before["votes"]} == before["votes"]
    assert now["facts"][: len(before["facts"])] == before["facts"]
    again = bring_in(tmp_path / "a name that differs")
    assert content() == now
    assert not [what for what in again.counts if what[1] == "new"]


def test_an_older_dump_first_ends_like_the_newer_one_alone(app, database, worlds, tmp_path):
    folder = newer(tmp_path / "tiny")
    bring_in(TINY)
    bring_in(folder)
    both = content()
    db.session.remove()
    worlds(database).database.empty()
    bring_in(folder)
    alone = content()
    assert {n: p[7] for n, p in both["posts"].items()} == {n: p[7] for n, p in alone["posts"].items()}
    assert {n: t[0] for n, t in both["topics"].items()} == {n: t[0] for n, t in alone["topics"].items()}
    for part in ("tags", "tagged", "links", "comments"):
        assert both[part] == alone[part]


def test_a_newer_dump_with_history_does_not_replay_edits_that_the_text_held_already(app, tmp_path):
    plain = copy_of_tiny(tmp_path / "plain")
    (plain / "PostHistory.xml").unlink()
    bring_in(plain)
    bring_in(newer(tmp_path / "full"))
    now = content()
    assert [r[1] for r in now["revisions"] if r[0] == "1"] == [1]
    assert [r[3] for r in now["revisions"] if r[0] == "3"] == ["<p>Buy a new one.</p>", "Buy a new burner."]
    bring_in(tmp_path / "full")
    assert content() == now


def test_what_people_did_here_meanwhile_stays(app, tmp_path):
    bring_in(TINY)
    ident = foreign.became(["answer"], 2)[0][2]
    vote_on(find_post(ident, None), 1, by=people.vera())
    with atomic():
        find_member("mira-holm").title = "Workshop"
    summary = bring_in(newer(tmp_path / "tiny"))
    assert db.session.get(Post, ident).score == 4
    assert "Compared: 11 scores equal the dump’s." in summary.findings  # of the voices that came from there
    assert find_member("mira-holm").title == "Workshop"
