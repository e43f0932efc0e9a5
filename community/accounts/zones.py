"""Times of day on a member's own clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from community.accounts.models import Member
from community.core.errors import Invalid


def zone_of(member: Member) -> ZoneInfo:
    """The member's time zone; UTC when it is not one that is known here."""
    try:
        return ZoneInfo(member.timezone or "UTC")
    except (KeyError, ValueError):
        return ZoneInfo("UTC")


def moment(local: datetime | None, member: Member, field: str) -> datetime | None:
    """The instant that a member meant by a time of day on their own clock. Raises Invalid with the field when that
    lies outside of the calendar.
    """
    try:
        return local.replace(tzinfo=zone_of(member)).astimezone(UTC) if local else None
    except OverflowError as error:
        raise Invalid("That is no time we can promise anything for.", field) from error


def local_time(at: datetime | None, member: Member) -> str:
    """A time as a datetime-local field takes it, on the member's own clock."""
    return at.astimezone(zone_of(member)).strftime("%Y-%m-%dT%H:%M") if at else ""
