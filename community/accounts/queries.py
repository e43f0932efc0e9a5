"""Finding members."""

from sqlalchemy import func, or_, select

from community.accounts.models import Member, Token
from community.core.db import db
from community.core.errors import NotFound
from community.events import Event


def find_member(name: str) -> Member:
    """The member with this handle, in any case of letters. Raises NotFound."""
    member = db.session.scalar(select(Member).where(func.lower(Member.name) == name.lower()))
    if member is None:
        raise NotFound("Nobody here goes by that name.")
    return member


def doer_of(event: Event) -> Member | None:
    """Who brought a fact about; None for what happened by itself."""
    return db.session.get(Member, event.by_id) if event.by_id else None


def members_by_id(ids) -> dict[int, Member]:
    """Members of these ids, in one statement."""
    wanted = {ident for ident in ids if ident is not None}
    if not wanted:
        return {}
    return {m.id: m for m in db.session.scalars(select(Member).where(Member.id.in_(wanted)))}


def matching_members(words: str):
    """Active members whose name begins like `words`, as a query; everyone when `words` is empty."""
    query = select(Member).where(Member.active)
    if words:
        start = words.lower().replace("%", "").replace("_", r"\_")
        query = query.where(
            or_(
                func.lower(Member.name).like(f"{start}%", escape="\\"),
                func.lower(Member.display_name).like(f"%{start}%", escape="\\"),
            )
        )
    return query


def tokens_of(member: Member) -> list[Token]:
    """The member's tokens that still work, newest first."""
    query = select(Token).where(Token.member_id == member.id, Token.revoked_at.is_(None))
    return list(db.session.scalars(query.order_by(Token.id.desc())))


def find_token(ident: int, owner: Member) -> Token:
    """A token of this member. Raises NotFound."""
    token = db.session.scalar(select(Token).where(Token.id == ident, Token.member_id == owner.id))
    if token is None:
        raise NotFound("There is no such token of yours.")
    return token
