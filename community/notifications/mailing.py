"""Notifications by mail: one each, for people with a confirmed address who want it. Never lost.

The mail goes out before it is noted as sent: while the server can't take it, it stays owed and is tried again. A worker
that dies between the two sends it again under the same Message-ID, which mail programs show once.
"""

from urllib.parse import urlsplit

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db
from community.core.errors import NotFound
from community.core.mail import compose, send
from community.core.web import settings
from community.events import Event
from community.events.table import due, outside
from community.notifications.models import Notification
from community.notifications.reading import Note, find_note
from community.notifications.wording import OFFICIAL, SANCTIONS


@outside
@due(lambda event: max(event.at, clock.from_seconds(event.fact.not_before)))
def send_promised(event: Event) -> None:
    """MailPromised: send it, once quiet hours are over, unless it went out, was read, or may not reach its receiver."""
    row = db.session.get(Notification, event.fact.notification_id)
    member = db.session.get(Member, event.fact.member_id)
    if row is None or member is None or not _wants(member, row.kind):
        return
    if row.sent_at or row.read_at:
        return
    try:
        note = find_note(row.id, member)
    except NotFound:
        return
    _send(note, member)
    with atomic():
        row.sent_at = clock.now()


def _wants(member: Member, kind: str) -> bool:
    chosen = kind in OFFICIAL or (member.mails and not member.is_suspended)
    return bool(member.active and chosen and member.email and member.confirmed_at)


def _send(note: Note, member: Member) -> None:
    public, site = settings().public_url, settings().site_name
    contact = settings().contact if note.kind in SANCTIONS else None  # who can't come in must know where to write
    text, html = compose("notification", note=note, member=member, public=public, site=site, contact=contact)
    send(
        to=member.email,
        subject=note.words,
        text=text,
        html=html,
        headers={
            "Message-ID": f"<notification-{note.id}@{urlsplit(public).hostname}>",  # the same when sent again
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{public}/settings>",
        },
    )
