"""A key for whoever can't sign in: it opens the appeal against what keeps them out, and nothing else."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from community.accounts.models import Member
from community.accounts.sanctions import Sanction
from community.core.db import db


def key_to(sanction: Sanction) -> str:
    """The key to the appeal against a sanction; to be given to its member alone."""
    return _seal().dumps([sanction.member_id, sanction.id])


def member_with(key: str, sanction_id: int) -> Member | None:
    """Whose key it is; None for a key to something else, or none at all."""
    try:
        member_id, opens = _seal().loads(key)
    except BadSignature:
        return None
    return db.session.get(Member, member_id) if opens == sanction_id else None


def _seal() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key, salt="sanction")
