"""Whether two texts say the same, or nearly the same."""

import re

WORD = re.compile(r"\w+")
LEAST = 8  # words: shorter texts ("Thank you, that worked") are the same by chance
READ = 400  # words of each text that are compared
NEARLY = 0.5  # share of three-word runs in common from which two texts are nearly the same


def key_of(text: str) -> tuple[str, ...]:
    """The words of a text without case, marks and spaces; empty for one too short to compare."""
    words = WORD.findall(text.casefold())[:READ]
    return tuple(words) if len(words) >= LEAST else ()


def same(one: str, other: str) -> bool:
    """Whether both say the same in the same words."""
    key = key_of(one)
    return bool(key) and key == key_of(other)


def nearly_same(one: str, other: str) -> bool:
    """Whether both share most of their runs of three words (Jaccard's measure)."""
    ours, theirs = _runs(one), _runs(other)
    both = len(ours | theirs)
    return bool(both) and len(ours & theirs) / both >= NEARLY


def _runs(text: str) -> set[tuple[str, ...]]:
    key = key_of(text)
    return set(zip(key, key[1:], key[2:], strict=False))
