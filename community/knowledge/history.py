"""What each revision of an article changed."""

from dataclasses import dataclass

from community.core.differences import Piece, words_changed
from community.knowledge.models import ArticleRevision


@dataclass(frozen=True)
class Change:
    """One revision and its difference to the one before; empty pieces where nothing differs."""

    revision: ArticleRevision
    title: list[Piece]
    summary: list[Piece]
    body: list[Piece]


def changes_of(revisions: list[ArticleRevision]) -> list[Change]:
    """The revisions (newest first) with what each changed; the first one is shown as it was drafted."""
    return [_change(new, old) for new, old in zip(revisions, [*revisions[1:], None], strict=True)]


def _change(new: ArticleRevision, old: ArticleRevision | None) -> Change:
    if old is None:
        return Change(new, [], [], [("same", new.source)])

    def differing(before: str, after: str) -> list[Piece]:
        return words_changed(before, after) if before != after else []

    return Change(
        new, differing(old.title, new.title), differing(old.summary, new.summary), differing(old.source, new.source)
    )
