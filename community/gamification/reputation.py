"""Points: which fact tells which deeds of whom. Each is a line of the ledger; what is undone is a line as well.

Nobody is paid for judging themselves. There is no floor: a total below zero is shown as it is.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from sqlalchemy import select

from community.core.db import db
from community.events import Event
from community.forum.models import Topic
from community.gamification.deeds import VOTED, VOTING, WITHHELD
from community.gamification.ledger import Ledger, Line
from community.gamification.limits import limited
from community.gamification.totals import keep_totals


def pay(event: Event) -> None:
    """Write the lines of a fact and keep the totals, levels included. Paying for a fact twice pays once."""
    ledger = Ledger(db.session.connection())
    lines = ledger.add(lines_of(event, ledger))
    keep_totals(lines + ledger.add(limited(event, lines, ledger)))


def lines_of(event: Event, ledger: Ledger) -> list[Line]:
    """The ledger lines that a fact leads to, given the ledger before it: the same live and in a replay."""
    return list(DEEDS_OF[type(event.fact).__name__](event, ledger))


def _joined(event: Event, ledger: Ledger) -> Iterator[Line]:
    yield ledger.line(event, event.fact.member_id, "joined", "member", event.fact.member_id)


def _introduced(event: Event, ledger: Ledger) -> Iterator[Line]:
    ident = event.fact.member_id
    if not ledger.standing("member", [ident], ("introduced",)):
        yield ledger.line(event, ident, "introduced", "member", ident)


def _asked(event: Event, ledger: Ledger) -> Iterator[Line]:
    if event.by_id is not None:
        deed = "asked" if event.fact.kind == "question" else "opened"
        yield ledger.line(event, event.by_id, deed, "post", event.fact.post_id)


def _answered(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    if fact.author_id is not None:
        deed = "replied" if fact.in_discussion else "answered"
        yield ledger.line(event, fact.author_id, deed, "post", fact.post_id, other=fact.asker_id)


def _commented(event: Event, ledger: Ledger) -> Iterator[Line]:
    if event.by_id is not None:
        yield ledger.line(event, event.by_id, "commented", "comment", event.fact.comment_id,
                          other=event.fact.post_author_id)  # fmt: skip


def _edited(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    if event.by_id is None:
        return
    if {"title", "body"} & set(fact.parts):
        yield ledger.line(event, event.by_id, "edited", "post", fact.post_id, other=fact.author_id)
    if "tags" in fact.parts:
        yield ledger.line(event, event.by_id, "retagged", "post", fact.post_id, other=fact.author_id)
    if fact.suggested and event.by_id != fact.author_id:
        yield ledger.line(event, event.by_id, "edit_kept", "post", fact.post_id, other=fact.author_id)


def _suggestion_accepted(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    if fact.suggester_id != event.by_id:
        yield ledger.line(event, fact.suggester_id, "edit_kept", "post", fact.post_id, other=event.by_id)


def _thanked(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    times = 1 if fact.on else -1
    if fact.author_id is not None and fact.author_id != event.by_id:
        yield ledger.line(event, fact.author_id, "thanked", "post", fact.post_id, other=event.by_id, times=times)
        if event.by_id is not None:
            yield ledger.line(event, event.by_id, "thanked_somebody", "post", fact.post_id,
                              other=fact.author_id, times=times)  # fmt: skip


def _kudos_given(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact, by = event.fact, event.by_id
    yield ledger.line(event, fact.member_id, "praised", "kudos", fact.kudos_id, other=by)
    yield ledger.line(event, by, "praised_somebody", "kudos", fact.kudos_id, other=fact.member_id)


def _kudos_removed(event: Event, ledger: Ledger) -> Iterator[Line]:
    yield from _taken_back(event, ledger, ("praised", "praised_somebody"), "kudos", [event.fact.kudos_id])


def _information_given(event: Event, ledger: Ledger) -> Iterator[Line]:
    if event.by_id is not None:
        yield ledger.line(event, event.by_id, "information_given", "topic", event.fact.topic_id,
                          other=event.fact.helper_id)  # fmt: skip


def _linked(event: Event, ledger: Ledger) -> Iterator[Line]:
    if event.by_id is not None:
        yield ledger.line(event, event.by_id, "linked", "topic", event.fact.from_id)


def _escalated(event: Event, ledger: Ledger) -> Iterator[Line]:
    if event.by_id is not None:
        yield ledger.line(event, event.by_id, "escalated", "topic", event.fact.topic_id)


def _voted(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact, by = event.fact, event.by_id
    if fact.author_id is not None and fact.author_id == by:
        return
    about = "question" if fact.post_kind == "opening" else "answer"
    rules = (f"{about}_helpful", f"{about}_unhelpful")
    lines: list[Line] = []
    if fact.old and by is not None:
        lines += _taken_back(event, ledger, rules, "post", [fact.post_id], other=by)
        lines += _taken_back(event, ledger, ("voted_for", "voted_against"), "post", [fact.post_id], of=by)
    if fact.new:
        if fact.author_id is not None:
            line = ledger.line(event, fact.author_id, rules[fact.new < 0], "post", fact.post_id, other=by)
            lines.append(line._replace(points=0) if fact.wiki else line)
        if by is not None:
            deed = "voted_for" if fact.new > 0 else "voted_against"
            lines.append(ledger.line(event, by, deed, "post", fact.post_id, other=fact.author_id))
    yield from _held_back(event, ledger, lines)


def _accepted(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    lines = []
    own = fact.author_id == fact.asker_id  # one's own answer, or both unknown
    if fact.author_id is not None and not own and fact.author_id != event.by_id:
        line = ledger.line(event, fact.author_id, "answer_accepted", "post", fact.post_id, other=fact.asker_id)
        lines.append(line._replace(points=0) if fact.wiki else line)
    if fact.asker_id is not None:
        line = ledger.line(event, fact.asker_id, "answer_chosen", "post", fact.post_id, other=fact.author_id)
        lines.append(line._replace(points=0) if own else line)
    yield from _held_back(event, ledger, lines)


def _acceptance_withdrawn(event: Event, ledger: Ledger) -> Iterator[Line]:
    # An answer may be accepted twice: in its question, and in one that was merged into that. Only this choice goes.
    fact, rules = event.fact, ("answer_accepted", "answer_chosen")
    lines = list(_taken_back(event, ledger, rules, "post", [fact.post_id], topic_id=fact.topic_id))
    yield from _held_back(event, ledger, lines)


def _verified(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    if fact.author_id not in (None, event.by_id):
        yield from _held_back(
            event, ledger, [ledger.line(event, fact.author_id, "answer_verified", "post", fact.post_id)]
        )


def _verification_withdrawn(event: Event, ledger: Ledger) -> Iterator[Line]:
    yield from _held_back(
        event, ledger, list(_taken_back(event, ledger, ("answer_verified",), "post", [event.fact.post_id]))
    )


def _votes_invalidated(event: Event, ledger: Ledger) -> Iterator[Line]:
    """Exactly what stands on account of the member's votes is taken back, post by post."""
    fact = event.fact
    for post_id, topic_id in zip(fact.post_ids, fact.topic_ids, strict=True):
        lines = [*_taken_back(event, ledger, VOTED, "post", [post_id], other=fact.member_id),
                 *_taken_back(event, ledger, VOTING, "post", [post_id], of=fact.member_id)]  # fmt: skip
        yield from _held_back_of(event, ledger, lines, post_id, topic_id)


def _votes_reinstated(event: Event, ledger: Ledger) -> Iterator[Line]:
    """Exactly what was taken back then stands again."""
    fact = event.fact
    taken = ledger.lines_of_fact(fact.cause_id, (*VOTED, *VOTING))
    for post_id, topic_id in zip(fact.post_ids, fact.topic_ids, strict=True):
        lines = [
            each._replace(fact_id=event.id, value=-each.value, points=-each.points, at=event.at)
            for each in taken
            if each.subject_id == post_id
        ]
        yield from _held_back_of(event, ledger, lines, post_id, topic_id)


def _held_back(event: Event, ledger: Ledger, lines: list[Line]) -> Iterator[Line]:
    """The lines; for a post that is down, also those that keep it at nothing until it comes back."""
    yield from _held_back_of(event, ledger, lines, event.fact.post_id, event.fact.topic_id)


def _held_back_of(event: Event, ledger: Ledger, lines: list[Line], post_id: int, topic_id: int) -> Iterator[Line]:
    yield from lines
    if lines and ledger.is_down(post_id, topic_id):
        sums: Counter = Counter()
        for line in lines:
            sums[line.member_id, line.day] += line.points
        for (member_id, day), points in sums.items():
            if points:
                yield _moved(event, member_id, "taken_down", -points, day, "post", post_id)


def _post_deleted(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    if fact.author_id is not None and fact.author_id == event.by_id:
        yield ledger.line(event, event.by_id, "own_post_deleted", "post", fact.post_id)
    if ledger.mark("post", fact.post_id, True, event):
        yield from _emptied(event, ledger, [fact.post_id])


def _post_hidden(event: Event, ledger: Ledger) -> Iterator[Line]:
    if ledger.mark("hidden", event.fact.post_id, True, event):
        yield from _emptied(event, ledger, [event.fact.post_id])


def _post_unhidden(event: Event, ledger: Ledger) -> Iterator[Line]:
    if ledger.mark("hidden", event.fact.post_id, False, event):
        yield from _filled(event, ledger, [event.fact.post_id])


def _topic_deleted(event: Event, ledger: Ledger) -> Iterator[Line]:
    if ledger.mark("topic", event.fact.topic_id, True, event):
        yield from _emptied(event, ledger, _inside(event, ledger))


def _post_restored(event: Event, ledger: Ledger) -> Iterator[Line]:
    yield from _taken_back(event, ledger, ("own_post_deleted",), "post", [event.fact.post_id])
    if ledger.mark("post", event.fact.post_id, False, event):
        yield from _filled(event, ledger, [event.fact.post_id])


def _topic_restored(event: Event, ledger: Ledger) -> Iterator[Line]:
    if ledger.mark("topic", event.fact.topic_id, False, event):
        yield from _filled(event, ledger, _inside(event, ledger))


def _inside(event: Event, ledger: Ledger) -> list[int]:
    """The posts that were in a topic then: the fact names them, since posts may have moved; the first facts did not."""
    return list(event.fact.post_ids) or ledger.posts_of(event.fact.topic_id)


def _emptied(event: Event, ledger: Ledger, posts: list[int]) -> Iterator[Line]:
    # What is down already stands at zero, so it yields nothing a second time.
    for each in ledger.standing("post", posts):
        yield _moved(event, each.member_id, "taken_down", -each.points, each.day, "post", each.subject_id)


def _filled(event: Event, ledger: Ledger, posts: list[int]) -> Iterator[Line]:
    visible = [post_id for post_id in posts if not ledger.is_down(post_id, event.fact.topic_id)]
    held: Counter = Counter()
    for each in ledger.standing("post", visible, WITHHELD):
        held[each.member_id, each.subject_id, each.day] += each.points
    for (member_id, post_id, day), points in held.items():
        if points:
            yield _moved(event, member_id, "put_back", -points, day, "post", post_id)


def _spared(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    if fact.author_id not in (None, event.by_id):
        yield ledger.line(event, fact.author_id, "question_spared", "deflection", fact.deflection_id, other=event.by_id)


def _sparing_withdrawn(event: Event, ledger: Ledger) -> Iterator[Line]:
    yield from _taken_back(event, ledger, ("question_spared",), "deflection", [event.fact.deflection_id])


def _article_published(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    if fact.author_id is not None:
        yield ledger.line(event, fact.author_id, "article_published", "article", fact.article_id)
    for member_id in fact.credited_ids:
        if member_id not in (fact.author_id, event.by_id):
            yield ledger.line(event, member_id, "article_from_answer", "article", fact.article_id)


def _article_validated(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    if fact.author_id in (None, event.by_id):
        return
    if not ledger.standing("article", [fact.article_id], ("article_validated",)):  # once, however often it is checked
        yield ledger.line(event, fact.author_id, "article_validated", "article", fact.article_id, other=event.by_id)


def _article_voted(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    if fact.author_id in (None, event.by_id):
        return
    if fact.old > 0:
        yield from _taken_back(event, ledger, ("article_helpful",), "article", [fact.article_id], other=event.by_id)
    if fact.new > 0:
        yield ledger.line(event, fact.author_id, "article_helpful", "article", fact.article_id, other=event.by_id)


def _article_reused(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    if fact.author_id not in (None, fact.answerer_id, fact.asker_id, event.by_id):
        yield ledger.line(event, fact.author_id, "article_reused", "article", fact.article_id, other=fact.answerer_id)


def _article_reuse_ended(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    yield from _taken_back(event, ledger, ("article_reused",), "article", [fact.article_id], topic_id=fact.topic_id)


def _article_revised(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    if event.by_id is not None and fact.revision > 1 and fact.author_id != event.by_id:
        yield ledger.line(event, event.by_id, "article_revised", "article", fact.article_id, other=fact.author_id)


def _proposed(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    if fact.proposer_id is not None:
        yield ledger.line(event, fact.proposer_id, "proposed", "proposal", fact.proposal_id)


def _support_changed(event: Event, ledger: Ledger) -> Iterator[Line]:
    if event.by_id is not None:
        yield ledger.line(event, event.by_id, "supported", "proposal", event.fact.proposal_id,
                          times=1 if event.fact.on else -1)  # fmt: skip


def _stage_changed(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    if fact.old == "delivered":
        yield from _taken_back(event, ledger, ("proposal_delivered",), "proposal", [fact.proposal_id])
    elif fact.new == "delivered" and fact.proposer_id not in (None, event.by_id):
        yield ledger.line(event, fact.proposer_id, "proposal_delivered", "proposal", fact.proposal_id)


def _ticket_confirmed(event: Event, ledger: Ledger) -> Iterator[Line]:
    """Whoever handed the asker's question over is paid when the asker says that it works."""
    fact = event.fact
    handed = dict(ledger.handed_over(fact.ticket_id, event.id))
    asked = select(Topic.id).where(Topic.id.in_(handed), Topic.author_id == fact.member_id).order_by(Topic.id)
    topics = ledger.connection.execute(asked).scalars().all()
    paid = {each.subject_id for each in ledger.standing("topic", topics, ("escalation_resolved",))}
    for topic_id in topics:
        if topic_id not in paid and handed[topic_id] not in (None, event.by_id):
            yield ledger.line(event, handed[topic_id], "escalation_resolved", "topic", topic_id)
            if ledger.ticket_kind(fact.ticket_id) == "incident":
                yield ledger.line(event, handed[topic_id], "incident_resolved", "topic", topic_id)


def _ticket_reopened(event: Event, ledger: Ledger) -> Iterator[Line]:
    topics = [topic_id for topic_id, _ in ledger.handed_over(event.fact.ticket_id, event.id)]
    yield from _taken_back(event, ledger, ("escalation_resolved", "incident_resolved"), "topic", topics)


def _flagged(event: Event, ledger: Ledger) -> Iterator[Line]:
    if event.by_id is not None:
        yield ledger.line(event, event.by_id, "flagged", "flag", event.fact.flag_id)


def _item_decided(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    if event.by_id is not None:
        yield ledger.line(event, event.by_id, "reviewed", "item", fact.item_id)
    for member_id in fact.upheld_ids:
        if member_id != event.by_id:
            yield ledger.line(event, member_id, "flag_upheld", "item", fact.item_id)


def _points_brought(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    line = ledger.line(event, fact.member_id, fact.deed, fact.subject_kind, fact.subject_id)
    yield line._replace(points=line.points * fact.amount)


def _taken_back(
    event: Event, ledger: Ledger, rules: tuple[str, ...], kind: str, idents: list[int], *, of=None, **narrowed
) -> Iterator[Line]:
    """Lines that take back exactly what stands, for the days on which it was given."""
    for each in ledger.standing(kind, idents, rules, **narrowed):
        if of is None or each.member_id == of:
            yield Line(each.member_id, event.id, each.rule, 0, -each.value, -each.points, event.at, each.day, kind,
                       each.subject_id, each.other_id)  # fmt: skip


def _moved(event: Event, member_id: int, rule: str, points: int, day: int, kind: str, ident: int) -> Line:
    return Line(member_id, event.id, rule, 0, 0, points, event.at, day, kind, ident, None)


# By the name of the fact, as the log has it.
DEEDS_OF: dict[str, Callable[[Event, Ledger], Iterator[Line]]] = {
    "AcceptanceWithdrawn": _acceptance_withdrawn,
    "AnswerAccepted": _accepted,
    "AnswerPosted": _answered,
    "AnswerVerified": _verified,
    "ArticlePublished": _article_published,
    "ArticleReuseEnded": _article_reuse_ended,
    "ArticleReused": _article_reused,
    "ArticleRevised": _article_revised,
    "ArticleValidated": _article_validated,
    "ArticleVoted": _article_voted,
    "CommentPosted": _commented,
    "Flagged": _flagged,
    "InformationGiven": _information_given,
    "ItemDecided": _item_decided,
    "KudosGiven": _kudos_given,
    "KudosRemoved": _kudos_removed,
    "MemberJoined": _joined,
    "PointsBrought": _points_brought,
    "PostDeleted": _post_deleted,
    "PostEdited": _edited,
    "PostHidden": _post_hidden,
    "PostRestored": _post_restored,
    "PostThanked": _thanked,
    "PostUnhidden": _post_unhidden,
    "PostVoted": _voted,
    "ProfileChanged": _introduced,
    "Proposed": _proposed,
    "ProposalStageChanged": _stage_changed,
    "QuestionEscalated": _escalated,
    "QuestionSpared": _spared,
    "SparingWithdrawn": _sparing_withdrawn,
    "SuggestionAccepted": _suggestion_accepted,
    "SupportChanged": _support_changed,
    "TicketConfirmed": _ticket_confirmed,
    "TicketReopened": _ticket_reopened,
    "TopicDeleted": _topic_deleted,
    "TopicPosted": _asked,
    "TopicRestored": _topic_restored,
    "TopicsLinked": _linked,
    "VerificationWithdrawn": _verification_withdrawn,
    "VotesInvalidated": _votes_invalidated,
    "VotesReinstated": _votes_reinstated,
}
