"""Joining what two people changed in the same text, line by line, as version control does."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

CONFLICT = ("<<<<<<< theirs", "=======", ">>>>>>> yours")


@dataclass(frozen=True)
class Merged:
    """A text with both changes in it; where both changed the same lines, both versions stand between marks."""

    text: str
    conflicts: int


def merge(base: str, theirs: str, mine: str) -> Merged:
    """Three-way merge: `base` is what both began with. Where only one side changed something, that change is taken."""
    texts = [text.splitlines() for text in (base, theirs, mine)]
    lines: list[str] = []
    conflicts = 0
    for old, other, own in _passages(*texts):
        if other == own or own == old:
            lines += other
        elif other == old:
            lines += own
        else:
            conflicts += 1
            lines += [CONFLICT[0], *other, CONFLICT[1], *own, CONFLICT[2]]
    return Merged("\n".join(lines), conflicts)


def has_marks(text: str) -> bool:
    """Whether a text still holds the marks of a conflict that nobody has resolved."""
    return any(line in CONFLICT[::2] for line in text.splitlines())


def _passages(base: list[str], theirs: list[str], mine: list[str]) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """The texts in passages: in turn what all three share, and what stands between two such passages."""
    at = [0, 0, 0]
    for starts, size in _shared(base, theirs, mine):
        yield base[at[0] : starts[0]], theirs[at[1] : starts[1]], mine[at[2] : starts[2]]
        same = base[starts[0] : starts[0] + size]
        yield same, same, same
        at = [start + size for start in starts]


def _shared(base: list[str], theirs: list[str], mine: list[str]) -> Iterator[tuple[tuple[int, int, int], int]]:
    """Runs of lines of the base that both others kept: where they start in each, and how long they are."""
    left = SequenceMatcher(None, base, theirs, autojunk=False).get_matching_blocks()
    right = SequenceMatcher(None, base, mine, autojunk=False).get_matching_blocks()
    i = j = 0
    while i < len(left) and j < len(right):
        a, b = left[i], right[j]
        start, end = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if start < end:
            yield (start, a.b + start - a.a, b.b + start - b.a), end - start
        if a.a + a.size <= b.a + b.size:
            i += 1
        else:
            j += 1
    yield (len(base), len(theirs), len(mine)), 0
