"""The kinds of rules that shields follow. Each says after which facts it looks, who may have earned it, and counts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from community.events import Event
from community.gamification.tallies import HANDED_OR_LINKED, Tally


class Earner(NamedTuple):
    """Somebody who may have earned a shield by a fact, and the thing it was earned with."""

    member_id: int
    subject_kind: str
    subject_id: int


@dataclass(frozen=True)
class Rule:
    """A shield is earned when the count reaches the goal. `so_far` counts for the page, without a fact."""

    goal: int = field(default=1, kw_only=True)
    facts: tuple[str, ...] = field(default=(), kw_only=True)

    def earners(self, event: Event, tally: Tally) -> Iterator[Earner]:
        """Who may have earned it by this fact."""
        raise NotImplementedError

    def count(self, earner: Earner, event: Event, tally: Tally) -> int:
        """How far the earner had come with this fact."""
        return self.goal

    def so_far(self, member_id: int, tally: Tally) -> int:
        """How far a member has come."""
        return 0


@dataclass(frozen=True)
class Paid(Rule):
    """So many things for which the ledger pays by this rule."""

    rule: str = field(kw_only=True)

    def earners(self, event: Event, tally: Tally) -> Iterator[Earner]:
        """Whoever the fact paid by this rule."""
        for line in tally.paid(event.id):
            if line.rule == self.rule and line.points > 0:
                yield Earner(line.member_id, line.subject_kind, line.subject_id)

    def count(self, earner: Earner, event: Event, tally: Tally) -> int:
        """Things paid for up to this fact."""
        return tally.things(earner.member_id, self.rule, event.id)

    def so_far(self, member_id: int, tally: Tally) -> int:
        """Things paid for."""
        return tally.things(member_id, self.rule)


@dataclass(frozen=True)
class Swift(Paid):
    """Paid for an answer that came within so many minutes."""

    minutes: int = field(kw_only=True)

    def count(self, earner: Earner, event: Event, tally: Tally) -> int:
        """One when the answer came in time."""
        return int(tally.minutes_to_answer(earner.subject_id) <= self.minutes)

    def so_far(self, member_id: int, tally: Tally) -> int:
        """There is no half of an answer."""
        return 0


@dataclass(frozen=True)
class PaidForIncident(Paid):
    """Paid for a question handed to the desk that was an incident."""

    def count(self, earner: Earner, event: Event, tally: Tally) -> int:
        """One when it was."""
        return int(tally.ticket_kind(event.fact.ticket_id) == "incident")

    def so_far(self, member_id: int, tally: Tally) -> int:
        """There is no half of an incident."""
        return 0


@dataclass(frozen=True)
class Voices(Paid):
    """So many voices for one and the same thing, those by the rule `against` taken off."""

    against: tuple[str, ...] = field(default=(), kw_only=True)

    def count(self, earner: Earner, event: Event, tally: Tally) -> int:
        """Voices for this thing up to this fact."""
        return tally.voices((self.rule, *self.against), earner.subject_kind, earner.subject_id, event.id)

    def so_far(self, member_id: int, tally: Tally) -> int:
        """Voices for the member's best thing."""
        return tally.best(member_id, (self.rule, *self.against))


@dataclass(frozen=True)
class Weeks(Paid):
    """Paid in so many different weeks; they need not follow each other."""

    def count(self, earner: Earner, event: Event, tally: Tally) -> int:
        """Weeks up to this fact."""
        return tally.weeks(earner.member_id, self.rule, event.id)

    def so_far(self, member_id: int, tally: Tally) -> int:
        """Weeks."""
        return tally.weeks(member_id, self.rule)


@dataclass(frozen=True)
class FirstQuestion(Rule):
    """Asking."""

    facts: tuple[str, ...] = ("TopicPosted",)

    def earners(self, event: Event, tally: Tally) -> Iterator[Earner]:
        """Whoever asked."""
        if event.fact.kind == "question" and event.by_id is not None:
            yield Earner(event.by_id, "topic", event.fact.topic_id)


@dataclass(frozen=True)
class FirstProposal(Rule):
    """Proposing."""

    facts: tuple[str, ...] = ("Proposed",)

    def earners(self, event: Event, tally: Tally) -> Iterator[Earner]:
        """Whoever proposed."""
        if event.fact.proposer_id is not None:
            yield Earner(event.fact.proposer_id, "proposal", event.fact.proposal_id)


@dataclass(frozen=True)
class JoinedQuestions(Rule):
    """Questions handed to the desk or linked to each other."""

    facts: tuple[str, ...] = HANDED_OR_LINKED

    def earners(self, event: Event, tally: Tally) -> Iterator[Earner]:
        """Whoever did so."""
        if event.by_id is not None:
            topic_id = getattr(event.fact, "topic_id", None) or event.fact.from_id
            yield Earner(event.by_id, "topic", topic_id)

    def count(self, earner: Earner, event: Event, tally: Tally) -> int:
        """How often, up to this fact."""
        return tally.joined_questions(earner.member_id, event.id)

    def so_far(self, member_id: int, tally: Tally) -> int:
        """How often."""
        return tally.joined_questions(member_id)


@dataclass(frozen=True)
class Mendings(Rule):
    """Articles of others made better."""

    facts: tuple[str, ...] = ("ArticleRevised",)

    def earners(self, event: Event, tally: Tally) -> Iterator[Earner]:
        """Whoever revised."""
        if event.by_id is not None:
            yield Earner(event.by_id, "article", event.fact.article_id)

    def count(self, earner: Earner, event: Event, tally: Tally) -> int:
        """How often, up to this revision."""
        return tally.mendings(earner.member_id, event.fact.article_id, event.fact.revision)

    def so_far(self, member_id: int, tally: Tally) -> int:
        """How often."""
        return tally.mendings(member_id)


@dataclass(frozen=True)
class YearsAnswering(Rule):
    """An answer by somebody who came so many years before."""

    facts: tuple[str, ...] = ("AnswerPosted",)

    def earners(self, event: Event, tally: Tally) -> Iterator[Earner]:
        """Whoever answered."""
        if event.fact.author_id is not None:
            yield Earner(event.fact.author_id, "post", event.fact.post_id)

    def count(self, earner: Earner, event: Event, tally: Tally) -> int:
        """Whole years between coming and this answer."""
        return (event.at - tally.joined_at(earner.member_id)) // timedelta(days=365.25)
