"""Times as a member lives them: in their own time zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from community.accounts.models import Member
from community.core import clock


def there(member: Member, at: datetime | None = None) -> datetime:
    """A time (now, if none is given) on the member's own clock."""
    return (at or clock.now()).astimezone(ZoneInfo(member.timezone))


def meant_by(member: Member, written: datetime) -> datetime:
    """The moment that a member means by a day and a time of day, which come without a zone."""
    return clock.utc(written.replace(tzinfo=ZoneInfo(member.timezone)))


def time_words(member: Member, at: datetime) -> str:
    """A time near now as a sentence has it: "at 14:20", "tomorrow at 09:00", "on Monday 7 December at 09:00"."""
    local, today = there(member, at), there(member).date()
    ahead = (local.date() - today).days
    day = {0: "", 1: "tomorrow ", -1: "yesterday "}.get(ahead)
    if day is None:
        year = f" {local.year}" if local.year != today.year else ""
        day = f"on {local:%A} {local.day} {local:%B}{year} "
    return f"{day}at {local:%H:%M}"
