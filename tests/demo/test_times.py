"""The times of the demo: counted back from now, on from what they belong to, never ahead."""

from datetime import UTC, datetime, timedelta

import pytest

from community.demo import times

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ASKED = datetime(2026, 2, 20, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("-10d 09:15", ASKED),
        ("-3h", NOW - timedelta(hours=3)),
        ("-52m", NOW - timedelta(minutes=52)),
        ("+1h50m", ASKED + timedelta(hours=1, minutes=50)),
        ("+2d", ASKED + timedelta(days=2)),
        ("+1d 08:40", datetime(2026, 2, 21, 8, 40, tzinfo=UTC)),
    ],
)
def test_a_time_means_a_moment(written, meant):
    assert times.moment(written, now=NOW, since=ASKED if written[0] == "+" else None) == meant


@pytest.mark.parametrize("written", ["", "soon", "+", "-", "+5x", "12d", "+20d", "+0d 08:00", "-0d 23:00"])
def test_what_is_no_time_or_not_yet_or_too_early_is_refused(written):
    with pytest.raises(ValueError, match=r"demo knows|future|before"):
        times.moment(written, now=NOW, since=ASKED)


def test_a_promise_may_lie_ahead():
    assert times.ahead("now+5h", now=NOW, since=ASKED) == NOW + timedelta(hours=5)
    assert times.ahead("now-35m", now=NOW, since=ASKED) == NOW - timedelta(minutes=35)
    assert times.ahead("+1h", now=NOW, since=ASKED) == ASKED + timedelta(hours=1)


def test_a_crowd_comes_in_order_after_the_thing_and_before_now():
    for since in (ASKED, NOW - timedelta(minutes=40)):
        moments = times.spread(17, since=since, now=NOW)
        assert moments == sorted(moments)
        assert since < moments[0] and moments[-1] < NOW
