"""What changed from one wording of a post to the next."""

from dataclasses import dataclass

from community.core.differences import Piece, words_changed
from community.forum.models import Revision


@dataclass(frozen=True)
class Change:
    """One revision and its difference to the one before: pieces of (same | del | ins, text)."""

    revision: Revision
    title: list[Piece] | None
    body: list[Piece]


def changes_of(revisions: list[Revision]) -> list[Change]:
    """The revisions (newest first) with what each changed."""
    changes = []
    for newer, older in zip(revisions, [*revisions[1:], None], strict=True):
        title = None
        if newer.title and older and older.title != newer.title:
            title = words_changed(older.title or "", newer.title)
        changes.append(Change(newer, title, words_changed(older.source if older else newer.source, newer.source)))
    return changes
