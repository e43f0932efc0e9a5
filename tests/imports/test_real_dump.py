"""The import of a real site, where a copy of its dump is at hand."""

import os
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sqlalchemy import func, select

from community.accounts.models import Member
from community.core.db import db
from community.forum.models import Comment, Post, Tag, Topic, TopicTag
from community.gamification.models import ReputationLine
from community.gamification.rebuild import backfill, rebuild_badges, rebuild_reputation
from community.imports.models import ForeignId
from community.imports.stackexchange.opening import opened
from community.imports.stackexchange.rows import tags_of
from community.imports.stackexchange.verifying import verify
from tests.imports.dumps import bring_in

NAME = "iot-stackexchange-2017.tar.xz"
DUMP = Path(os.environ.get("STACKEXCHANGE_DUMP") or Path(__file__).parents[3] / "shared" / "data" / NAME)
pytestmark = pytest.mark.skipif(
    not DUMP.exists(), reason=f"{NAME} is not beside the project (shared/data); STACKEXCHANGE_DUMP=/path/to/it names it"
)


def ours(kind: str, column) -> dict:
    """A column of our things by their numbers."""
    query = select(ForeignId.foreign_id, column).where(ForeignId.kind == kind, ForeignId.local_id == column.class_.id)
    return {int(number): value for number, value in db.session.execute(query)}


@pytest.mark.only_on("sqlite")  # minutes of work; the tiny dump comes into both
def test_everything_of_a_real_site_is_here(app):
    summary = bring_in(DUMP, rules="stackexchange")
    assert {kind: summary.new(kind) for kind in ("member", "question", "answer", "comment", "acceptance", "tag")} == {
        "member": 1944, "question": 320, "answer": 508, "comment": 1607, "acceptance": 185, "tag": 199,
    }  # fmt: skip
    assert summary.left["votes", "their post is not in the dump, so it was deleted"] == 350
    assert (
        summary.new("vote") + summary.new("bounty") + sum(n for (what, _), n in summary.left.items() if what == "votes")
        == 7242
    )
    with opened(DUMP) as dump:
        posts = [row.attrib for row in ElementTree.parse(dump.files["Posts"]).getroot()]
        users = {int(row.attrib["Id"]): row.attrib for row in ElementTree.parse(dump.files["Users"]).getroot()}
        comments = [row.attrib for row in ElementTree.parse(dump.files["Comments"]).getroot()]
    questions = {int(post["Id"]): post for post in posts if post["PostTypeId"] == "1"}
    answers = {int(post["Id"]): post for post in posts if post["PostTypeId"] == "2"}
    assert ours("member", Member.display_name) == {n: " ".join(u["DisplayName"].split()) for n, u in users.items()}
    assert ours("question", Topic.score) == {number: int(post["Score"]) for number, post in questions.items()}
    assert ours("answer", Post.score) == {number: int(post["Score"]) for number, post in answers.items()}
    for things, kind, model in ((questions, "question", Topic), (answers, "answer", Post)):
        when = {
            number: moment.isoformat(timespec="milliseconds")[:23]
            for number, moment in ours(kind, model.created_at).items()
        }
        assert when == {number: post["CreationDate"] for number, post in things.items()}
        authors = {ident: number for number, ident in ours("member", Member.id).items()}
        who = {number: authors.get(ident) for number, ident in ours(kind, model.author_id).items()}
        assert who == {number: int(p["OwnerUserId"]) if "OwnerUserId" in p else None for number, p in things.items()}
    assert ours("question", Topic.title) == {number: " ".join(p["Title"].split()) for number, p in questions.items()}
    best = {ident: number for number, ident in ours("answer", Post.id).items()}
    assert {number: best.get(ident) for number, ident in ours("question", Topic.accepted_id).items()} == {
        number: int(post["AcceptedAnswerId"]) if "AcceptedAnswerId" in post else None
        for number, post in questions.items()
    }
    tags: dict[int, set[str]] = {}
    for topic, name in db.session.execute(select(TopicTag.topic_id, Tag.name).join(Tag, Tag.id == TopicTag.tag_id)):
        tags.setdefault(topic, set()).add(name)
    assert {number: tags[ident] for number, ident in ours("question", Topic.id).items()} == {
        number: set(tags_of(post["Tags"])) for number, post in questions.items()
    }
    assert db.session.scalar(select(func.sum(Comment.score))) == sum(int(row["Score"]) for row in comments)
    again = bring_in(DUMP)
    assert not [what for what in again.counts if what[1] == "new"]
    _what_our_rules_make_of_it()


def _what_our_rules_make_of_it():
    """Points and badges by the rules of that network are those that its members had there."""
    backfill()
    found = verify(DUMP)
    assert found["together"]["precision"] >= 0.98
    assert found["together"]["recall"] >= 0.95
    assert found["reputation"]["share"] >= 0.94
    sums = select(ReputationLine.member_id, func.sum(ReputationLine.points)).group_by(ReputationLine.member_id)
    totals = dict(tuple(row) for row in db.session.execute(sums))
    kept = dict(tuple(row) for row in db.session.execute(select(Member.id, Member.reputation)))
    assert {ident: totals.get(ident, 0) for ident in kept} == kept
    assert rebuild_reputation(check=True) == []
    assert rebuild_badges(check=True) == []
