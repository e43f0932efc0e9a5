"""What changed from one wording of an article to another."""

from dataclasses import dataclass

from community.core.differences import Row, chosen_pair, rows_changed
from community.knowledge.models import ArticleRevision


@dataclass(frozen=True)
class Comparison:
    """Two wordings of an article side by side; no rows where nothing differs."""

    older: ArticleRevision
    newer: ArticleRevision
    title: list[Row]
    summary: list[Row]
    body: list[Row]


def compare(revisions: list[ArticleRevision], older: int | None, newer: int | None) -> Comparison:
    """Compare two of the revisions (newest first) by their numbers; without them the newest with the one before it.

    Raises NotFound for a number that is none of them.
    """
    old, new = chosen_pair(revisions, older, newer)
    title, summary = ((getattr(old, name), getattr(new, name)) for name in ("title", "summary"))
    small = [rows_changed(*pair) if pair[0] != pair[1] else [] for pair in (title, summary)]
    return Comparison(old, new, *small, rows_changed(old.source, new.source))
