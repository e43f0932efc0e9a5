"""Links between things: written once, read from both ends."""

import pytest

from community.bridges.links import link, linked_from, linked_to, unlink


def test_a_link_is_written_once_and_found_from_both_ends(app):
    assert link("topic", 1, "ticket", 7, "escalated") is True
    assert link("topic", 1, "ticket", 7, "escalated") is False
    assert link("topic", 1, "ticket", 7, "confirmed") is True
    assert [each.to_id for each in linked_from("topic", 1, "escalated")] == [7]
    assert [each.kind for each in linked_to("ticket", 7)] == ["escalated", "confirmed"]
    assert linked_to("topic", 1) == []


def test_forgetting_one_or_all_of_a_kind(app):
    for topic_id in (1, 2, 3):
        link("topic", topic_id, "ticket", 7, "confirmed")
    assert unlink("topic", 2, "ticket", 7, "confirmed") == 1
    assert [each.from_id for each in linked_to("ticket", 7)] == [1, 3]
    assert unlink("topic", None, "ticket", 7, "confirmed") == 2
    assert linked_to("ticket", 7) == []


def test_only_things_that_can_be_looked_up(app):
    with pytest.raises(ValueError, match="links join"):
        link("topic", 1, "unicorn", 7, "escalated")
