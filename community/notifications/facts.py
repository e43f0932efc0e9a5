"""Facts about following and telling."""

from community.events import fact


@fact
class WatchChanged:
    """Somebody chose how closely to follow a thing."""

    subject_kind: str
    subject_id: int
    level: str


@fact
class MailPromised:
    """A notification is to go out by mail as well; not before a time in seconds since 1970, when quiet hours end."""

    notification_id: int
    member_id: int
    not_before: int = 0


@fact
class BellHeld:
    """Somebody was told something in their quiet hours; the bell rings when these are over."""

    member_id: int
    until: int
