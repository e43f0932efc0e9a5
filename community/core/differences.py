"""What changed from one text to the next, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TypeVar

from community.core.errors import NotFound

T = TypeVar("T")
Piece = tuple[str, str]  # ("same" | "del" | "ins", text)
LONGEST = 4_000  # words compared one by one; longer changed passages are shown as a whole, since the cost is quadratic
AROUND = 1  # unchanged lines that stay in sight beside a change
CAREFUL = 250_000  # pairs looked at one by one; beyond, what occurs all over is no hold (a thousand equal lines)


@dataclass(frozen=True)
class Row:
    """One line of two texts side by side; None where one of them has nothing. A `fold` stands for lines left out."""

    kind: str  # same, changed, removed, added, fold
    left: list[Piece] | None = None
    right: list[Piece] | None = None
    folded: int = 0


def rows_changed(old: str, new: str, *, fold: bool = True) -> list[Row]:
    """Two texts side by side, line by line, with the words that changed; long unchanged passages are folded."""
    rows: list[Row] = []
    for before, after, same in _blocks(old.splitlines(), new.splitlines()):
        if same:
            rows += [Row("same", [("same", line)], [("same", line)]) for line in before]
        else:
            rows += [_row(left, right) for left, right in zip_longest(before, after)]
    return _folded(rows) if fold else rows


def _row(left: str | None, right: str | None) -> Row:
    if left is None:
        return Row("added", None, [("ins", right)])
    if right is None:
        return Row("removed", [("del", left)], None)
    pieces = [piece for piece in _inside(left, right) if piece[1]]
    return Row("changed", [p for p in pieces if p[0] != "ins"], [p for p in pieces if p[0] != "del"])


def _folded(rows: list[Row]) -> list[Row]:
    near = {i + step for i, row in enumerate(rows) if row.kind != "same" for step in range(-AROUND, AROUND + 1)}
    shown: list[Row] = []
    for i, row in enumerate(rows):
        if i in near:
            shown.append(row)
        elif shown and shown[-1].kind == "fold":
            shown[-1] = Row("fold", folded=shown[-1].folded + 1)
        else:
            shown.append(Row("fold", folded=1))
    return shown


def chosen_pair(revisions: Sequence[T], older: int | None, newer: int | None) -> tuple[T, T]:
    """Two of the revisions (newest first) by their numbers; without them the newest and the one before it.

    Raises NotFound for a number that is none of them.
    """
    by_number = {revision.number: revision for revision in revisions}
    newer = max(by_number) if newer is None else newer
    if older is None:
        older = max((number for number in by_number if number < newer), default=newer)
    if not {older, newer} <= set(by_number):
        raise NotFound("There is no such wording.")
    return by_number[older], by_number[newer]


def counted(revisions: Sequence) -> dict[int, int]:
    """What people call the revisions (newest first), by their numbers: the first one is 1, with no gaps."""
    return {revision.number: len(revisions) - i for i, revision in enumerate(revisions)}


def _inside(passage: str, replaced: str) -> list[Piece]:
    before, after = re.findall(r"\s+|\S+", passage), re.findall(r"\s+|\S+", replaced)
    if len(before) + len(after) > LONGEST:
        return [("del", passage), ("ins", replaced)]
    pieces: list[Piece] = []
    for old, new, same in _blocks(before, after):
        pieces += [("same", "".join(old))] if same else [("del", "".join(old)), ("ins", "".join(new))]
    return pieces


def _blocks(before: list[str], after: list[str]) -> Iterator[tuple[list[str], list[str], bool]]:
    hasty = len(before) * len(after) > CAREFUL
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=hasty).get_opcodes():
        yield before[a:b], after[c:d], kind == "equal"
