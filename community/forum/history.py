"""What changed from one wording of a post to the next."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from community.forum.models import Revision


@dataclass(frozen=True)
class Change:
    """One revision and its difference to the one before: pieces of (same | del | ins, text)."""

    revision: Revision
    title: list[tuple[str, str]] | None
    body: list[tuple[str, str]]


def changes_of(revisions: list[Revision]) -> list[Change]:
    """The revisions (newest first) with what each changed."""
    changes = []
    for newer, older in zip(revisions, [*revisions[1:], None], strict=True):
        title = None
        if newer.title and older and older.title != newer.title:
            title = words_changed(older.title or "", newer.title)
        changes.append(Change(newer, title, words_changed(older.source if older else newer.source, newer.source)))
    return changes


def words_changed(old: str, new: str) -> list[tuple[str, str]]:
    """The difference of two texts word by word, line ends kept."""
    before, after = _words(old), _words(new)
    pieces: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(before[a:b])))
            continue
        if a != b:
            pieces.append(("del", "".join(before[a:b])))
        if c != d:
            pieces.append(("ins", "".join(after[c:d])))
    return pieces


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)
