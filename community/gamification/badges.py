"""The shields: what each looks like, what it says, and the rule that earns it.

Metal is the grade (bronze for a first time, silver for a habit, gold for mastery), the family divides the field.
Shields that people give to each other follow no rule and are not listed here.
"""

from dataclasses import dataclass

from community.gamification.rules import (
    FirstProposal,
    FirstQuestion,
    JoinedQuestions,
    Mendings,
    Paid,
    PaidForIncident,
    Rule,
    Swift,
    Voices,
    Weeks,
    YearsAnswering,
)


@dataclass(frozen=True)
class Badge:
    """One shield. `what` finishes the sentence "For …"; `why` says what is good about it; `unit` is what is counted."""

    key: str
    name: str
    metal: str
    family: str
    charge: str
    what: str
    why: str
    rule: Rule
    unit: str = ""

    @property
    def path(self) -> str:
        """Address of its page."""
        return f"/badges/{self.key}"


ACCEPTED = {"rule": "answer_accepted", "facts": ("AnswerAccepted",)}

CATALOGUE = (
    Badge("first-light", "First Light", "bronze", "Answers", "lantern", "a first answer that was accepted",
          "Somebody was stuck, and your words got them going again.", Paid(**ACCEPTED)),
    Badge("lamplighter", "Lamplighter", "silver", "Answers", "lantern", "ten answers that were accepted",
          "Ten people went back to their work sooner because of you.", Paid(**ACCEPTED, goal=10), "answers accepted"),
    Badge("swift", "Swift Reply", "bronze", "Answers", "arrow", "an accepted answer within fifteen minutes",
          "Help that comes while the problem is still on the screen.", Swift(**ACCEPTED, minutes=15)),
    Badge("thanked", "Well Thanked", "gold", "Answers", "rose", "ten voices for one answer",
          "One good explanation, found helpful again and again.",
          Voices(rule="answer_helpful", against=("answer_unhelpful",), facts=("PostVoted",), goal=10),
          "voices for one answer"),
    Badge("scribe", "Scribe", "bronze", "Knowledge", "quill", "a first article that was published",
          "What one person knew is now there for everyone.",
          Paid(rule="article_published", facts=("ArticlePublished",))),
    Badge("archivist", "Archivist", "silver", "Knowledge", "book", "five articles that somebody else validated",
          "A shelf that others can rely on.",
          Paid(rule="article_validated", facts=("ArticleValidated",), goal=5), "articles validated"),
    Badge("mender", "Mender", "silver", "Knowledge", "anvil", "ten repairs to articles that others wrote",
          "Knowledge stays true because somebody mends it.", Mendings(goal=10), "repairs"),
    Badge("beacon", "Beacon", "gold", "Knowledge", "beacon", "an article that helped twenty-five readers",
          "Many find their way by it without having to ask.",
          Voices(rule="article_helpful", facts=("ArticleVoted",), goal=25), "readers helped by one article"),
    Badge("acorn", "Acorn", "bronze", "Improvement", "acorn", "a first proposal",
          "Everything that got better began with somebody saying so.", FirstProposal()),
    Badge("keystone", "Keystone", "gold", "Improvement", "keystone", "a proposal that was delivered",
          "It is in use now, and it was your idea.",
          Paid(rule="proposal_delivered", facts=("ProposalStageChanged",))),
    Badge("watchbell", "Watchbell", "bronze", "Care", "bell", "handing the desk an incident that was then solved",
          "You noticed that it was more than one person’s trouble.",
          PaidForIncident(rule="escalation_resolved", facts=("TicketConfirmed",))),
    Badge("threshold", "Threshold", "bronze", "Community", "door", "a first question",
          "Asking in the open helps the next person as well.", FirstQuestion()),
    Badge("bridge", "Bridge-builder", "silver", "Community", "bridge",
          "joining twenty questions to the desk or to each other",
          "People find what belongs together because you connected it.", JoinedQuestions(goal=20), "questions joined"),
    Badge("hive", "Hive", "silver", "Community", "hive", "accepted answers in twelve different weeks",
          "Not all at once, and not in a row: simply again and again.", Weeks(**ACCEPTED, goal=12), "weeks"),
    Badge("steadfast", "Steadfast", "gold", "Community", "sun", "answering three years after coming here",
          "Still here, and still helping.", YearsAnswering(goal=3)),
)  # fmt: skip
BADGES = {badge.key: badge for badge in CATALOGUE}
FAMILIES = tuple(dict.fromkeys(badge.family for badge in CATALOGUE))
EARNED_BY = tuple(sorted({kind for badge in CATALOGUE for kind in badge.rule.facts}))  # facts after which one looks
