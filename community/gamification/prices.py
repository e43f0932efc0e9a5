"""The price list: what counts, for how much, and in which words it is told to whoever it is about."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Price:
    """One reason for points. `words` tell of getting them, `undone` of losing them again."""

    rule: str
    points: int
    words: str
    undone: str
    what: str  # the line of the table "How the points came about"


PRICE_LIST = (
    Price("answer_accepted", 15, "Your answer was accepted", "Your answer is no longer the accepted one",
          "Answer accepted"),
    Price("answer_chosen", 2, "You said which answer helped", "You took your choice of an answer back",
          "Said which answer helped"),
    Price("answer_helpful", 10, "Someone found your answer helpful", "Someone took a vote for your answer back",
          "Answer found helpful"),
    Price("answer_unhelpful", -2, "Someone found your answer not helpful",
          "Someone took a vote against your answer back", "Answer found not helpful"),
    Price("question_helpful", 5, "Someone found your question useful", "Someone took a vote for your question back",
          "Question found useful"),
    Price("question_unhelpful", -2, "Someone found your question not useful",
          "Someone took a vote against your question back", "Question found not useful"),
    Price("article_published", 25, "Your article was published", "Your article is no longer published",
          "Article published"),
    Price("article_from_answer", 10, "An article was made from your answer",
          "The article made from your answer is no longer published", "Article made from an answer"),
    Price("article_validated", 10, "Your article was validated", "Your article is no longer validated",
          "Article validated"),
    Price("article_helpful", 5, "Your article helped someone", "Someone took a vote for your article back",
          "Article that helped someone"),
    Price("escalation_resolved", 5, "A question you handed to the desk was solved",
          "A question you handed to the desk came back", "Question handed to the desk, and solved"),
    Price("proposal_delivered", 20, "Your proposal was delivered", "Your proposal is no longer delivered",
          "Proposal delivered"),
    # What a thing earned is held back while it is down; the amount is whatever it had earned.
    Price("taken_down", 0, "A post with votes against it was taken down or hidden",
          "A post of yours was taken down or hidden", "Held back while a post is down or hidden"),
    Price("put_back", 0, "A post of yours can be seen again", "A post with votes against it can be seen again",
          "Given again with a post that can be seen again"),
)  # fmt: skip
PRICES = {price.rule: price for price in PRICE_LIST}


def words_for(rule: str, points: int, *, own: bool = True) -> str:
    """What a ledger line tells its member (`own`), or anybody else who reads it."""
    price = PRICES[rule]
    as_priced = points >= 0 if price.points >= 0 else points < 0
    if own:
        return price.words if as_priced else price.undone
    return price.what if as_priced or rule in ("taken_down", "put_back") else f"{price.what}, taken back"
