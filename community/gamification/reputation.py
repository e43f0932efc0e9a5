"""Points: which fact pays whom. Each point is a line of the ledger; what is undone is a line as well.

Nobody is paid for judging themselves. There is no floor: a total below zero is shown as it is.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

from sqlalchemy import Integer, bindparam, select, update

from community.accounts.models import Member
from community.core.db import db, set_columns
from community.events import Event
from community.forum.models import Topic
from community.gamification.ledger import WITHHELD, Ledger, Line
from community.gamification.levels import level_of, share_of
from community.gamification.prices import PRICES


def pay(event: Event) -> None:
    """Write the lines of a fact and keep the totals, levels included. Paying for a fact twice pays once."""
    ledger = Ledger(db.session.connection())
    _keep_totals(ledger.add(lines_of(event, ledger)))


def lines_of(event: Event, ledger: Ledger) -> list[Line]:
    """The ledger lines that a fact leads to, given the ledger before it: the same live and in a replay."""
    return list(PAYS[type(event.fact).__name__](event, ledger))


def _voted(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    if fact.author_id is None or fact.author_id == event.by_id:
        return
    lines = []
    about = "question" if fact.post_kind == "opening" else "answer"
    for value, times in ((fact.old, -1), (fact.new, 1)):
        if value:
            rule = f"{about}_{'helpful' if value > 0 else 'unhelpful'}"
            lines.append(_line(event, fact.author_id, rule, "post", fact.post_id, times))
    yield from _held_back(event, ledger, lines)


def _accepted(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    if fact.author_id == fact.asker_id:  # one's own answer, or both unknown
        return
    lines = []
    if fact.author_id is not None and fact.author_id != event.by_id:
        lines.append(_line(event, fact.author_id, "answer_accepted", "post", fact.post_id))
    if fact.asker_id is not None:
        lines.append(_line(event, fact.asker_id, "answer_chosen", "post", fact.post_id))
    yield from _held_back(event, ledger, lines)


def _acceptance_withdrawn(event: Event, ledger: Ledger) -> Iterator[Line]:
    # An answer may be accepted twice: in its question, and in one that was merged into that. Only this choice goes.
    fact, rules = event.fact, ("answer_accepted", "answer_chosen")
    lines = list(_taken_back(event, ledger, rules, "post", [fact.post_id], topic_id=fact.topic_id))
    yield from _held_back(event, ledger, lines)


def _held_back(event: Event, ledger: Ledger, lines: list[Line]) -> Iterator[Line]:
    """The lines; for a post that is down, also those that keep it at nothing until it comes back."""
    yield from lines
    fact = event.fact
    if lines and ledger.is_down(fact.post_id, fact.topic_id):
        sums = Counter()
        for line in lines:
            sums[line.member_id] += line.points
        for member_id, points in sums.items():
            if points:
                yield Line(member_id, event.id, "taken_down", -points, event.at, "post", fact.post_id)


def _post_deleted(event: Event, ledger: Ledger) -> Iterator[Line]:
    if ledger.mark("post", event.fact.post_id, True, event):
        yield from _emptied(event, ledger, [event.fact.post_id])


def _post_hidden(event: Event, ledger: Ledger) -> Iterator[Line]:
    if ledger.mark("hidden", event.fact.post_id, True, event):
        yield from _emptied(event, ledger, [event.fact.post_id])


def _topic_deleted(event: Event, ledger: Ledger) -> Iterator[Line]:
    if ledger.mark("topic", event.fact.topic_id, True, event):
        yield from _emptied(event, ledger, _inside(event, ledger))


def _post_restored(event: Event, ledger: Ledger) -> Iterator[Line]:
    if ledger.mark("post", event.fact.post_id, False, event):
        yield from _filled(event, ledger, [event.fact.post_id])


def _post_unhidden(event: Event, ledger: Ledger) -> Iterator[Line]:
    if ledger.mark("hidden", event.fact.post_id, False, event):
        yield from _filled(event, ledger, [event.fact.post_id])


def _topic_restored(event: Event, ledger: Ledger) -> Iterator[Line]:
    if ledger.mark("topic", event.fact.topic_id, False, event):
        yield from _filled(event, ledger, _inside(event, ledger))


def _inside(event: Event, ledger: Ledger) -> list[int]:
    """The posts that were in a topic then: the fact names them, since posts may have moved; the first facts did not."""
    return list(event.fact.post_ids) or ledger.posts_of(event.fact.topic_id)


def _emptied(event: Event, ledger: Ledger, posts: list[int]) -> Iterator[Line]:
    # What is down already stands at zero, so it yields nothing a second time.
    for member_id, post_id, _, points in ledger.points_on("post", posts):
        yield Line(member_id, event.id, "taken_down", -points, event.at, "post", post_id)


def _filled(event: Event, ledger: Ledger, posts: list[int]) -> Iterator[Line]:
    visible = [post_id for post_id in posts if not ledger.is_down(post_id, event.fact.topic_id)]
    held: Counter = Counter()
    for member_id, post_id, _, points in ledger.points_on("post", visible, WITHHELD):
        held[member_id, post_id] += points
    for (member_id, post_id), points in held.items():
        if points:
            yield Line(member_id, event.id, "put_back", -points, event.at, "post", post_id)


def _article_published(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    if fact.author_id is not None:
        yield _line(event, fact.author_id, "article_published", "article", fact.article_id)
    for member_id in fact.credited_ids:
        if member_id not in (fact.author_id, event.by_id):
            yield _line(event, member_id, "article_from_answer", "article", fact.article_id)


def _article_validated(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    if fact.author_id in (None, event.by_id):
        return
    if not ledger.points_on("article", [fact.article_id], ("article_validated",)):  # once, however often it is checked
        yield _line(event, fact.author_id, "article_validated", "article", fact.article_id)


def _article_voted(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    times = (fact.new > 0) - (fact.old > 0)
    if times and fact.author_id not in (None, event.by_id):
        yield _line(event, fact.author_id, "article_helpful", "article", fact.article_id, times)


def _stage_changed(event: Event, ledger: Ledger) -> Iterator[Line]:
    fact = event.fact
    if fact.old == "delivered":
        yield from _taken_back(event, ledger, ("proposal_delivered",), "proposal", [fact.proposal_id])
    elif fact.new == "delivered" and fact.proposer_id not in (None, event.by_id):
        yield _line(event, fact.proposer_id, "proposal_delivered", "proposal", fact.proposal_id)


def _ticket_confirmed(event: Event, ledger: Ledger) -> Iterator[Line]:
    """Whoever handed the asker's question over is paid when the asker says that it works."""
    fact = event.fact
    handed = dict(ledger.handed_over(fact.ticket_id, event.id))
    asked = select(Topic.id).where(Topic.id.in_(handed), Topic.author_id == fact.member_id).order_by(Topic.id)
    topics = ledger.connection.execute(asked).scalars().all()
    paid = {topic_id for _, topic_id, _, _ in ledger.points_on("topic", topics, ("escalation_resolved",))}
    for topic_id in topics:
        if topic_id not in paid and handed[topic_id] not in (None, event.by_id):
            yield _line(event, handed[topic_id], "escalation_resolved", "topic", topic_id)


def _ticket_reopened(event: Event, ledger: Ledger) -> Iterator[Line]:
    topics = [topic_id for topic_id, _ in ledger.handed_over(event.fact.ticket_id, event.id)]
    yield from _taken_back(event, ledger, ("escalation_resolved",), "topic", topics)


def _taken_back(
    event: Event, ledger: Ledger, rules: tuple[str, ...], kind: str, idents: list[int], **narrowed: int
) -> Iterator[Line]:
    for member_id, ident, rule, points in ledger.points_on(kind, idents, rules, **narrowed):
        yield Line(member_id, event.id, rule, -points, event.at, kind, ident)


def _line(event: Event, member_id: int, rule: str, kind: str, ident: int, times: int = 1) -> Line:
    return Line(member_id, event.id, rule, PRICES[rule].points * times, event.at, kind, ident)


# By the name of the fact, as the log has it.
PAYS: dict[str, Callable[[Event, Ledger], Iterator[Line]]] = {
    "AcceptanceWithdrawn": _acceptance_withdrawn,
    "AnswerAccepted": _accepted,
    "ArticlePublished": _article_published,
    "ArticleValidated": _article_validated,
    "ArticleVoted": _article_voted,
    "PostDeleted": _post_deleted,
    "PostHidden": _post_hidden,
    "PostRestored": _post_restored,
    "PostUnhidden": _post_unhidden,
    "PostVoted": _voted,
    "ProposalStageChanged": _stage_changed,
    "TicketConfirmed": _ticket_confirmed,
    "TicketReopened": _ticket_reopened,
    "TopicDeleted": _topic_deleted,
    "TopicRestored": _topic_restored,
}


def _keep_totals(lines: list[Line]) -> None:
    """Add what was written to its members' totals, in one order for everyone, so that nobody waits in a circle."""
    sums: Counter = Counter()
    for line in lines:
        sums[line.member_id] += line.points
    for member_id in sorted(sums):
        if sums[member_id]:
            db.session.execute(_raising(), {"ident": member_id, "more": sums[member_id]})
            _read_again(member_id)


@cache
def _raising():
    """Adds to a member's points: made once, since every vote of an import comes by here."""
    table = Member.__table__
    total = table.c.reputation + bindparam("more", type_=Integer)
    return update(table).where(table.c.id == bindparam("ident")).values(_standing(total))


def set_total(member_id: int, total) -> None:
    """Set a member's points to an SQL expression, with the level that follows from it."""
    set_columns(Member, member_id, **_standing(total))


def _standing(total) -> dict:
    return {"reputation": total, "level": level_of(total), "level_progress": share_of(total)}


def _read_again(member_id: int) -> None:
    known = db.session.identity_map.get(db.session.identity_key(Member, member_id))
    if known is not None:
        db.session.refresh(known, ["reputation", "level", "level_progress"])
