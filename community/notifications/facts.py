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
    """A notification is to go out by mail as well."""

    notification_id: int
    member_id: int
