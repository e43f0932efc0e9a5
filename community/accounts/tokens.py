"""Personal access tokens: shown once, kept as a hash."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select

from community.accounts.facts import TokenCreated, TokenRevoked
from community.accounts.models import Member, Token
from community.core import clock
from community.core.db import atomic, db
from community.core.errors import Invalid
from community.events import record

SCOPES = ("read", "write")
PREFIX = "ghp_"


def create_token(member: Member, scopes: list[str], *, by: Member | None = None) -> str:
    """Make a token and give its text, which can't be shown again. Raises Invalid for an unknown scope."""
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        raise Invalid(f"Scopes are {' and '.join(SCOPES)}; given: {', '.join(unknown) or 'none'}.", "scopes")
    text = PREFIX + secrets.token_urlsafe(32)
    with atomic():
        token = Token(member_id=member.id, hash=_hash(text), scopes=",".join(sorted(set(scopes))))
        db.session.add(token)
        db.session.flush()
        record(TokenCreated(member.id, token.id), by=by or member)
    return text


def revoke_token(token: Token, *, by: Member) -> None:
    """End a token at once."""
    with atomic():
        if token.revoked_at is None:
            token.revoked_at = clock.now()
            record(TokenRevoked(token.member_id, token.id), by=by)


def member_of_token(text: str) -> tuple[Member, set[str]] | None:
    """Whose token this is and what it may do; None when it is unknown, revoked or its owner may not come in."""
    found = db.session.execute(
        select(Member, Token).join(Token, Token.member_id == Member.id).where(Token.hash == _hash(text))
    ).first()
    if found is None or found.Token.revoked_at or not found.Member.active or found.Member.is_suspended:
        return None
    _note_use(found.Token)
    return found.Member, set(found.Token.scopes.split(","))


def _note_use(token: Token) -> None:
    """Once an hour is enough to tell a token that is used from one that is not."""
    if token.last_used_at is None or token.last_used_at < clock.now() - timedelta(hours=1):
        with atomic():
            token.last_used_at = clock.now()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()  # 256 random bits need no slow hash
