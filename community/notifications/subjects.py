"""What a notification is about: whether its reader may still see it, and its present title and address.

Nothing is copied into notifications, so that a title changed, taken down or made private since is not shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Select, false, func, or_, select
from sqlalchemy.orm import aliased, load_only

from community.accounts.models import Member
from community.accounts.sanctions import Sanction
from community.bridges.links import ESCALATED, Link
from community.core.db import db
from community.desk.models import Ticket
from community.forum.models import Comment, Post, Topic
from community.forum.queries import visible_topics
from community.forum.suggesting import EditSuggestion
from community.improvement.models import Proposal
from community.improvement.queries import visible_proposals
from community.knowledge.models import Article
from community.knowledge.queries import visible_articles
from community.moderation.items import reviewable
from community.moderation.log import WORDS, acts_for
from community.moderation.models import Act, Flag, ReviewItem
from community.superusers.models import Agreement, Briefing, Nomination, SettingAside, TrainingReview
from community.superusers.queries import visible_agreements
from community.superusers.training import STEPS


@dataclass(frozen=True)
class Subject:
    """A thing as its reader sees it now."""

    title: str
    path: str
    ref: str = ""
    more: str = ""  # said after the title: that it is about others, too


@dataclass(frozen=True)
class Kind:
    """How things of one kind are looked up, always through the viewer."""

    visible: Callable[[Member], Select]  # the ids this viewer may see
    shown: Callable[[Iterable[int], Member], dict[int, Subject]]  # titles and addresses, in one statement


def _topic_ids(viewer: Member) -> Select:
    return visible_topics(viewer).with_only_columns(Topic.id)


def _topics(ids: Iterable[int], viewer: Member) -> dict[int, Subject]:
    asked = aliased(Topic)
    query = (
        select(asked.id, Topic)
        .join(Topic, Topic.id == func.coalesce(asked.merged_into_id, asked.id))
        .where(asked.id.in_(ids), Topic.id.in_(_topic_ids(viewer)))
        .options(load_only(Topic.title, Topic.slug))
    )
    return {ident: Subject(topic.title, topic.path) for ident, topic in db.session.execute(query)}


def _post_ids(viewer: Member) -> Select:
    return select(Post.id).where(Post.is_shown, Post.topic_id.in_(_topic_ids(viewer)))


def _posts(ids: Iterable[int], viewer: Member) -> dict[int, Subject]:
    query = select(Post.id, Topic.title).join(Topic, Topic.id == Post.topic_id).where(Post.id.in_(ids))
    rows = db.session.execute(query.where(Post.id.in_(_post_ids(viewer))))
    return {ident: Subject(title, f"/posts/{ident}") for ident, title in rows}


def _comment_ids(viewer: Member) -> Select:
    return select(Comment.id).where(Comment.is_shown, Comment.post_id.in_(_post_ids(viewer)))


def _comments(ids: Iterable[int], viewer: Member) -> dict[int, Subject]:
    query = select(Comment.id, Topic.title).join(Comment.post).join(Post.topic).where(Comment.id.in_(ids))
    rows = db.session.execute(query.where(Comment.id.in_(_comment_ids(viewer))))
    return {ident: Subject(title, f"/comments/{ident}") for ident, title in rows}


def _article_ids(viewer: Member) -> Select:
    return visible_articles(viewer).with_only_columns(Article.id)


def _articles(ids: Iterable[int], viewer: Member) -> dict[int, Subject]:
    query = select(Article).where(Article.id.in_(ids), Article.id.in_(_article_ids(viewer)))
    rows = db.session.scalars(query.options(load_only(Article.title, Article.slug)))
    return {article.id: Subject(article.title, article.path, article.ref) for article in rows}


def _proposal_ids(viewer: Member) -> Select:
    return visible_proposals(viewer).with_only_columns(Proposal.id)


def _proposals(ids: Iterable[int], viewer: Member) -> dict[int, Subject]:
    query = select(Proposal).where(Proposal.id.in_(ids), Proposal.id.in_(_proposal_ids(viewer)))
    rows = db.session.scalars(query.options(load_only(Proposal.title, Proposal.slug)))
    return {proposal.id: Subject(proposal.title, proposal.path, proposal.ref) for proposal in rows}


def _escalated(viewer: Member) -> Select:
    """Tickets and the questions they came from, as far as the viewer may see those."""
    read_in = func.coalesce(Topic.merged_into_id, Topic.id)
    return (
        select(Link.to_id.label("ticket_id"), read_in.label("topic_id"))
        .join(Topic, Topic.id == Link.from_id)
        .where(Link.kind == ESCALATED, Link.from_kind == "topic", Link.to_kind == "ticket")
        .where(read_in.in_(_topic_ids(viewer)))
    )


def _ticket_ids(viewer: Member) -> Select:
    if viewer.is_staff:
        return select(Ticket.id)
    return select(_escalated(viewer).subquery().c.ticket_id)


def _tickets(ids: Iterable[int], viewer: Member) -> dict[int, Subject]:
    """For staff the ticket itself; for others the question it came from, as nothing else of it is theirs to see."""
    if viewer.is_staff:
        rows = db.session.execute(select(Ticket.id, Ticket.title, Ticket.ref).where(Ticket.id.in_(ids)))
        return {ident: Subject(title, f"/desk/tickets/{ref}", ref) for ident, title, ref in rows}
    linked = _escalated(viewer).where(Link.to_id.in_(ids)).subquery()
    query = (
        select(Ticket.id, Ticket.ref, Topic)
        .join(linked, linked.c.ticket_id == Ticket.id)
        .join(Topic, Topic.id == linked.c.topic_id)
        .options(load_only(Topic.title, Topic.slug))
        .order_by(Topic.id.desc())
    )
    return {ident: Subject(topic.title, topic.path, ref) for ident, ref, topic in db.session.execute(query)}


def _sanction_ids(viewer: Member) -> Select:
    return select(Sanction.id).where(Sanction.member_id == viewer.id)


def _sanctions(ids: Iterable[int], viewer: Member) -> dict[int, Subject]:
    """What was decided about the viewer: the reason, and until when."""
    rows = db.session.scalars(select(Sanction).where(Sanction.id.in_(ids), Sanction.member_id == viewer.id))
    return {one.id: Subject(one.reason, f"{viewer.path}/record", one.until_words) for one in rows}


ABOUT = {  # what an act was about that was not about a text
    "MemberSilenced": "your silence",
    "MemberSuspended": "your suspension",
    "MemberWarned": "your warning",
    "VotesInvalidated": "your votes",
}


def _act_ids(viewer: Member) -> Select:
    return select(Act.id).where(Act.member_id == viewer.id)


def _acts(ids: Iterable[int], viewer: Member) -> dict[int, Subject]:
    """What was decided about what the viewer wrote; the title of another's topic only while they may see it."""
    known = Topic.id.in_(_topic_ids(viewer)) | (Topic.author_id == viewer.id)
    query = (
        select(Act, Topic.title, _things_of(Act))
        .outerjoin(Topic, (Topic.id == Act.topic_id) & known)
        .where(Act.id.in_(ids), Act.member_id == viewer.id)
    )
    rows = db.session.execute(query)
    named = ((act, title or ABOUT.get(act.kind, "a topic"), things) for act, title, things in rows)
    return {act.id: Subject(title, act.path, more=_and_more(things - 1)) for act, title, things in named}


def _things_of(act):
    """How many posts and comments the decision that an act begins was about."""
    each = aliased(Act)
    thing = func.coalesce(-each.comment_id, each.post_id)
    whole = or_(each.id == act.id, each.along_id == act.id)
    return select(func.count(thing.distinct())).where(whole).correlate(act).scalar_subquery()


def _and_more(others: int) -> str:
    return "" if others < 1 else " and in one other place" if others == 1 else f" and in {others} other places"


def _log_ids(viewer: Member) -> Select:
    return select(Act.id).where(Act.id.in_(acts_for(viewer).with_only_columns(Act.id)))


def _log(ids: Iterable[int], viewer: Member) -> dict[int, Subject]:
    """An entry of the log, for those who look after its place: by what was done."""
    rows = db.session.scalars(select(Act).where(Act.id.in_(ids), Act.id.in_(_log_ids(viewer))))
    return {act.id: Subject(WORDS.get(act.kind, act.kind), f"/moderation/log/{act.id}") for act in rows}


def _flag_ids(viewer: Member) -> Select:
    return select(Flag.id).where(Flag.member_id == viewer.id)


def _flags(ids: Iterable[int], viewer: Member) -> dict[int, Subject]:
    """What the viewer flagged, by the title of its topic while they may see that."""
    query = (
        select(Flag, Topic.title)
        .join(Post, Post.id == Flag.post_id)
        .outerjoin(Topic, (Topic.id == Post.topic_id) & Topic.id.in_(_topic_ids(viewer)))
        .where(Flag.id.in_(ids), Flag.member_id == viewer.id)
    )
    rows = db.session.execute(query)
    return {f.id: Subject(title or "something", f"/{f.subject_kind}s/{f.subject_id}/flag") for f, title in rows}


def _matter_ids(viewer: Member) -> Select:
    return reviewable(viewer).with_only_columns(ReviewItem.id)


def _matters(ids: Iterable[int], viewer: Member) -> dict[int, Subject]:
    """A matter of the review queue, by its place alone: nothing of a security concern goes into a mail."""
    rows = db.session.scalars(reviewable(viewer).where(ReviewItem.id.in_(ids)))
    return {item.id: Subject(item.post.topic.category.name if item.post else "the hall", item.path) for item in rows}


def _suggestion_ids(viewer: Member) -> Select:
    mine = (EditSuggestion.author_id == viewer.id) | (Post.author_id == viewer.id)
    query = select(EditSuggestion.id).join(Post, Post.id == EditSuggestion.post_id)
    return query.where(mine, EditSuggestion.post_id.in_(_post_ids(viewer)))


def _suggestions(ids: Iterable[int], viewer: Member) -> dict[int, Subject]:
    query = (
        select(EditSuggestion.id, Topic.title)
        .join(Post, Post.id == EditSuggestion.post_id)
        .join(Topic, Topic.id == Post.topic_id)
        .where(EditSuggestion.id.in_(ids), EditSuggestion.id.in_(_suggestion_ids(viewer)))
    )
    return {ident: Subject(title, f"/suggestions/{ident}") for ident, title in db.session.execute(query)}


def _agreement_ids(viewer: Member) -> Select:
    return visible_agreements(viewer).with_only_columns(Agreement.id)


def _agreements(ids: Iterable[int], viewer: Member) -> dict[int, Subject]:
    """What an agreement is for; whose it is, for those who run the programme."""
    rows = db.session.scalars(visible_agreements(viewer).where(Agreement.id.in_(ids)))
    return {
        each.id: Subject(" and ".join(one.name for one in each.services), each.path, each.member.display_name)
        for each in rows
    }


def _setting_aside_ids(viewer: Member) -> Select:
    named = select(Nomination.member_id).where(Nomination.by_id == viewer.id)
    return select(SettingAside.id).where(SettingAside.member_id.in_(named), SettingAside.word != "")


def _settings_aside(ids: Iterable[int], viewer: Member) -> dict[int, Subject]:
    query = select(SettingAside, Member).join(Member, Member.id == SettingAside.member_id)
    rows = db.session.execute(query.where(SettingAside.id.in_(ids), SettingAside.id.in_(_setting_aside_ids(viewer))))
    return {one.id: Subject(member.display_name, member.path, one.word) for one, member in rows}


def _training_ids(viewer: Member) -> Select:
    return select(TrainingReview.id).where(TrainingReview.member_id == viewer.id)


def _training(ids: Iterable[int], viewer: Member) -> dict[int, Subject]:
    rows = db.session.scalars(_training_ids(viewer).with_only_columns(TrainingReview).where(TrainingReview.id.in_(ids)))
    return {one.id: Subject(STEPS[one.step].word, f"{viewer.path}/service") for one in rows}


def _briefing_ids(viewer: Member) -> Select:
    query = select(Briefing.id)
    return query if viewer.may_moderate else query.where(false())


def _briefings(ids: Iterable[int], viewer: Member) -> dict[int, Subject]:
    rows = db.session.scalars(_briefing_ids(viewer).with_only_columns(Briefing).where(Briefing.id.in_(ids)))
    return {one.id: Subject(one.title, one.path) for one in rows}


KINDS = {
    "agreement": Kind(_agreement_ids, _agreements),
    "briefing": Kind(_briefing_ids, _briefings),
    "setting_aside": Kind(_setting_aside_ids, _settings_aside),
    "training": Kind(_training_ids, _training),
    "flag": Kind(_flag_ids, _flags),
    "log": Kind(_log_ids, _log),
    "matter": Kind(_matter_ids, _matters),
    "act": Kind(_act_ids, _acts),
    "topic": Kind(_topic_ids, _topics),
    "post": Kind(_post_ids, _posts),
    "comment": Kind(_comment_ids, _comments),
    "article": Kind(_article_ids, _articles),
    "proposal": Kind(_proposal_ids, _proposals),
    "suggestion": Kind(_suggestion_ids, _suggestions),
    "ticket": Kind(_ticket_ids, _tickets),
    "sanction": Kind(_sanction_ids, _sanctions),
}


def shown(wanted: Iterable[tuple[str, int]], viewer: Member) -> dict[tuple[str, int], Subject]:
    """Things of any kinds as the viewer sees them, one statement per kind; what they may not see is missing."""
    by_kind: dict[str, set[int]] = {}
    for kind, ident in wanted:
        by_kind.setdefault(kind, set()).add(ident)
    found = {}
    for kind, ids in by_kind.items():
        if kind in KINDS:
            found.update({(kind, ident): subject for ident, subject in KINDS[kind].shown(ids, viewer).items()})
    return found
