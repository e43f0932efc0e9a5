"""Times as the content writes them: counted back from the moment of loading, or on from what they belong to."""

import re
from datetime import datetime, timedelta

BACK_TO_A_DAY = re.compile(r"-(\d+)d (\d\d):(\d\d)")
ON_TO_A_DAY = re.compile(r"\+(\d+)d (\d\d):(\d\d)")
SPAN = re.compile(r"([-+])(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?")


def moment(written: str, *, now: datetime, since: datetime | None = None) -> datetime:
    """The moment that `written` means, aware and in UTC.

    "-12d 09:15" is twelve days before `now` at that time of day, "-3h" and "-52m" are spans before `now`;
    "+25m", "+1h50m" are spans after `since`, "+1d 09:15" is a time of day on a later day than `since`.
    Raises ValueError for anything else, and for a moment that hasn't come yet or lies before `since`.
    """
    at = _read(written, now, since)
    if at > now:
        raise ValueError(f"{written!r} would be in the future")
    if since is not None and at < since:
        raise ValueError(f"{written!r} would be before what it belongs to")
    return at


def _read(written: str, now: datetime, since: datetime | None) -> datetime:
    if match := BACK_TO_A_DAY.fullmatch(written):
        days, hour, minute = map(int, match.groups())
        return (now - timedelta(days=days)).replace(hour=hour, minute=minute, second=0, microsecond=0)
    if (match := ON_TO_A_DAY.fullmatch(written)) and since is not None:
        days, hour, minute = map(int, match.groups())
        return (since + timedelta(days=days)).replace(hour=hour, minute=minute, second=0, microsecond=0)
    if (match := SPAN.fullmatch(written)) and any(match.groups()[1:]):
        days, hours, minutes = (int(part or 0) for part in match.groups()[1:])
        span = timedelta(days=days, hours=hours, minutes=minutes)
        if match[1] == "-":
            return now - span
        if since is not None:
            return since + span
    raise ValueError(f"{written!r} is no time that the demo knows")


def ahead(written: str, *, now: datetime, since: datetime) -> datetime:
    """A moment that may still be to come: like `moment`, or counted from now as "now+5h" or "now-35m"."""
    if written.startswith("now"):
        return _read(written.removeprefix("now"), now, since if "-" in written else now)
    return _read(written, now, since)


def spread(count: int, *, since: datetime, now: datetime, over: timedelta = timedelta(days=6)) -> list[datetime]:
    """`count` moments after `since` and before `now`: many at first, fewer later, as people find a thing."""
    span = min(now - since, over) * 0.95
    return sorted(_awake(since + span * ((index + 0.6) / count) ** 2, now) for index in range(count))


def _awake(at: datetime, now: datetime) -> datetime:
    """The same moment, or the morning after when it falls into the night and the morning has come."""
    morning = at.replace(hour=7, minute=(at.minute + 20) % 60)
    return morning if at.hour < 7 and morning < now else at
