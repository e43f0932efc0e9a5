"""People, by name, handle and department; only people who are signed in find each other."""

from sqlalchemy import select

from community.accounts.audiences import MEMBERS, audiences_of
from community.accounts.models import Member
from community.core.db import db
from community.search.documents import Document, Found, Key, Source


def documents(ids: list[int]) -> list[Document]:
    """Members whose account is active."""
    query = select(Member).where(Member.id.in_(ids), Member.active).execution_options(populate_existing=True)
    return [
        Document(
            key=Key("member", member.id),
            title=member.display_name,
            body=member.title,
            audience=MEMBERS,
            at=member.joined_at,
            tags=(member.name.lower(),),
        )
        for member in db.session.scalars(query)
    ]


def ids(after: int, limit: int) -> list[int]:
    """The next ids of members."""
    return list(db.session.scalars(select(Member.id).where(Member.id > after).order_by(Member.id).limit(limit)))


def show(wanted: list[int], viewer: Member | None) -> dict[int, Found]:
    """These people, for a viewer who is signed in."""
    if MEMBERS not in audiences_of(viewer):
        return {}
    return {m.id: _found(m) for m in db.session.scalars(select(Member).where(Member.id.in_(wanted), Member.active))}


def _found(member: Member) -> Found:
    words = tuple(word for word in (member.title, member.role_word if member.role != "member" else "") if word)
    return Found(Key("member", member.id), member.display_name, member.path, "person", words, person=member)


SOURCE = Source("member", "People", documents, ids, show)
