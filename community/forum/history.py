"""What changed from one wording of a post to another."""

from dataclasses import dataclass

from community.core.differences import Row, chosen_pair, rows_changed
from community.forum.models import Revision


@dataclass(frozen=True)
class Comparison:
    """Two wordings of a post side by side; `number` counts them as people do, the first one is 1."""

    older: Revision
    newer: Revision
    title: list[Row]
    tags: list[Row]
    body: list[Row]


def compare(revisions: list[Revision], older: int | None, newer: int | None) -> Comparison:
    """Compare two of the revisions (newest first) by their numbers; without them the newest with the one before it.

    Raises NotFound for a number that is none of them.
    """
    old, new = chosen_pair(revisions, older, newer)
    return Comparison(old, new, _rows(old.title, new.title), _rows(_tags(revisions, old), _tags(revisions, new)),
                      rows_changed(old.source, new.source))  # fmt: skip


def _rows(old: str | None, new: str | None) -> list[Row]:
    return rows_changed(old or "", new or "") if (old or "") != (new or "") else []


def _tags(revisions: list[Revision], at: Revision) -> str:
    """The tags at a revision: an edit that left them alone says nothing about them."""
    return next((r.tags for r in revisions if r.number <= at.number and r.tags is not None), "")


def tags_at(revisions: list[Revision], at: Revision) -> list[str]:
    """The tags that a topic had at a revision (newest first) of its opening post."""
    return _tags(revisions, at).split()
