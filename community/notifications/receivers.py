"""Who is told of each kind of fact: one small function per fact, and one table of them.

A function says what kind of notification it is, what it leads to, who may know of it at all, whom it concerns, and
which thing's followers hear of it too. It gives nothing when the thing is gone by the time it is told.
"""

from collections.abc import Callable, Iterator

from community.accounts import facts as accounts
from community.accounts.models import Member
from community.bridges.citing import ArticleReused
from community.bridges.sparing import Deflection, QuestionSpared
from community.core.db import db
from community.events import Event
from community.improvement import facts as improvement
from community.improvement.models import Proposal
from community.knowledge.facts import ArticlePublished
from community.knowledge.models import Article
from community.notifications import decisions, programme, recognition, tickets, topics
from community.notifications.tellings import EVERYTHING, TURNING_POINTS, Telling
from community.notifications.topics import open_post


def spared(event: Event) -> Iterator[Telling]:
    """Who wrote what solved it for somebody; nobody when it didn't, after all."""
    row = db.session.get(Deflection, event.fact.deflection_id)
    if row is None or row.withdrawn_at is not None or event.fact.subject_kind == "incident":
        return
    if event.fact.subject_kind == "article":
        if article := _open_article(event.fact.subject_id):
            yield Telling("spared", ("article", article.id), article.audience, (event.fact.author_id,))
    elif found := open_post(event.fact.post_id):
        post, _, audience = found
        yield Telling("spared", ("post", post.id), audience, (event.fact.author_id,))


def published(event: Event) -> Iterator[Telling]:
    """The people whose answers and questions an article is made of."""
    if article := _open_article(event.fact.article_id):
        subject = ("article", article.id)
        yield Telling("article_credit", subject, article.audience, tuple(event.fact.credited_ids))
        yield Telling("article_asked", subject, article.audience, tuple(event.fact.asker_ids))


def reused(event: Event) -> Iterator[Telling]:
    """Who wrote the article that helped somebody else to solve a question."""
    fact = event.fact
    own = fact.author_id in (fact.answerer_id, fact.asker_id)
    if not own and (article := _open_article(fact.article_id)):
        yield Telling("article_reused", ("article", article.id), article.audience, (fact.author_id,))


def _open_article(ident: int) -> Article | None:
    article = db.session.get(Article, ident)
    return article if article is not None and article.in_use else None


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
    **recognition.RECEIVERS,
    **tickets.RECEIVERS,
    **topics.RECEIVERS,
    **dict.fromkeys(SANCTIONED, sanctioned),
    improvement.ProposalStageChanged: stage_changed,
    improvement.ProposalWordGiven: word_given,
    ArticlePublished: published,
    ArticleReused: reused,
    QuestionSpared: spared,
}
