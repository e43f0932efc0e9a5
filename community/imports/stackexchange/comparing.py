"""Comparing the result with the dump, post by post."""

from collections.abc import Iterator

from sqlalchemy import func, select

from community.core.db import db
from community.forum.models import Post, Topic, Vote
from community.imports import foreign
from community.imports.stackexchange.stage import Stage
from community.imports.stackexchange.summary import Summary

AT_ONCE = 500


def compare(stage: Stage, site_id: int, summary: Summary) -> None:
    """Tell whether each post's score (of the voices from the dump) and each accepted answer are those of the dump."""
    posts = accepted = 0
    other_scores: list[int] = []
    other_answers: list[int] = []
    for rows in _in_parts(stage.run("SELECT id, type, score, accepted FROM posts WHERE sort IS NOT NULL ORDER BY id")):
        openings, scores, chosen = _here(site_id, rows)
        for row in rows:
            if row["id"] in scores:
                posts += 1
                if scores[row["id"]] != row["score"]:
                    other_scores.append(row["id"])
            if row["accepted"] and row["id"] in openings:
                accepted += 1
                if chosen.get(row["id"]) != row["accepted"]:
                    other_answers.append(row["id"])
        db.session.expunge_all()
    _tell(summary, posts, "scores", other_scores, "their votes are not all in the dump, or changed there")
    _tell(summary, accepted, "accepted answers", other_answers, "they are not in the dump, or were changed here")


def _tell(summary: Summary, number: int, what: str, others: list[int], why: str) -> None:
    if not others:
        summary.find(f"Compared: {number:,} {what} equal the dump’s.")
        return
    some = ", ".join(str(ident) for ident in others[:5]) + (", …" if len(others) > 5 else "")
    summary.find(f"Compared: {len(others):,} of {number:,} {what} differ from the dump’s ({some}): {why}.")


def _in_parts(cursor) -> Iterator[list]:
    while rows := cursor.fetchmany(AT_ONCE):
        yield rows


def _here(site_id: int, rows: list) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    """Our topic ids by their questions, unnamed scores by their posts, and accepted answers by their questions."""
    numbers = {row["id"] for row in rows}
    topics = {int(n): ident for n, ident in foreign.known(site_id, "question", numbers).items()}
    answers = {int(n): i for n, i in foreign.known(site_id, "answer", numbers | {r["accepted"] for r in rows}).items()}
    unnamed = (
        select(Post.id, func.coalesce(func.sum(Vote.value), 0))
        .outerjoin(Vote, (Vote.post_id == Post.id) & Vote.voter_id.is_(None))
        .group_by(Post.id)
    )
    heads = (
        select(Topic.id, Post.id, Topic.accepted_id)
        .join(Post, Post.id == Topic.opening_id)
        .where(Topic.id.in_(topics.values()))
    )
    found = {topic: (post, best) for topic, post, best in db.session.execute(heads)}
    mine = {number: found[ident][0] for number, ident in topics.items() if ident in found}
    mine |= {number: ident for number, ident in answers.items() if number in numbers}
    sums = dict(db.session.execute(unnamed.where(Post.id.in_(mine.values()))).all())
    theirs = {ident: number for number, ident in answers.items()}
    scores = {number: sums[ident] for number, ident in mine.items() if ident in sums}
    chosen = {number: theirs.get(found[ident][1], 0) for number, ident in topics.items() if ident in found}
    return topics, scores, chosen
