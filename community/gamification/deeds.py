"""The deeds: everything that counts for or about somebody, and in which words it is told.

A fact leads to deeds (`reputation.py`), a deed has a price (`scheme.py`), and shields count deeds (`earning.py`). Many
have no price: they are kept because a shield, a level or a leaderboard looks at them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Deed:
    """One kind of deed. `words` tell its member of points for it, `undone` of losing them again, `what` anybody else.

    Of what is `limited` only so much counts in a day, and from one person in a day.
    """

    key: str
    words: str
    undone: str
    what: str
    limited: bool = False


def _plain(key: str, what: str) -> Deed:
    return Deed(key, what, f"{what}, taken back", what)


DEED_LIST = (
    Deed("answer_accepted", "Your answer was accepted", "Your answer is no longer the accepted one",
         "Answer accepted"),
    Deed("answer_chosen", "You said which answer helped", "You took your choice of an answer back",
         "Said which answer helped"),
    Deed("answer_helpful", "Someone found your answer helpful", "Someone took a vote for your answer back",
         "Answer found helpful", limited=True),
    Deed("answer_unhelpful", "Someone found your answer not helpful", "Someone took a vote against your answer back",
         "Answer found not helpful", limited=True),
    Deed("question_helpful", "Someone found your question useful", "Someone took a vote for your question back",
         "Question found useful", limited=True),
    Deed("question_unhelpful", "Someone found your question not useful",
         "Someone took a vote against your question back", "Question found not useful", limited=True),
    Deed("answer_verified", "The provider verified your answer", "Your answer is no longer verified",
         "Answer verified by the provider"),
    Deed("question_spared", "Your answer spared somebody a question", "Your answer did not spare a question after all",
         "Answer that spared a question", limited=True),
    Deed("article_published", "Your article was published", "Your article is no longer published",
         "Article published"),
    Deed("article_from_answer", "An article was made from your answer",
         "The article made from your answer is no longer published", "Article made from an answer"),
    Deed("article_validated", "Your article was validated", "Your article is no longer validated",
         "Article validated"),
    Deed("article_helpful", "Your article helped someone", "Someone took a vote for your article back",
         "Article that helped someone", limited=True),
    Deed("article_reused", "Your article was used in an answer that was accepted",
         "The answer that used your article is no longer accepted", "Article used in an accepted answer", limited=True),
    Deed("escalation_resolved", "A question you handed to the desk was solved",
         "A question you handed to the desk came back", "Question handed to the desk, and solved"),
    Deed("proposal_delivered", "Your proposal was delivered", "Your proposal is no longer delivered",
         "Proposal delivered"),
    Deed("flag_upheld", "What you flagged needed a hand", "What you flagged turned out to be all right",
         "Flag that was right", limited=True),
    Deed("edit_kept", "A wording you suggested was taken over", "A wording you suggested was taken out again",
         "Suggested wording taken over", limited=True),
    Deed("bounty_won", "Your answer won a bounty", "A bounty went back", "Bounty won"),
    Deed("bounty_offered", "You offered a bounty", "A bounty you offered came back", "Bounty offered"),
    Deed("joined", "You came here", "You left", "Came here"),
    # Without a price as a rule.
    _plain("asked", "Question asked"),
    _plain("opened", "Discussion opened"),
    _plain("answered", "Question answered"),
    _plain("replied", "Reply in a discussion"),
    _plain("commented", "Comment written"),
    _plain("voted_for", "Vote for a post"),
    _plain("voted_against", "Vote against a post"),
    _plain("thanked", "Thanked for a post"),
    _plain("thanked_somebody", "Somebody thanked"),
    _plain("edited", "Post edited"),
    _plain("retagged", "Tags of a question put right"),
    _plain("own_post_deleted", "Own post taken down"),
    _plain("information_given", "Information given when it was asked for"),
    _plain("linked", "Questions joined"),
    _plain("escalated", "Question handed to the desk"),
    _plain("incident_resolved", "Incident handed to the desk, and solved"),
    _plain("flagged", "Post flagged"),
    _plain("reviewed", "Matter of the review queue decided"),
    _plain("article_revised", "Article of somebody else made better"),
    _plain("proposed", "Improvement proposed"),
    _plain("supported", "Proposal supported"),
    _plain("introduced", "Profile filled in"),
    _plain("praised", "Kudos received"),
    _plain("praised_somebody", "Kudos given"),
    # What a thing earned is held back while it is down; the amount is whatever it had earned.
    Deed("taken_down", "A post with votes against it was taken down or hidden",
         "A post of yours was taken down or hidden", "Held back while a post is down or hidden"),
    Deed("put_back", "A post of yours can be seen again", "A post with votes against it can be seen again",
         "Given again with a post that can be seen again"),
    # So that no day and no single admirer makes a reputation.
    Deed("person_limit", "Votes that one person took back counted less that day",
         "Votes from one person count only so much in a day", "Over what one person can give in a day"),
    Deed("day_limit", "Votes that were taken back counted less that day", "Votes count only so much in a day",
         "Over what a day can give"),
)  # fmt: skip
DEEDS = {deed.key: deed for deed in DEED_LIST}
VOTED = ("answer_helpful", "answer_unhelpful", "question_helpful", "question_unhelpful")  # what an author has of a vote
VOTING = ("voted_for", "voted_against")  # and its voter
WITHHELD = ("taken_down", "put_back")
OUTCOMES = (  # what somebody else confirmed: a level asks for so many of them, whatever they were worth
    "answer_accepted", "answer_verified", "question_spared", "article_published", "article_from_answer",
    "article_validated", "escalation_resolved", "proposal_delivered", "flag_upheld", "edit_kept",
)  # fmt: skip
LIMITS = ("person_limit", "day_limit")
LIMITED = tuple(deed.key for deed in DEED_LIST if deed.limited)
AGAINST = ("answer_unhelpful", "question_unhelpful", "bounty_offered", *LIMITS)  # these take points as a rule


def words_for(deed: str, points: int, *, own: bool = True) -> str:
    """What a ledger line tells its member (`own`), or anybody else who reads it."""
    known = DEEDS[deed]
    if deed in LIMITS:
        as_meant = points < 0
        return (known.undone if as_meant else known.words) if own else known.what
    as_meant = points < 0 if deed in AGAINST else points >= 0
    if own:
        return known.words if as_meant else known.undone
    return known.what if as_meant or deed in WITHHELD else f"{known.what}, taken back"
