"""Learning the craft: three steps, each signed off by a coach who looked at samples of somebody's work."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.core import clock
from community.core.db import atomic, db, lock
from community.core.errors import Conflict, Invalid, require
from community.core.text import tidy
from community.events import record
from community.forum.gathering import begins_a_topic
from community.forum.models import Category, Post, Topic
from community.knowledge.models import Article
from community.knowledge.queries import visible_articles
from community.superusers.facts import TrainingReviewed
from community.superusers.models import TrainingReview

NOTE_LENGTH = 1_000
SAMPLES = 3  # at least so many are looked at, or all there are
OFFERED = 12  # of somebody's latest work


@dataclass(frozen=True)
class Step:
    """One step: what it means, what a coach looks at and for."""

    word: str
    meaning: str
    of: str  # answers or articles
    checklist: dict[str, str]


STEPS = {
    "candidate": Step(
        "Candidate", "Answers well on their own.", "answers",
        {
            "understood": "The question was understood before it was answered",
            "right": "What it says is right, and can be followed step by step",
            "kind": "It is kind, also to people who were not",
            "finished": "It was followed through until the asker was helped",
        },
    ),
    "contributor": Step(
        "Contributor", "Makes the hall better for the next one who asks.", "answers",
        {
            "searched": "What was known already was found and linked first",
            "joined": "The same question asked twice was brought together",
            "handed": "What only the desk can solve went there with all it needs",
            "named": "Titles and tags say what people would look for",
        },
    ),
    "publisher": Step(
        "Publisher", "Writes articles that need no second reader.", "articles",
        {
            "title": "The title says it in the words of those who look for it",
            "one": "One article, one thing; what it is for stands first",
            "tested": "The steps were tried as they are written",
            "readers": "It is open to the right readers, and holds nothing that isn’t theirs",
        },
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """A piece of somebody's work."""

    key: str
    title: str
    path: str
    note: str


def may_coach(by: Member | None, member: Member) -> bool | str:
    """Staff and super-users look at the work of another super-user."""
    if by is None or not by.may_moderate:
        return "Super-users and provider staff coach."
    if by.id == member.id:
        return "Somebody else looks at your work."
    return member.is_superuser or f"{member.display_name} is no super-user at the moment."


def may_read_training(by: Member | None, member: Member) -> bool | str:
    """The person themselves, and those who coach."""
    return (by is not None and (by.id == member.id or by.may_moderate)) or "This is between them and their coach."


def steps_of(member: Member) -> dict[str, TrainingReview]:
    """The steps that somebody has done."""
    return {each.step: each for each in _reviews(member) if each.signed}


def reviews_of(member: Member, viewer: Member) -> list[TrainingReview]:
    """Every look at somebody's work, the latest first. Raises NotAllowed."""
    require(may_read_training(viewer, member))
    return _reviews(member)[::-1]


def _reviews(member: Member) -> list[TrainingReview]:
    query = select(TrainingReview).where(TrainingReview.member_id == member.id)
    return list(db.session.scalars(query.options(joinedload(TrainingReview.coach)).order_by(TrainingReview.id)))


def next_step(done) -> str | None:
    """The first step that is not done; None after the last."""
    return next((step for step in STEPS if step not in done), None)


def samples_of(member: Member, step: str, viewer: Member) -> list[Sample]:
    """The latest work for a step that the coach may read: one statement."""
    if STEPS[step].of == "articles":
        query = visible_articles(viewer).where(Article.author_id == member.id).order_by(Article.id.desc())
        found = db.session.scalars(query.limit(OFFERED))
        return [Sample(f"article:{each.id}", each.title, each.path, each.ref) for each in found]
    query = (
        select(Post.id, Post.score, Topic.title, (Topic.accepted_id == Post.id).label("accepted"))
        .join(Topic, Topic.id == Post.topic_id)
        .join(Category, Category.id == Topic.category_id)
        .where(Post.author_id == member.id, ~begins_a_topic(), Post.is_shown)
        .where(Topic.is_listed, Category.audience.in_(audiences_of(viewer)))
        .order_by(Post.id.desc())
    )
    rows = db.session.execute(query.limit(OFFERED))
    return [Sample(f"post:{row.id}", row.title, f"/posts/{row.id}", _said(row)) for row in rows]


def _said(row) -> str:
    votes = f"{row.score} {'vote' if row.score == 1 else 'votes'}" if row.score else ""
    return ", ".join(filter(None, ("accepted" if row.accepted else "", votes)))


def review_training(
    member: Member, step: str, *, samples: list[str], ticks: list[str], note: str = "", by: Member
) -> TrainingReview:
    """Keep what a coach saw. With the whole checklist the step is signed; otherwise the note says what is missing.

    Raises NotAllowed, Invalid with the field, Conflict when the step was signed meanwhile or comes later.
    """
    require(may_coach(by, member))
    note = tidy(note)[:NOTE_LENGTH]
    offered = {each.key for each in samples_of(member, step, by)}
    chosen = [each for each in samples if each in offered]
    if len(chosen) < min(SAMPLES, len(offered)) or not chosen:
        raise Invalid(f"Look at {SAMPLES} pieces of their work at least, or at all there are.", "samples")
    ticks = [key for key in STEPS[step].checklist if key in ticks]
    signed = len(ticks) == len(STEPS[step].checklist)
    if not signed and not note:
        raise Invalid("Say what is still missing; it is the part that helps.", "note")
    with atomic():
        lock(member)
        if next_step(steps_of(member)) != step:
            raise Conflict("This step was signed meanwhile, or another one comes first.")
        review = TrainingReview(
            member_id=member.id, step=step, coach_id=by.id, samples=chosen, ticks=ticks, note=note, signed=signed,
            at=clock.now(),
        )  # fmt: skip
        db.session.add(review)
        db.session.flush()
        record(TrainingReviewed(review.id, member.id, signed), by=by)
    return review
