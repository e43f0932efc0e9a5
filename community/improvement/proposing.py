"""Proposing to make something better."""

from community.accounts.audiences import AUDIENCES, audiences_of, is_audience
from community.accounts.models import Member
from community.accounts.standing import may_write
from community.core import clock
from community.core.db import atomic, db
from community.core.errors import Invalid, require
from community.core.text import render, slug, tidy, tidy_body
from community.events import record
from community.improvement.facts import Proposed
from community.improvement.models import Proposal
from community.improvement.stages import next_word_after
from community.services.models import Service

TITLE_LENGTH = (8, 120)
TEXT_LENGTH = (10, 5_000)
TEXTS = {
    "hard": "Say what is hard today: what happens, how often, to whom.",
    "better": "Say what would be better, as you would notice it.",
    "value": "Say for whom it would be worth something, and what.",
}


def may_propose(by: Member | None, audience: str = "public") -> bool | str:
    """Every member proposes, to an audience they belong to."""
    if by is None:
        return "Please sign in to propose an improvement."
    if (allowed := may_write(by)) is not True:
        return allowed
    return audience in audiences_of(by) or "You can’t propose to a circle that you don’t belong to."


def propose(
    *,
    title: str,
    hard: str,
    better: str,
    value: str,
    service: Service | None = None,
    audience: str = "public",
    by: Member,
) -> Proposal:
    """Enter a proposal into the log. Raises Invalid with the field, or NotAllowed.

    The three texts are Markdown. A first official word is due by the policy of the first stage.
    """
    if not is_audience(audience):
        raise Invalid(f"The audience must be a group or one of: {', '.join(AUDIENCES)}.", "audience")
    require(may_propose(by, audience))
    title = _title(title)
    texts = {name: check_text(text, name) for name, text in (("hard", hard), ("better", better), ("value", value))}
    now = clock.now()
    with atomic():
        proposal = Proposal(
            title=title,
            slug=slug(title),
            service_id=service.id if service else None,
            proposer_id=by.id,
            audience=audience,
            stage="proposed",
            stage_at=now,
            next_word_due=next_word_after("proposed", now),
            created_at=now,
            **texts,
            **{f"{name}_html": render(text) for name, text in texts.items()},
        )
        db.session.add(proposal)
        db.session.flush()
        record(Proposed(proposal.id, by.id), by=by)
    return proposal


def _title(title: str) -> str:
    title = tidy(title)
    low, high = TITLE_LENGTH
    if len(title) < low:
        raise Invalid("Name it in a few words, so that others recognise it.", "title")
    if len(title) > high:
        raise Invalid(f"Please shorten the title to {high} characters; it has {len(title)}.", "title")
    return title


def check_text(text: str, field: str) -> str:
    """The text as it is stored. Raises Invalid unless it has a sensible length."""
    text = tidy_body(text)
    low, high = TEXT_LENGTH
    if len(text) < low:
        raise Invalid(TEXTS.get(field, "Please add a little more, so that everyone understands."), field)
    if len(text) > high:
        raise Invalid(f"This is {len(text):,} characters long; {high:,} fit here.", field)
    return text
