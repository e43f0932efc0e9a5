"""Who is told of each kind of fact: one small function per fact, and one table of them.

A function says what kind of notification it is, what it leads to, who may know of it at all, whom it concerns, and
which thing's followers hear of it too. It gives nothing when the thing is gone by the time it is told.
"""

from collections.abc import Callable, Iterator

from sqlalchemy import select

from community.accounts import facts as accounts
from community.accounts.audiences import STAFF
from community.bridges.escalating import QuestionEscalated, topics_of
from community.core.db import db
from community.desk import facts as desk
from community.desk.models import Ticket
from community.events import Event
from community.forum import facts as forum
from community.forum.bookmarks import Bookmark
from community.forum.models import Category, Post, Topic
from community.gamification.facts import BadgeAwarded
from community.improvement import facts as improvement
from community.improvement.models import Proposal
from community.knowledge.facts import ArticlePublished
from community.knowledge.models import Article
from community.notifications import decisions
from community.notifications.tellings import EVERYTHING, Telling

TURNING_POINTS = ("watching", "tracking")


def _open_topic(ident: int) -> tuple[Topic, str] | None:
    query = select(Topic, Category.audience).join(Category, Category.id == Topic.category_id)
    return db.session.execute(query.where(Topic.id == ident, Topic.is_shown)).first()


def _open_post(ident: int) -> tuple[Post, Topic, str] | None:
    query = select(Post, Topic, Category.audience).join(Topic, Topic.id == Post.topic_id).join(Category)
    there = Post.is_shown, Topic.is_shown
    return db.session.execute(query.where(Post.id == ident, *there)).first()


def answered(event: Event) -> Iterator[Telling]:
    """The asker, and who follows the topic; an official answer is a turning point."""
    if found := _open_post(event.fact.post_id):
        post, topic, audience = found
        kind = "official_answer" if post.official else "answer" if topic.kind == "question" else "reply"
        levels = TURNING_POINTS if post.official else EVERYTHING
        yield Telling(kind, ("post", post.id), audience, (topic.author_id,), (("topic", topic.id),), levels)


def accepted(event: Event) -> Iterator[Telling]:
    """Who gave the answer; and, as a solution, who follows the topic. Nobody when the choice was taken back since."""
    found = _open_post(event.fact.post_id)
    if found and found[1].accepted_id == event.fact.post_id:
        post, topic, audience = found
        yield Telling("accepted", ("post", post.id), audience, (post.author_id,))
        yield Telling("solved", ("post", post.id), audience, (), (("topic", topic.id),), TURNING_POINTS)


def voted(event: Event) -> Iterator[Telling]:
    """Who wrote what somebody found helpful, or had trouble with and said why."""
    kind = "helpful" if event.fact.new == 1 else "unhelpful" if event.fact.reason else None
    if kind and (found := _open_post(event.fact.post_id)):
        post, _, audience = found
        yield Telling(kind, ("post", post.id), audience, (post.author_id,))


def reminded(event: Event) -> Iterator[Telling]:
    """Who keeps the post, unless it is gone or not theirs to see any more."""
    kept = db.session.get(Bookmark, event.fact.bookmark_id)
    if kept is not None and (found := _open_post(kept.post_id)):
        post, _, audience = found
        yield Telling("reminder", ("post", post.id), audience, (kept.member_id,))


def commented(event: Event) -> Iterator[Telling]:
    """Who wrote the post."""
    if found := _open_post(event.fact.post_id):
        post, _, audience = found
        yield Telling("comment", ("post", post.id), audience, (post.author_id,))


def published(event: Event) -> Iterator[Telling]:
    """The people whose answers and questions an article is made of."""
    article = db.session.get(Article, event.fact.article_id)
    if article is not None and article.confidence in ("not_validated", "validated"):
        subject = ("article", article.id)
        yield Telling("article_credit", subject, article.audience, tuple(event.fact.credited_ids))
        yield Telling("article_asked", subject, article.audience, tuple(event.fact.asker_ids))


def stage_changed(event: Event) -> Iterator[Telling]:
    """The proposer and who follows the proposal, once per step."""
    yield from _about_proposal("stage", event, TURNING_POINTS)


def word_given(event: Event) -> Iterator[Telling]:
    """The proposer, and who follows the proposal closely."""
    yield from _about_proposal("word", event, TURNING_POINTS if event.fact.official else EVERYTHING)


def _about_proposal(kind: str, event: Event, levels: tuple[str, ...]) -> Iterator[Telling]:
    proposal = db.session.get(Proposal, event.fact.proposal_id)
    if proposal is not None:
        subject = ("proposal", proposal.id)
        yield Telling(kind, subject, proposal.audience, (proposal.proposer_id,), (subject,), levels)


def escalated(event: Event) -> Iterator[Telling]:
    """The asker, and who follows the question."""
    if found := _open_topic(event.fact.topic_id):
        topic, audience = found
        followed = (("topic", topic.id),)
        yield Telling(
            "escalated", ("ticket", event.fact.ticket_id), audience, (topic.author_id,), followed, TURNING_POINTS
        )


def ticket_moved(event: Event) -> Iterator[Telling]:
    """The askers and who follows the ticket."""
    yield from _about_ticket("ticket_state", event)


def ticket_resolved(event: Event) -> Iterator[Telling]:
    """The askers, who say whether it works, and who follows the ticket."""
    yield from _about_ticket("ticket_resolved", event)


def ticket_reopened(event: Event) -> Iterator[Telling]:
    """Who works on it, the other askers, and who follows the ticket."""
    yield from _about_ticket("ticket_reopened", event, event.fact.assignee_id)


def ticket_confirmed(event: Event) -> Iterator[Telling]:
    """Who worked on it, and who follows the ticket."""
    ticket = db.session.get(Ticket, event.fact.ticket_id)
    if ticket is not None:
        _, audience, _ = _askers(ticket)
        subject = ("ticket", ticket.id)
        yield Telling("ticket_confirmed", subject, audience, (ticket.assignee_id,), (subject,), TURNING_POINTS)


def ticket_answered(event: Event) -> Iterator[Telling]:
    """Who follows the ticket but not its questions: there it appears as an official answer, and is told as one."""
    ticket = db.session.get(Ticket, event.fact.ticket_id)
    if ticket is not None:
        askers, audience, topics = _askers(ticket)
        subject = ("ticket", ticket.id)
        yours = () if topics else (ticket.requester_id,)
        yield Telling("ticket_answer", subject, audience, yours, (subject,), TURNING_POINTS,
                      (*(("topic", ident) for ident in topics), *(("member", ident) for ident in askers)))  # fmt: skip


def _about_ticket(kind: str, event: Event, *more: int | None) -> Iterator[Telling]:
    ticket = db.session.get(Ticket, event.fact.ticket_id)
    if ticket is not None:
        askers, audience, _ = _askers(ticket)
        subject = ("ticket", ticket.id)
        yield Telling(kind, subject, audience, (*askers, ticket.requester_id, *more), (subject,), TURNING_POINTS)


def _askers(ticket: Ticket) -> tuple[set[int], tuple[str, ...], list[int]]:
    """Who asked the questions on a ticket, the audiences of these, and their ids. Without any, staff alone."""
    query = (
        select(Topic.id, Topic.author_id, Category.audience)
        .join(Category, Category.id == Topic.category_id)
        .where(Topic.id.in_(topics_of(ticket.id)), Topic.is_shown)
    )
    rows = db.session.execute(query).all()
    audiences = tuple({row.audience for row in rows}) or (STAFF,)
    return {row.author_id for row in rows if row.author_id}, audiences, [row.id for row in rows]


def awarded(event: Event) -> Iterator[Telling]:
    """Who earned the shield."""
    yield Telling("badge", ("badge", event.fact.member_id), "public", (event.fact.member_id,))


def sanctioned(event: Event) -> Iterator[Telling]:
    """Whom something was decided about."""
    kind = SANCTIONED[type(event.fact)]
    yield Telling(kind, ("sanction", event.fact.sanction_id), "public", (event.fact.member_id,))


SANCTIONED = {
    accounts.MemberWarned: "warned",
    accounts.MemberSilenced: "silenced",
    accounts.MemberSuspended: "suspended",
    accounts.SanctionEnded: "sanction_ended",
    accounts.SanctionLifted: "sanction_lifted",
}


RECEIVERS: dict[type, Callable[[Event], Iterator[Telling]]] = {
    **decisions.RECEIVERS,
    **dict.fromkeys(SANCTIONED, sanctioned),
    desk.TicketAnswered: ticket_answered,
    desk.TicketConfirmed: ticket_confirmed,
    desk.TicketReopened: ticket_reopened,
    desk.TicketResolved: ticket_resolved,
    desk.TicketStateChanged: ticket_moved,
    forum.AnswerAccepted: accepted,
    forum.AnswerPosted: answered,
    forum.CommentPosted: commented,
    forum.PostVoted: voted,
    forum.ReminderCame: reminded,
    improvement.ProposalStageChanged: stage_changed,
    improvement.ProposalWordGiven: word_given,
    ArticlePublished: published,
    BadgeAwarded: awarded,
    QuestionEscalated: escalated,
}
