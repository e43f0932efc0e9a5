"""The sponsor's side: a signed link by mail to somebody without an account, good for one answer and for a month."""

from datetime import timedelta
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeSerializer

from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Conflict, Gone, NotFound
from community.core.mail import compose, send
from community.core.text import tidy
from community.core.web import settings
from community.events import Event, record
from community.events.table import outside
from community.superusers.facts import AgreementConfirmed, AgreementRefused
from community.superusers.models import Agreement
from community.superusers.queries import WHOLE

LASTS = timedelta(days=30)
WORDS_LENGTH = 500


def key_to(agreement: Agreement) -> str:
    """The key by which the sponsor of this round answers; for their mail alone."""
    return _seal().dumps([agreement.id, agreement.sponsor_round])


def agreement_with(key: str) -> Agreement:
    """What a key opens. Raises NotFound for one that we did not make, Gone when it was used, replaced or is too old."""
    try:
        ident, round_ = _seal().loads(key)
    except BadSignature as error:
        raise NotFound("This link isn’t one of ours, or it was cut off on the way. Copy the whole of it.") from error
    agreement = db.session.get(Agreement, ident, options=WHOLE)
    if agreement is None or agreement.sponsor_round != round_ or not agreement.waits_for_sponsor:
        raise Gone("It was answered already, or is not needed any more. A newer mail may hold another link.")
    if agreement.sponsor_asked_at + LASTS < clock.now():
        raise Gone(f"A link lasts {LASTS.days} days. {agreement.member.display_name} can have a new one sent.")
    return agreement


def confirm_agreement(key: str) -> Agreement:
    """Give the time for it. Raises as `agreement_with`; the second of two answers is refused."""
    agreement = agreement_with(key)
    with atomic():
        _hold(agreement)
        agreement.confirmed_at = clock.now()
        record(AgreementConfirmed(agreement.id, agreement.member_id))
    return agreement


def refuse_agreement(key: str, words: str = "") -> Agreement:
    """Say that the time can't be given; `words` go to the member and to staff. Raises as `confirm_agreement`."""
    agreement = agreement_with(key)
    with atomic():
        _hold(agreement)
        agreement.sponsor_refused_at, agreement.sponsor_words = clock.now(), tidy(words)[:WORDS_LENGTH]
        record(AgreementRefused(agreement.id, agreement.member_id))
    return agreement


def _hold(agreement: Agreement) -> None:
    round_ = agreement.sponsor_round
    lock(agreement)
    if agreement.sponsor_round != round_ or not agreement.waits_for_sponsor:
        raise Conflict("It was answered meanwhile.")


@outside
def write_to_sponsor(event: Event) -> None:
    """AgreementAccepted, SponsorAsked: send the link, unless it was replaced or answered since.

    Sent again after a worker died, it has the same Message-ID, which mail programs show once.
    """
    agreement = db.session.get(Agreement, event.fact.agreement_id, options=WHOLE)
    if agreement is None or agreement.sponsor_round != event.fact.round or not agreement.waits_for_sponsor:
        return
    link = f"{settings().public_url}/sponsorships/{key_to(agreement)}"
    host = urlsplit(settings().public_url).hostname
    context = {"agreement": agreement, "link": link, "site": settings().site_name, "days": LASTS.days}
    text, html = compose("sponsor", **context)
    send(
        to=agreement.sponsor_email,
        subject=f"{agreement.member.display_name} asks for your word as their sponsor",
        text=text,
        html=html,
        headers={
            "Message-ID": f"<sponsor-{agreement.id}-{agreement.sponsor_round}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def _seal() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="sponsor")
