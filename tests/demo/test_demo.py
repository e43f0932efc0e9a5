"""The demo community as a visitor would notice it."""

import html
import re
from collections import Counter

import pytest
from sqlalchemy import select, text

from community.accounts.models import ROLES, Member
from community.accounts.queries import find_member
from community.bridges.citing import count_uses
from community.core import clock
from community.core.db import db
from community.core.errors import Conflict
from community.demo.content import read
from community.demo.loading import DEMO_SIGN_INS, load_demo
from community.desk.kinds import STATES as TICKET_STATES
from community.desk.models import Ticket, TicketEntry
from community.events.delivery import pending
from community.events.facts import FactRow
from community.forum.models import Category, Comment, Post, Topic
from community.improvement.models import Proposal, ProposalSupport, ProposalWord
from community.improvement.stages import STAGES
from community.knowledge.models import CONFIDENCES, Article, ArticleCredit
from community.services.models import Service


def _all(query):
    return db.session.scalars(query).all()


def test_each_role_has_somebody_to_sign_in_as_and_nobody_has_a_password(app):
    assert set(DEMO_SIGN_INS) == set(ROLES)
    for role, handle in DEMO_SIGN_INS.items():
        assert find_member(handle).role == role
    people = _all(select(Member))
    assert len(people) == 24
    assert {person.password for person in people} == {None}
    assert {person.email for person in people} == {f"{person.name}@northmere.example" for person in people}


def test_every_place_has_something_to_read(app):
    used = set(_all(select(Topic.category_id)))
    assert [place.name for place in _all(select(Category)) if place.id not in used] == []
    assert {topic.state for topic in _all(select(Topic))} >= {"solved", "official", "answered", "none", "talk"}


def test_services_run_well_slowly_and_with_a_plan(app):
    assert {service.state for service in _all(select(Service))} == {"running", "slower", "planned"}


def test_every_stage_has_a_proposal_and_each_no_a_reason(app):
    proposals = _all(select(Proposal))
    assert {proposal.stage for proposal in proposals} == set(STAGES)
    assert all(proposal.stage_reason for proposal in proposals if proposal.stage == "declined")
    moved = {proposal.id for proposal in proposals if proposal.stage != "proposed"}
    assert moved == set(
        _all(select(ProposalWord.proposal_id).where(ProposalWord.official, ProposalWord.new_stage != ""))
    )
    voices = Counter(_all(select(ProposalSupport.proposal_id)))
    assert all(proposal.support_count == voices[proposal.id] > 0 for proposal in proposals)


def test_articles_stand_in_every_state_and_thank_who_answered(app):
    assert {article.confidence for article in _all(select(Article))} == set(CONFIDENCES)
    mileage = db.session.scalars(select(Article).where(Article.title.like("%how to correct an old draft"))).one()
    thanked = {
        (credit.member_id, credit.why)
        for credit in _all(select(ArticleCredit).where(ArticleCredit.article_id == mileage.id))
    }
    assert thanked == {(find_member("priya").id, "answer"), (find_member("lars-erik").id, "question")}


def test_articles_are_used_in_answers(app):
    gateways = db.session.scalars(select(Article).where(Article.title == "Choosing and switching VPN gateways")).one()
    assert count_uses(gateways, None) == 1
    assert db.session.scalars(select(Post.source).where(Post.source.contains("{article"))).all() == []


def test_tickets_stand_in_every_state_in_the_queue_of_their_service(app):
    tickets = _all(select(Ticket))
    assert {ticket.state for ticket in tickets} == set(TICKET_STATES)
    assert {ticket.kind for ticket in tickets} == {"incident", "request"}
    queues = dict(db.session.execute(text("SELECT id, service_id FROM queues")).all())
    assert all(queues[ticket.queue_id] == ticket.service_id for ticket in tickets if ticket.kind == "incident")
    late = [ticket for ticket in tickets if ticket.is_late(clock.now())]
    assert [ticket.title for ticket in late] == [
        "The file share crawls from the Lisbon office since the start of last week"
    ]


def test_the_major_incident_is_over_and_can_be_followed_from_its_question(app):
    incident = db.session.scalars(select(Ticket).where(Ticket.major)).one()
    assert incident.state == "closed"
    public = select(TicketEntry).where(TicketEntry.ticket_id == incident.id, TicketEntry.kind == "public")
    said = _all(public.order_by(TicketEntry.id))
    assert len(said) == 4
    question = db.session.scalars(select(Topic).where(Topic.title.like("VPN cuts out%"))).one()
    official = _all(select(Post).where(Post.topic_id == question.id, Post.official).order_by(Post.created_at))
    assert [post.source for post in official] == [entry.source for entry in said]
    assert [post.created_at for post in official] == [entry.at for entry in said]


def test_everything_happened_in_order_and_nothing_is_owed(app, northmere):
    assert pending() == {"waiting": 0, "failed": 0, "oldest_seconds": 0}
    counted_later = FactRow.kind == "BadgeAwarded"  # at the end, each as of the fact that earned it
    facts = _all(select(FactRow).where(~counted_later).order_by(FactRow.id))
    assert [fact.at for fact in facts] == sorted(fact.at for fact in facts)
    assert facts[-1].at <= clock.now()
    topics = {topic.id: topic for topic in _all(select(Topic))}
    assert all(post.created_at >= topics[post.topic_id].created_at for post in _all(select(Post)))
    assert northmere.steps[-1] == (northmere.actions, northmere.actions)


def test_helping_shows_in_the_points(app):
    points = {person.name: person.reputation for person in _all(select(Member))}
    assert points["tomasz"] > points["ngozi"] > 0


def test_it_moves_into_an_empty_database_only(app):
    with pytest.raises(Conflict, match="empty database"):
        load_demo()


def _internal_notes() -> list[str]:
    tickets = read("tickets")["ticket"]
    notes = [ticket["note"] for ticket in tickets if "note" in ticket]
    steps = [step for ticket in tickets for step in ticket.get("step", [])]
    notes += [step["text"] for step in steps if step["do"] == "note"] + [
        step["note"] for step in steps if "note" in step
    ]
    return notes


def _words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.only_on("sqlite")  # the words and the pages are the same on both
def test_internal_notes_stand_on_no_page_and_in_no_public_text(app, client, as_):
    notes = _internal_notes()
    assert len(notes) >= 15
    written = (Post.source, Comment.source, Article.source, ProposalWord.source)
    public = [words for column in written for words in _all(select(column))]
    public += [str(fact.payload) for fact in _all(select(FactRow))]
    assert [note for note in notes if any(note in words for words in public)] == []
    for visitor in (client(), as_(find_member("tomasz"))):
        for path in _paths():
            answer = visitor.get(path)
            if answer.status_code == 200:
                page = _words(answer.get_data(as_text=True))
                assert [note for note in notes if note[:50] in page] == [], path


def _paths() -> list[str]:
    """The lists, what hangs on a ticket, the proposals, one profile of each role, and the desk itself."""
    handed = select(Topic).where(Topic.id.in_(text("SELECT from_id FROM links WHERE kind = 'escalated'")))
    lists = ["/", "/questions", "/articles", "/improvements", "/members", "/notifications", "/insights"]
    things = [*_all(handed), *_all(select(Proposal)), *(find_member(name) for name in DEMO_SIGN_INS.values())]
    searches = [
        f"/search?q={word}" for word in ("decommissioned", "serial", "renumbered")
    ]  # only notes have these words
    return lists + searches + [thing.path for thing in things] + [ticket.path for ticket in _all(select(Ticket))]


@pytest.mark.parametrize("role", [None, *DEMO_SIGN_INS])
def test_every_kind_of_page_opens_and_has_something_to_read(app, client, as_, role):
    visitor = as_(find_member(DEMO_SIGN_INS[role])) if role else client()
    pages = {
        "/": "Slower than usual",
        "/questions": "campus car",
        "/articles": "Mileage: 0.38",
        "/improvements": "One sign-in for the car park gate",
        "/members": "Tomasz Wieczorek",
        "/members/leilani": "eleven steps from the badge printer",
        "/search?q=certificate": "certificate",
    }
    if role in ("staff", "admin"):
        pages["/desk"] = "Lisbon office"
    for path, words in pages.items():
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        assert words in _words(answer.get_data(as_text=True)), path
