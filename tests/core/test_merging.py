"""Joining two changes of one text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.core.merging import has_marks, merge

TEXT = st.lists(st.sampled_from("abcd"), max_size=8).map("\n".join)


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "joined"),
    [
        ("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"),
        ("a\nb", "a\nb\nx", "a\nb", "a\nb\nx"),
        ("a\nb\nc", "a\nc", "a\nb\nc\nd", "a\nc\nd"),
        ("a", "same", "same", "same"),
    ],
)
def test_changes_at_different_places_are_both_kept(base, theirs, mine, joined):
    assert (merge(base, theirs, mine).text, merge(base, theirs, mine).conflicts) == (joined, 0)


def test_changes_at_the_same_place_stand_side_by_side():
    both = merge("a\nb\nc", "a\nX\nc", "a\nY\nc")
    assert both.conflicts == 1 and has_marks(both.text)
    assert both.text.index("X") < both.text.index("Y")


@given(TEXT, TEXT)
def test_who_changed_nothing_takes_nothing_away(base, other):
    lines = [other.splitlines(), merge(base, other, base).text.splitlines(), merge(base, base, other).text.splitlines()]
    assert lines[0] == lines[1] == lines[2]


@given(TEXT, TEXT, TEXT)
def test_no_new_line_of_either_is_lost(base, theirs, mine):
    joined = set(merge(base, theirs, mine).text.splitlines())
    assert (set(theirs.splitlines()) | set(mine.splitlines())) - set(base.splitlines()) <= joined
