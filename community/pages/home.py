"""The first page: say what is in your way, see what moved."""

from flask import Blueprint, render_template, request
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.accounts.showing import sees_recognition
from community.core.db import db
from community.core.web import open_to_guests, viewer
from community.forum.listing import open_questions_by_service
from community.forum.queries import visible_categories
from community.gamification.leaderboard import helpers
from community.improvement.models import Proposal, ProposalWord
from community.improvement.queries import visible_proposals
from community.notifications.models import Watch
from community.pages.topic_lists import listing_of
from community.services.keeping import all_services

blueprint = Blueprint("home", __name__)
SIZE = 15


@blueprint.get("/")
@open_to_guests
def home():
    """Home: the ask box, what moves in the viewer's own corner of the hall, how the services are."""
    return render_template(
        "home/show.html",
        listing=listing_of("/", request.args, viewer(), usual="foryou", step=SIZE),
        services=all_services(),
        helpers=helpers(viewer(), limit=5) if sees_recognition(viewer()) else [],
        moved=_moved(viewer()) if viewer() else None,
        open_questions=open_questions_by_service(viewer()),
        circles=[c for c in visible_categories(viewer()) if c.service_id is None],
    )


def _moved(viewer: Member) -> tuple[Proposal, ProposalWord] | None:
    """The latest step of an improvement this person follows, with the word it came with; None without one."""
    query = (
        visible_proposals(viewer)
        .join(Watch, (Watch.subject_id == Proposal.id) & (Watch.subject_kind == "proposal"))
        .join(ProposalWord, ProposalWord.proposal_id == Proposal.id)
        .where(
            Watch.member_id == viewer.id, Watch.level.in_(("watching", "tracking")), ProposalWord.new_stage.is_not(None)
        )
        .add_columns(ProposalWord)
        .options(joinedload(ProposalWord.author))
        .order_by(ProposalWord.id.desc())
        .limit(1)
    )
    return db.session.execute(query).first()
