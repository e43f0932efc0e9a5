"""Reading the improvement log, always through the viewer."""

from dataclasses import dataclass, field

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.core.db import db
from community.core.errors import NotFound
from community.improvement.models import Proposal, ProposalSupport, ProposalWord
from community.improvement.stages import STAGES
from community.services.models import Service

AS_ROW = (joinedload(Proposal.service), joinedload(Proposal.proposer), joinedload(Proposal.owner))
COLUMN_LENGTH = 5
ORDERS = {"votes": "Most wanted", "new": "Newest"}


@dataclass
class Column:
    """One stage on the board: how many stand there, and the first few."""

    stage: str
    count: int = 0
    proposals: list[Proposal] = field(default_factory=list)


def visible_proposals(viewer: Member | None) -> Select[tuple[Proposal]]:
    """Every proposal this viewer may see, as a query to narrow further."""
    return select(Proposal).where(Proposal.audience.in_(audiences_of(viewer)))


def find_proposal(ident: int, viewer: Member | None) -> Proposal:
    """The proposal with service, proposer and owner. Raises NotFound."""
    found = db.session.scalar(visible_proposals(viewer).where(Proposal.id == ident).options(*AS_ROW))
    if found is None:
        raise NotFound("There is no such proposal, or it isn’t open to you.")
    return found


def board(viewer: Member | None, *, service: Service | None = None, order: str = "votes") -> dict[str, Column]:
    """All stages with their count and first few proposals, in one statement however many there are."""
    ranking = (Proposal.support_count.desc(), Proposal.id.desc()) if order == "votes" else (Proposal.id.desc(),)
    place = func.row_number().over(partition_by=Proposal.stage, order_by=ranking).label("place")
    total = func.count().over(partition_by=Proposal.stage).label("total")
    ranked = _of_service(visible_proposals(viewer), service).with_only_columns(Proposal.id, place, total).subquery()
    query = (
        select(Proposal, ranked.c.total)
        .join(ranked, ranked.c.id == Proposal.id)
        .where(ranked.c.place <= COLUMN_LENGTH)
        .options(*AS_ROW)
        .order_by(ranked.c.place)
    )
    columns = {stage: Column(stage) for stage in STAGES}
    for proposal, count in db.session.execute(query):
        column = columns[proposal.stage]
        column.count = count
        column.proposals.append(proposal)
    return columns


def proposals_at(stage: str, viewer: Member | None, service: Service | None = None) -> Select[tuple[Proposal]]:
    """The proposals at one stage, to be paged."""
    return _of_service(visible_proposals(viewer), service).where(Proposal.stage == stage).options(*AS_ROW)


def _of_service(query: Select, service: Service | None) -> Select:
    return query.where(Proposal.service_id == service.id) if service else query


def words_of(proposal: Proposal) -> list[ProposalWord]:
    """What was said about it, newest first."""
    query = select(ProposalWord).where(ProposalWord.proposal_id == proposal.id).options(joinedload(ProposalWord.author))
    return list(db.session.scalars(query.order_by(ProposalWord.id.desc())))


def stage_days(proposal: Proposal, words: list[ProposalWord]) -> dict:
    """When it reached each stage up to the present one; a stage it was taken back from is not among them."""
    days = {"proposed": proposal.created_at}
    for word in reversed(words):
        if word.new_stage:
            days[word.new_stage] = word.at
    order = list(STAGES)
    return {stage: at for stage, at in days.items() if order.index(stage) <= order.index(proposal.stage)}


def supported_by(viewer: Member | None, proposals: list[Proposal]) -> set[int]:
    """Ids of those among the proposals that this viewer supports, in one statement."""
    if viewer is None or not proposals:
        return set()
    query = select(ProposalSupport.proposal_id).where(
        ProposalSupport.member_id == viewer.id, ProposalSupport.proposal_id.in_([p.id for p in proposals])
    )
    return set(db.session.scalars(query))
