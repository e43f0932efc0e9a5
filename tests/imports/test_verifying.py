"""What our rules make of an imported site is compared with what the site said, and goes out as tables."""

import csv
import io
import json

from sqlalchemy import select

from community.core.db import db
from community.forum.models import Revision
from community.gamification.rebuild import backfill
from community.imports.exporting import export_awards, export_reputation
from community.imports.stackexchange import import_dump
from community.imports.stackexchange.verifying import table, verify
from tests.imports.dumps import TINY, add, copy_of_tiny


def bring(path):
    import_dump(path, rules="stackexchange", out=io.StringIO())
    backfill()


def test_badges_and_points_are_compared(app, tmp_path):
    def badges(root):
        add(root, Id=99, UserId=1, Name="Guru", Date="2014-03-02T10:00:00.000", Class=2, TagBased="False")
        add(root, Id=98, UserId=1, Name="Woolgatherer", Date="2014-03-02T10:00:00.000", Class=2, TagBased="False")

    path = copy_of_tiny(tmp_path / "tiny", Badges=badges)
    bring(path)
    found = verify(path)
    assert found["badges"]["Student"]["both"] == 1
    assert found["badges"]["Guru"] == {"dump": 1, "ours": 0, "both": 0, "precision": None, "recall": 0.0}
    assert "Woolgatherer" not in found["badges"]  # no rule here gives it
    assert found["together"]["dump"] == 3
    assert "Guru" in "\n".join(table(found))


def test_awards_and_points_go_out_with_their_numbers(app, tmp_path):
    def by_the_network(root):
        for edit in root.findall("row[@UserDisplayName='user99']"):
            edit.set("UserId", "-1")

    bring(copy_of_tiny(tmp_path / "tiny", PostHistory=by_the_network))
    awards, reputation = io.StringIO(), io.StringIO()
    assert export_awards(awards) > 0
    rows = list(csv.DictReader(io.StringIO(awards.getvalue())))
    assert {"member_source_id", "badge", "object_source_id", "awarded_at"} == set(rows[0])
    student = next(row for row in rows if row["badge"] == "Student")
    assert student["member_source_id"] == "1"
    assert student["object_source_id"]
    assert "-1" not in {row["member_source_id"] for row in rows}  # what the network did by itself earned nothing
    assert db.session.scalar(select(Revision.editor_note).where(Revision.editor_note == "Community").limit(1))
    export_reputation(reputation)
    points = {
        row["member_source_id"]: int(row["reputation"]) for row in csv.DictReader(io.StringIO(reputation.getvalue()))
    }
    assert points["1"] > 1


def test_the_commands(app):
    runner = app.test_cli_runner()
    result = runner.invoke(args=["import", "verify", str(TINY)])
    assert result.exit_code == 1
    assert "has not been imported here yet" in result.output
    bring(TINY)
    told = json.loads(runner.invoke(args=["import", "verify", str(TINY), "--json"]).output)
    assert told["reputation"]["members"] > 0
    assert runner.invoke(args=["export", "reputation"]).output.startswith("member_source_id,reputation")
