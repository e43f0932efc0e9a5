"""Proposals of the improvement log, in every stage."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.core.db import db
from community.core.text import plain
from community.improvement.models import Proposal
from community.improvement.queries import visible_proposals
from community.search.documents import Document, Found, Key, Source


def documents(ids: list[int]) -> list[Document]:
    """Proposals as they were written."""
    query = select(Proposal).where(Proposal.id.in_(ids)).options(joinedload(Proposal.service))
    return [_document(proposal) for proposal in db.session.scalars(query.execution_options(populate_existing=True))]


def _document(proposal: Proposal) -> Document:
    return Document(
        key=Key("proposal", proposal.id),
        title=proposal.title,
        body=_text(proposal),
        audience=proposal.audience,
        at=proposal.stage_at,
        tags=(proposal.ref.lower(),),
        service=proposal.service.slug if proposal.service else "",
    )


def ids(after: int, limit: int) -> list[int]:
    """The next ids of proposals."""
    return list(db.session.scalars(select(Proposal.id).where(Proposal.id > after).order_by(Proposal.id).limit(limit)))


def show(wanted: list[int], viewer: Member | None) -> dict[int, Found]:
    """The proposals that this viewer may see."""
    query = visible_proposals(viewer).where(Proposal.id.in_(wanted)).options(joinedload(Proposal.service))
    return {proposal.id: _found(proposal) for proposal in db.session.scalars(query)}


def _found(proposal: Proposal) -> Found:
    place = (proposal.service.name,) if proposal.service else ()
    votes = f"{proposal.support_count} {'vote' if proposal.support_count == 1 else 'votes'}"
    return Found(
        key=Key("proposal", proposal.id),
        title=proposal.title,
        url=proposal.path,
        glyph="improvement",
        facts=(proposal.stage_word, proposal.ref, *place, votes),
        text=_text(proposal),
    )


def _text(proposal: Proposal) -> str:
    return "\n".join(plain(html) for html in (proposal.hard_html, proposal.better_html, proposal.value_html))


SOURCE = Source("proposal", "Improvements", documents, ids, show)
