"""What changed from one text to the next, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

Piece = tuple[str, str]  # ("same" | "del" | "ins", text)
LONGEST = 4_000  # words compared one by one; longer changed passages are shown as a whole, since the cost is quadratic
CAREFUL = 250_000  # pairs looked at one by one; beyond, what occurs all over is no hold (a thousand equal lines)


def words_changed(old: str, new: str) -> list[Piece]:
    """The difference of two texts: whole lines first, then words inside the lines that changed; line ends kept."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    pieces = []
    for old_lines, new_lines, same in _blocks(before, after):
        passage, replaced = "".join(old_lines), "".join(new_lines)
        pieces += [("same", passage)] if same else _inside(passage, replaced)
    return [piece for piece in pieces if piece[1]]


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
