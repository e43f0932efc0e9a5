"""What is said in a question reaches its ticket, so that the desk hears it without being told again."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.accounts.models import Member
from community.bridges.escalating import open_ticket_of
from community.bridges.links import ESCALATED, linked_to
from community.core import clock
from community.core.db import after_commit, db, lock
from community.desk.changing import write_entry
from community.desk.live import refresh_ticket
from community.desk.models import Ticket, TicketEntry
from community.desk.moving import store_move
from community.events import Event
from community.forum.gathering import gathered
from community.forum.models import Comment, Post


def hear_answer(event: Event) -> None:
    """AnswerPosted: an answer that did not come from the desk itself stands in the ticket's conversation."""
    post = db.session.scalar(select(Post).where(Post.id == event.fact.post_id).options(joinedload(Post.author)))
    if post is not None and post.cause_id is None and post.deleted_at is None:
        _hear(event, post.source, post.html, post.author)


def hear_comment(event: Event) -> None:
    """CommentPosted: so does a comment."""
    query = select(Comment).where(Comment.id == event.fact.comment_id).options(joinedload(Comment.author))
    comment = db.session.scalar(query)
    if comment is not None:
        _hear(event, comment.source, comment.html, comment.author)


def hear_acceptance(event: Event) -> None:
    """AnswerAccepted: the desk learns which answer helped."""
    post = db.session.scalar(select(Post).where(Post.id == event.fact.post_id).options(joinedload(Post.author)))
    if post is not None:
        asker = db.session.get(Member, event.fact.asker_id) if event.fact.asker_id else None
        _hear(event, f"Accepted the answer of {post.author_name}: [read it]({post.path}).", None, asker)


def _hear(event: Event, source: str, html: str | None, by: Member | None) -> None:
    """Add a line to the question's running ticket, once per fact; the asker's word ends waiting for it."""
    ticket = open_ticket_of(event.fact.topic_id)
    if ticket is None or _told_before(ticket, event) or _heard(ticket, event.id):
        return
    lock(ticket)
    with clock.pretend(event.at):
        write_entry(ticket, "community", source, by=by, html=html, cause_id=event.id)
        if ticket.waiting_for == "user" and by is not None and by.id == ticket.requester_id:
            store_move(ticket, "in_progress" if ticket.assignee_id else "new", by=by)
    after_commit(lambda: refresh_ticket(ticket))


def _told_before(ticket: Ticket, event: Event) -> bool:
    """Whether it was said before the question was handed over, so that the ticket's description has it."""
    links = linked_to("ticket", ticket.id, ESCALATED)
    together = set(db.session.scalars(gathered([event.fact.topic_id])))
    return any(each.from_id in together and event.at < each.at for each in links)


def _heard(ticket: Ticket, fact_id: int) -> bool:
    query = select(TicketEntry.id).where(TicketEntry.ticket_id == ticket.id, TicketEntry.cause_id == fact_id)
    return db.session.scalar(query) is not None
