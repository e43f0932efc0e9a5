"""The member's side of an agreement: reading it, then accepting with the name of a sponsor, or declining."""

from email_validator import EmailNotValidError, validate_email

from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, lock
from community.core.errors import Conflict, Invalid, require
from community.core.text import tidy
from community.events import record
from community.superusers.facts import AgreementAccepted, AgreementDeclined, SponsorAsked
from community.superusers.models import Agreement

PARTING_LENGTH = 500


def may_answer(by: Member | None, agreement: Agreement) -> bool | str:
    """The person who was asked."""
    return (by is not None and by.id == agreement.member_id) or "The person who was asked answers this."


def may_name_sponsor(by: Member | None, agreement: Agreement) -> bool | str:
    """The person who agreed, and staff, until the sponsor has confirmed."""
    if by is None or not (by.is_staff or by.id == agreement.member_id):
        return "The person who was asked, or provider staff, name the sponsor."
    open_ = agreement.state == "offered" and agreement.accepted_at is not None and agreement.confirmed_at is None
    return open_ or "There is nothing to confirm any more."


def accept_agreement(
    agreement: Agreement, *, sponsor_name: str, sponsor_email: str, backup: Member | None = None, by: Member
) -> None:
    """Agree. The sponsor is then asked by mail to confirm; the role begins when they have.

    Raises NotAllowed, Invalid with the field, Conflict when it is no open offer any more.
    """
    require(may_answer(by, agreement))
    name, email = _checked(sponsor_name, sponsor_email, by)
    if backup is not None and backup.id == by.id:
        raise Invalid("Somebody else has to step in while you are away.", "backup")
    with atomic():
        lock(agreement)
        if agreement.state == "offered" and agreement.accepted_at:
            return
        _refuse_closed(agreement)
        agreement.accepted_at = clock.now()
        agreement.backup_id = backup.id if backup else None
        _ask(agreement, name, email)
        record(AgreementAccepted(agreement.id, agreement.member_id, agreement.sponsor_round), by=by)


def decline_agreement(agreement: Agreement, words: str = "", *, by: Member) -> None:
    """Rather not, with a word if one likes. Nothing happens when that was said already."""
    require(may_answer(by, agreement))
    with atomic():
        lock(agreement)
        if agreement.state == "declined":
            return
        _refuse_closed(agreement)
        agreement.state, agreement.closed_at, agreement.closed_by_id = "declined", clock.now(), by.id
        agreement.parting, agreement.sponsor_email = tidy(words)[:PARTING_LENGTH], ""
        record(AgreementDeclined(agreement.id, agreement.member_id), by=by)


def ask_sponsor_anew(agreement: Agreement, *, sponsor_name: str, sponsor_email: str, by: Member) -> None:
    """Send a new link, to the same sponsor or another; links sent before open nothing from then on.

    Raises NotAllowed, Invalid with the field.
    """
    require(may_name_sponsor(by, agreement))
    name, email = _checked(sponsor_name, sponsor_email, agreement.member)
    with atomic():
        lock(agreement)
        require(may_name_sponsor(by, agreement))
        _ask(agreement, name, email)
        record(SponsorAsked(agreement.id, agreement.member_id, agreement.sponsor_round), by=by)


def _ask(agreement: Agreement, name: str, email: str) -> None:
    agreement.sponsor_name, agreement.sponsor_email = name, email
    agreement.sponsor_round += 1
    agreement.sponsor_asked_at, agreement.sponsor_refused_at, agreement.sponsor_words = clock.now(), None, ""


def _checked(name: str, email: str, member: Member) -> tuple[str, str]:
    name = tidy(name)[:80]
    if not name:
        raise Invalid("Who answers for your time at work? Give their name.", "sponsor_name")
    try:
        email = validate_email(tidy(email), check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise Invalid("That is no address a mail could go to.", "sponsor_email") from error
    if member.email and email.lower() == member.email.lower():
        raise Invalid("Somebody else confirms it: the person who answers for your time at work.", "sponsor_email")
    return name, email


def _refuse_closed(agreement: Agreement) -> None:
    if agreement.state != "offered":
        raise Conflict("This is no open invitation any more.")
