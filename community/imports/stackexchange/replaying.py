"""Replaying the steps of a dump in transactions of a few hundred rows."""

import time
from collections.abc import Callable
from datetime import datetime

from community.core import clock
from community.core.db import atomic, db
from community.core.errors import Busy, Refusal
from community.imports.stackexchange import (
    acceptances,
    bounties,
    changes,
    closings,
    comments,
    edits,
    links,
    members,
    posts,
    suggestions,
    tags,
    votes,
    wikis,
)
from community.imports.stackexchange.batch import Batch
from community.imports.stackexchange.rows import time_of
from community.imports.stackexchange.stage import Stage
from community.imports.stackexchange.summary import Summary

AT_ONCE = 300
WITH_TIME = {"member", "question", "answer", "edit", "comment", "link"}
TRIES = 5  # while somebody else holds the database

BRINGING: dict[str, Callable] = {
    "member": members.bring,
    "tag": tags.bring,
    "question": posts.bring_question,
    "answer": posts.bring_answer,
    "edit": edits.bring,
    "suggestion": suggestions.bring,
    "comment": comments.bring,
    "vote": votes.bring,
    "wiki": wikis.bring,
    "bounty": bounties.bring,
    "acceptance": acceptances.bring,
    "link": links.bring,
    "closing": closings.bring,
    "text": changes.bring_text,
    "withdrawal": changes.bring_withdrawal,
    "reopening": changes.bring_reopening,
}


def replay(stage: Stage, site_id: int, phase: int, summary: Summary, advance: Callable[[int], None]) -> None:
    """Bring in every step of a phase that is not known yet. Raises Busy when the database stays locked."""
    for steps in stage.batches(phase, AT_ONCE):
        try:
            _bring_together(stage, site_id, steps, summary)
        except Busy:
            raise
        except Refusal:
            for step in steps:  # one of them can't be brought in: each for itself then
                _bring_alone(stage, site_id, step, summary)
        advance(len(steps))


def _bring_together(stage: Stage, site_id: int, steps: list, summary: Summary) -> None:
    for attempt in range(1, TRIES + 1):
        try:
            with atomic():
                batch = Batch(stage, site_id, steps)
                for step in steps:
                    with clock.pretend(_moment(batch, step)):
                        BRINGING[step["kind"]](batch, step)
                batch.write_down()
        except Busy:
            if attempt == TRIES:
                raise
            time.sleep(attempt)
        else:
            summary.add(batch)
            return
        finally:
            db.session.expunge_all()


def _moment(batch: Batch, step) -> datetime:
    """When a thing happened: votes and acceptances have only a day, so their place in the stream decides."""
    if step["kind"] in WITH_TIME:
        return time_of(batch.row(step)["at"])
    if step["kind"] == "closing":
        return time_of(batch.closing(step["ref"])["at"])
    return time_of(step["sort"]) if step["kind"] != "tag" else clock.now()


def _bring_alone(stage: Stage, site_id: int, step, summary: Summary) -> None:
    try:
        _bring_together(stage, site_id, [step], summary)
    except Busy:
        raise
    except Refusal as refusal:
        summary.leave_out(step["kind"], refusal.sentence)
