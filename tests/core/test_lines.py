"""Who is on which open line, wherever that is remembered."""

import pytest

from community.core.lines import InProcess, InRedis


@pytest.fixture(params=["process", "redis"])
def lines(request, service):
    """What remembers, both kinds."""
    return InRedis(service("redis")) if request.param == "redis" else InProcess()


def test_a_members_lines_are_known_until_they_close(lines):
    asha, vera = 9_100_001, 9_100_002  # of this test alone, in a Redis that others use as well
    for line, member in (("a", asha), ("b", vera), ("c", asha), ("a", asha)):
        lines.note(line, member)
    assert sorted(lines.of(asha)) == ["a", "c"]
    lines.forget("a")
    lines.forget("unheard of")
    assert (lines.of(asha), lines.of(vera)) == (["c"], ["b"])
