"""Who is told of each kind of fact: one small function per fact, and one table of them.

A function says what kind of notification it is, what it leads to, who may know of it at all, whom it concerns, and
which thing's followers hear of it too. It gives nothing when the thing is gone by the time it is told.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from community.accounts import facts as accounts
from community.accounts.audiences import STAFF
from community.accounts.models import Member
from community.bridges.citing import ArticleReused
from community.bridges.escalating import QuestionEscalated, topics_of
from community.bridges.sparing import Deflection, QuestionSpared
from community.core.db import db
from community.desk import facts as desk
from community.desk.models import Ticket
from community.events import Event
from community.events.facts import FactRow
from community.forum import facts as forum
from community.forum.bookmarks import Bookmark
from community.forum.mentions import called_members
from community.forum.models import Category, Comment, Post, Topic
from community.forum.suggesting import EditSuggestion
from community.gamification import facts as gamification
from community.gamification.models import Kudos
from community.improvement import facts as improvement
from community.improvement.models import Proposal
from community.knowledge.facts import ArticlePublished
from community.knowledge.models import Article
from community.notifications import decisions, programme
from community.notifications.models import Notification
from community.notifications.tellings import EVERYTHING, Telling
from community.superusers.turns import QuestionRouted, Routing

TURNING_POINTS = ("watching", "tracking")
NOBODY_ELSE = ()  # of those who follow it; whoever muted it hears nothing all the same


def _open_topic(ident: int) -> tuple[Topic, str] | None:
    query = select(Topic, Category.audience).join(Category, Category.id == Topic.category_id)
    return db.session.execute(query.where(Topic.id == ident, Topic.is_shown)).first()


def _open_post(ident: int) -> tuple[Post, Topic, str] | None:
    query = select(Post, Topic, Category.audience).join(Topic, Topic.id == Post.topic_id).join(Category)
    there = Post.is_shown, Topic.is_shown
    return db.session.execute(query.where(Post.id == ident, *there)).first()


def answered(event: Event) -> Iterator[Telling]:
    """Who wrote what it replies to, the asker, and who follows the topic; an official answer is a turning point."""
    if found := _open_post(event.fact.post_id):
        post, topic, audience = found
        kind = "official_answer" if post.official else "answer" if topic.kind == "question" else "reply"
        levels = TURNING_POINTS if post.official else EVERYTHING
        subject, followed = ("post", post.id), (("topic", topic.id),)
        called = called_members(post.id)  # they hear that they were called, which says more
        replied = db.session.scalar(select(Post.author_id).where(Post.id == post.reply_to_id, Post.is_shown))
        if replied not in called:
            yield Telling("reply_to", subject, audience, (replied,), followed, NOBODY_ELSE)
        asker = () if topic.author_id in called else (topic.author_id,)
        spared = tuple(("member", ident) for ident in called)
        yield Telling(kind, subject, audience, asker, followed, levels, spared)


def accepted(event: Event) -> Iterator[Telling]:
    """Who gave the answer; and, as a solution, who follows the topic. Nobody when the choice was taken back since."""
    found = _open_post(event.fact.post_id)
    if event.by_id is None:
        return  # brought back by an undo: they heard of it when it was chosen
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


def shown_at_last(event: Event) -> Iterator[Telling]:
    """Its author; and of what was held back since it was posted everybody who would have heard of it then."""
    yield from decisions.acted(event)
    remark = isinstance(event.fact, forum.CommentUnhidden)
    thing = db.session.get(*((Comment, event.fact.comment_id) if remark else (Post, event.fact.post_id)))
    if decisions.was_held_back("comment" if remark else "post", thing.id) and not _was_told(thing, event.fact.post_id):
        heard = commented(event) if remark else () if event.fact.opening else answered(event)
        for telling in (*heard, *_called(thing, event.fact.post_id)):
            yield replace(telling, actor_id=thing.author_id)


def _was_told(thing: Post | Comment, post_id: int) -> bool:
    """Whether anybody ever heard of it from its author."""
    mine = Notification.actor_id == thing.author_id, Notification.at >= thing.created_at
    subject = and_(Notification.subject_kind == "post", Notification.subject_id == post_id)
    return db.session.scalar(select(Notification.id).where(subject, *mine).limit(1)) is not None


def _called(thing: Post | Comment, post_id: int) -> Iterator[Telling]:
    if found := _open_post(post_id):
        comment_id = thing.id if isinstance(thing, Comment) else None
        subject = ("comment", comment_id) if comment_id else ("post", post_id)
        called = tuple(called_members(post_id, comment_id))
        yield Telling("mention", subject, found[2], called, (("topic", found[1].id),), NOBODY_ELSE)


def reminded(event: Event) -> Iterator[Telling]:
    """Who keeps the post, unless it is gone or not theirs to see any more."""
    kept = db.session.get(Bookmark, event.fact.bookmark_id)
    if kept is not None and (found := _open_post(kept.post_id)):
        post, _, audience = found
        yield Telling("reminder", ("post", post.id), audience, (kept.member_id,))


def commented(event: Event) -> Iterator[Telling]:
    """Who wrote the post; of a remark that is held back nobody hears until somebody has looked."""
    comment = db.session.get(Comment, event.fact.comment_id)
    if (found := _open_post(event.fact.post_id)) and comment is not None and comment.is_shown:
        post, _, audience = found
        if post.author_id not in called_members(post.id, event.fact.comment_id):
            yield Telling("comment", ("post", post.id), audience, (post.author_id,))


def mentioned(event: Event) -> Iterator[Telling]:
    """Who was called by name, unless they muted the topic."""
    found, comment_id = _open_post(event.fact.post_id), event.fact.comment_id
    comment = db.session.get(Comment, comment_id) if comment_id else None
    if found and (comment_id is None or (comment is not None and comment.is_shown)):
        post, topic, audience = found
        subject = ("comment", comment_id) if comment_id else ("post", post.id)
        yield Telling("mention", subject, audience, tuple(event.fact.member_ids), (("topic", topic.id),), NOBODY_ELSE)


def thanked(event: Event) -> Iterator[Telling]:
    """Who wrote what helped somebody."""
    if event.fact.on and (found := _open_post(event.fact.post_id)):
        post, _, audience = found
        yield Telling(event.fact.kind, ("post", post.id), audience, (post.author_id,))


def verified(event: Event) -> Iterator[Telling]:
    """Who gave the answer, and who follows the topic. Nobody when that was taken back since."""
    found = _open_post(event.fact.post_id)
    if found and found[0].verified_at:
        post, topic, audience = found
        yield Telling("verified", ("post", post.id), audience, (post.author_id,))
        followed = (("topic", topic.id),)
        yield Telling("verified_here", ("post", post.id), audience, (topic.author_id,), followed, TURNING_POINTS)


def unverified(event: Event) -> Iterator[Telling]:
    """Who verified an answer that says something else now."""
    if event.fact.edited and (found := _open_post(event.fact.post_id)):
        post, _, audience = found
        yield Telling("verified_edited", ("post", post.id), audience, (event.fact.verifier_id,))


def edited(event: Event) -> Iterator[Telling]:
    """Who wrote what somebody else changed; not of tags, nor of a suggestion that they took over themselves."""
    found = _open_post(event.fact.post_id)
    if found and {"title", "body"} & set(event.fact.parts) and not _took_over(found[0], event.fact.revision):
        yield Telling("edited", ("post", found[0].id), found[2], (found[0].author_id,))


def _took_over(post: Post, revision: int) -> bool:
    own = EditSuggestion.post_id == post.id, EditSuggestion.accepted, EditSuggestion.decided_by_id == post.author_id
    taken = select(EditSuggestion.id).where(*own, EditSuggestion.revision == revision - 1)
    return db.session.scalar(taken.limit(1)) is not None


def merged(event: Event) -> Iterator[Telling]:
    """Who asked what was merged into another, and who follows it: where it goes on."""
    if found := _open_topic(event.fact.into_id):
        topic, audience = found
        asker = db.session.scalar(select(Topic.author_id).where(Topic.id == event.fact.topic_id))
        followed = (("topic", event.fact.topic_id),)
        yield Telling("merged", ("topic", topic.id), audience, (asker,), followed, TURNING_POINTS)


def disputed(event: Event) -> Iterator[Telling]:
    """Who had closed it as asked before, and who follows it."""
    if found := _open_topic(event.fact.topic_id):
        topic, audience = found
        closed = select(FactRow.by_id).where(
            FactRow.kind == "TopicClosed", FactRow.payload["topic_id"].as_integer() == topic.id, FactRow.id < event.id
        )
        closer = db.session.scalar(closed.order_by(FactRow.id.desc()).limit(1))
        yield Telling("disputed", ("topic", topic.id), audience, (closer,), (("topic", topic.id),))


def closed(event: Event) -> Iterator[Telling]:
    """Who asked: why it takes no more answers, which its page says. Nobody when it was opened again since."""
    found = _open_topic(event.fact.topic_id)
    if not (found and found[0].closed_at):
        return
    if (along := decisions.closed_with_many(event)) is not None:
        yield from along
    else:
        topic, audience = found
        kind = "duplicate" if topic.duplicate_of_id else "closed"
        yield Telling(kind, ("topic", topic.id), audience, (topic.author_id,))


def moved(event: Event) -> Iterator[Telling]:
    """Who wrote the posts that stand in another topic now."""
    if found := _open_topic(event.fact.into_id):
        topic, audience = found
        authors = db.session.scalars(select(Post.author_id).where(Post.id.in_(event.fact.post_ids)).distinct())
        yield Telling("moved", ("topic", topic.id), audience, tuple(authors))


def needed(event: Event) -> Iterator[Telling]:
    """The asker: somebody needs to know more, still needs it, or it closed for want of it."""
    if found := _open_topic(event.fact.topic_id):
        topic, audience = found
        yield Telling(NEEDED[type(event.fact)], ("topic", topic.id), audience, (topic.author_id,))


NEEDED = {
    forum.AskedBack: "information_needed",
    forum.InformationStillNeeded: "information_still_needed",
    forum.QuestionLapsed: "lapsed",
}


def information_given(event: Event) -> Iterator[Telling]:
    """Who asked for it."""
    if found := _open_topic(event.fact.topic_id):
        topic, audience = found
        yield Telling("information_given", ("topic", topic.id), audience, (event.fact.helper_id,))


def claimed(event: Event) -> Iterator[Telling]:
    """Who was on it until somebody took over."""
    if event.fact.taken_from_id and (found := _open_topic(event.fact.topic_id)):
        topic, audience = found
        yield Telling("taken_over", ("topic", topic.id), audience, (event.fact.taken_from_id,))


def routed(event: Event) -> Iterator[Telling]:
    """The helper it was brought to, while it is with them."""
    turn, found = db.session.get(Routing, event.fact.routing_id), _open_topic(event.fact.topic_id)
    if turn is not None and turn.ended_at is None and found:
        topic, audience = found
        yield Telling("routed", ("topic", topic.id), audience, (event.fact.helper_id,))


def passed_on(event: Event) -> Iterator[Telling]:
    """Who may know something about it, while nobody has answered."""
    found = _open_topic(event.fact.topic_id)
    if found and not found[0].answer_count:
        yield Telling("passed_on", ("topic", found[0].id), found[1], (event.fact.member_id,))


def spared(event: Event) -> Iterator[Telling]:
    """Who wrote what solved it for somebody; nobody when it didn't, after all."""
    row = db.session.get(Deflection, event.fact.deflection_id)
    if row is None or row.withdrawn_at is not None or event.fact.subject_kind == "incident":
        return
    if event.fact.subject_kind == "article":
        article = db.session.get(Article, event.fact.subject_id)
        if article is not None and article.confidence in ("not_validated", "validated"):
            yield Telling("spared", ("article", article.id), article.audience, (event.fact.author_id,))
    elif found := _open_post(event.fact.post_id):
        post, _, audience = found
        yield Telling("spared", ("post", post.id), audience, (event.fact.author_id,))


def suggested(event: Event) -> Iterator[Telling]:
    """Who wrote the post, while the suggestion waits."""
    found, suggestion = _open_post(event.fact.post_id), db.session.get(EditSuggestion, event.fact.suggestion_id)
    if found and suggestion is not None and suggestion.decided_at is None:
        yield Telling("suggested", ("suggestion", suggestion.id), found[2], (found[0].author_id,))


def suggestion_decided(event: Event) -> Iterator[Telling]:
    """Who suggested it."""
    if found := _open_post(event.fact.post_id):
        kind = "suggestion_accepted" if isinstance(event.fact, forum.SuggestionAccepted) else "suggestion_declined"
        yield Telling(kind, ("suggestion", event.fact.suggestion_id), found[2], (event.fact.suggester_id,))


def published(event: Event) -> Iterator[Telling]:
    """The people whose answers and questions an article is made of."""
    article = db.session.get(Article, event.fact.article_id)
    if article is not None and article.confidence in ("not_validated", "validated"):
        subject = ("article", article.id)
        yield Telling("article_credit", subject, article.audience, tuple(event.fact.credited_ids))
        yield Telling("article_asked", subject, article.audience, tuple(event.fact.asker_ids))


def reused(event: Event) -> Iterator[Telling]:
    """Who wrote the article that helped somebody else to solve a question."""
    article, fact = db.session.get(Article, event.fact.article_id), event.fact
    own = fact.author_id in (fact.answerer_id, fact.asker_id)
    if not own and article is not None and article.confidence in ("not_validated", "validated"):
        yield Telling("article_reused", ("article", article.id), article.audience, (fact.author_id,))


def stage_changed(event: Event) -> Iterator[Telling]:
    """The proposer and who follows the proposal, once per step; of a trial the super-users of its service."""
    if event.fact.new == "on_trial":
        yield from programme.invited_to_try(event)
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
        subject = ("ticket", ticket.id)
        for audience in _askers(ticket).audiences:
            yield Telling("ticket_confirmed", subject, audience, (ticket.assignee_id,), (subject,), TURNING_POINTS)


def ticket_answered(event: Event) -> Iterator[Telling]:
    """Who follows the ticket but not its questions: there it appears as an official answer, and is told as one."""
    ticket = db.session.get(Ticket, event.fact.ticket_id)
    if ticket is not None:
        asked = _askers(ticket)
        subject = ("ticket", ticket.id)
        yours = () if asked.topics else (ticket.requester_id,)
        spared = (*(("topic", ident) for ident in asked.topics), *(("member", ident) for ident in asked.people))
        for audience in asked.audiences:
            yield Telling("ticket_answer", subject, audience, yours, (subject,), TURNING_POINTS, spared)


def _about_ticket(kind: str, event: Event, *more: int | None) -> Iterator[Telling]:
    ticket = db.session.get(Ticket, event.fact.ticket_id)
    if ticket is not None:
        asked, subject = _askers(ticket), ("ticket", ticket.id)
        yours = (*asked.people, ticket.requester_id, *more)
        for audience in asked.audiences:
            yield Telling(kind, subject, audience, yours, (subject,), TURNING_POINTS)


class Askers(NamedTuple):
    """Who asked the questions on a ticket, these questions and their audiences; without any, staff alone."""

    people: set[int]
    audiences: list[str]
    topics: list[int]


def _askers(ticket: Ticket) -> Askers:
    asked = aliased(Topic)  # each question is read where it was merged into
    query = (
        select(Topic.id, asked.author_id, Category.audience)
        .join(Topic, Topic.id == func.coalesce(asked.merged_into_id, asked.id))
        .join(Category, Category.id == Topic.category_id)
        .where(asked.id.in_(topics_of(ticket.id)), Topic.is_shown)
    )
    rows = db.session.execute(query).all()
    audiences = sorted({row.audience for row in rows}) or [STAFF]
    return Askers({row.author_id for row in rows if row.author_id}, audiences, list({row.id for row in rows}))


def awarded(event: Event) -> Iterator[Telling]:
    """Who earned the shield."""
    yield Telling("badge", ("badge", event.fact.member_id), "public", (event.fact.member_id,))


def honoured(event: Event) -> Iterator[Telling]:
    """Whose honour it is."""
    kind = "honour" if isinstance(event.fact, gamification.HonourGiven) else "honour_taken_back"
    yield Telling(kind, ("badge", event.fact.member_id), "public", (event.fact.member_id,))


def thanked_with_kudos(event: Event) -> Iterator[Telling]:
    """Whom the sentence thanks, while it stands."""
    if db.session.scalar(select(Kudos.removed_at).where(Kudos.id == event.fact.kudos_id)) is None:
        yield Telling("kudos", ("badge", event.fact.member_id), "public", (event.fact.member_id,))


def levelled(event: Event) -> Iterator[Telling]:
    """Whose level it is."""
    kind = LEVELLED[type(event.fact)]
    yield Telling(kind, ("badge", event.fact.member_id), "public", (event.fact.member_id,))


LEVELLED = {
    gamification.LevelReached: "level_reached",
    gamification.LevelAtRisk: "level_at_risk",
    gamification.LevelLowered: "level_lowered",
}


def level_kept(event: Event) -> Iterator[Telling]:
    """Whose level it is."""
    kind = "level_unlocked" if event.fact.level is None else "level_locked"
    yield Telling(kind, ("badge", event.fact.member_id), "public", (event.fact.member_id,))


def sanctioned(event: Event) -> Iterator[Telling]:
    """Whom something was decided about; that it is over only when nothing else of the kind runs on."""
    kind = SANCTIONED[type(event.fact)]
    member = db.session.get(Member, event.fact.member_id)
    if kind == "sanction_ended" and (member.is_suspended or member.is_silenced):
        return
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
    **programme.RECEIVERS,
    **dict.fromkeys(SANCTIONED, sanctioned),
    desk.TicketAnswered: ticket_answered,
    desk.TicketConfirmed: ticket_confirmed,
    desk.TicketReopened: ticket_reopened,
    desk.TicketResolved: ticket_resolved,
    desk.TicketStateChanged: ticket_moved,
    forum.AnswerAccepted: accepted,
    forum.AnswerPosted: answered,
    forum.AnswerVerified: verified,
    forum.Mentioned: mentioned,
    forum.PostEdited: edited,
    forum.PostThanked: thanked,
    **dict.fromkeys(NEEDED, needed),
    forum.CommentPosted: commented,
    forum.CommentUnhidden: shown_at_last,
    forum.PostUnhidden: shown_at_last,
    forum.InformationGiven: information_given,
    forum.TopicClaimed: claimed,
    forum.QuestionPassedOn: passed_on,
    forum.EditSuggested: suggested,
    forum.PostVoted: voted,
    forum.ReminderCame: reminded,
    forum.DuplicateDisputed: disputed,
    forum.SuggestionAccepted: suggestion_decided,
    forum.SuggestionDeclined: suggestion_decided,
    forum.PostsMoved: moved,
    forum.TopicClosed: closed,
    forum.TopicsMerged: merged,
    forum.VerificationWithdrawn: unverified,
    improvement.ProposalStageChanged: stage_changed,
    improvement.ProposalWordGiven: word_given,
    ArticlePublished: published,
    ArticleReused: reused,
    gamification.BadgeAwarded: awarded,
    gamification.LevelLocked: level_kept,
    gamification.HonourGiven: honoured,
    gamification.HonourTakenBack: honoured,
    gamification.KudosGiven: thanked_with_kudos,
    **dict.fromkeys(LEVELLED, levelled),
    QuestionEscalated: escalated,
    QuestionRouted: routed,
    QuestionSpared: spared,
}
