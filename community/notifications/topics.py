"""Who is told of what happens in questions, discussions and their posts."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from sqlalchemy import and_, select

from community.core.db import db
from community.events import Event
from community.events.facts import FactRow
from community.forum import facts as forum
from community.forum.bookmarks import Bookmark
from community.forum.mentions import called_members
from community.forum.models import Category, Comment, Post, Topic
from community.forum.suggesting import EditSuggestion
from community.notifications import decisions
from community.notifications.models import Notification
from community.notifications.tellings import EVERYTHING, NOBODY_ELSE, TURNING_POINTS, Telling
from community.superusers.turns import QuestionRouted, Routing


def open_topic(ident: int) -> tuple[Topic, str] | None:
    """A topic that is shown, with the audience that may know of it; None when it is gone by now."""
    query = select(Topic, Category.audience).join(Category, Category.id == Topic.category_id)
    return db.session.execute(query.where(Topic.id == ident, Topic.is_shown)).first()


def open_post(ident: int) -> tuple[Post, Topic, str] | None:
    """A post that is shown in a topic that is, and their audience; None when either is gone by now."""
    query = select(Post, Topic, Category.audience).join(Topic, Topic.id == Post.topic_id).join(Category)
    there = Post.is_shown, Topic.is_shown
    return db.session.execute(query.where(Post.id == ident, *there)).first()


def answered(event: Event) -> Iterator[Telling]:
    """Who wrote what it replies to, the asker, and who follows the topic; an official answer is a turning point."""
    if found := open_post(event.fact.post_id):
        post, topic, audience = found
        kind = "official_answer" if post.official else "answer" if topic.kind == "question" else "reply"
        levels = TURNING_POINTS if post.official else EVERYTHING
        subject, followed = ("post", post.id), (("topic", topic.id),)
        called = called_members(post.id)  # they hear that they were called, which says more
        replied = db.session.scalar(select(Post.author_id).where(Post.id == post.reply_to_id, Post.is_shown))
        if replied not in called:
            yield Telling("reply_to", subject, audience, (replied,), followed, NOBODY_ELSE)
        asker = () if topic.author_id in called else (topic.author_id,)
        spared = tuple(("member", ident) for ident in called)
        yield Telling(kind, subject, audience, asker, followed, levels, spared)


def accepted(event: Event) -> Iterator[Telling]:
    """Who gave the answer; and, as a solution, who follows the topic. Nobody when the choice was taken back since."""
    found = open_post(event.fact.post_id)
    if event.by_id is None:
        return  # brought back by an undo: they heard of it when it was chosen
    if found and found[1].accepted_id == event.fact.post_id:
        post, topic, audience = found
        yield Telling("accepted", ("post", post.id), audience, (post.author_id,))
        yield Telling("solved", ("post", post.id), audience, (), (("topic", topic.id),), TURNING_POINTS)


def voted(event: Event) -> Iterator[Telling]:
    """Who wrote what somebody found helpful, or had trouble with and said why."""
    kind = "helpful" if event.fact.new == 1 else "unhelpful" if event.fact.reason else None
    if kind and (found := open_post(event.fact.post_id)):
        post, _, audience = found
        yield Telling(kind, ("post", post.id), audience, (post.author_id,))


def shown_at_last(event: Event) -> Iterator[Telling]:
    """Its author; and of what was held back since it was posted everybody who would have heard of it then."""
    yield from decisions.acted(event)
    remark = isinstance(event.fact, forum.CommentUnhidden)
    thing = db.session.get(*((Comment, event.fact.comment_id) if remark else (Post, event.fact.post_id)))
    if decisions.was_held_back("comment" if remark else "post", thing.id) and not _was_told(thing, event.fact.post_id):
        heard = commented(event) if remark else () if event.fact.opening else answered(event)
        for telling in (*heard, *_called(thing, event.fact.post_id)):
            yield replace(telling, actor_id=thing.author_id)


def _was_told(thing: Post | Comment, post_id: int) -> bool:
    """Whether anybody ever heard of it from its author."""
    mine = Notification.actor_id == thing.author_id, Notification.at >= thing.created_at
    subject = and_(Notification.subject_kind == "post", Notification.subject_id == post_id)
    return db.session.scalar(select(Notification.id).where(subject, *mine).limit(1)) is not None


def _called(thing: Post | Comment, post_id: int) -> Iterator[Telling]:
    if found := open_post(post_id):
        comment_id = thing.id if isinstance(thing, Comment) else None
        subject = ("comment", comment_id) if comment_id else ("post", post_id)
        called = tuple(called_members(post_id, comment_id))
        yield Telling("mention", subject, found[2], called, (("topic", found[1].id),), NOBODY_ELSE)


def reminded(event: Event) -> Iterator[Telling]:
    """Who keeps the post, unless it is gone or not theirs to see any more."""
    kept = db.session.get(Bookmark, event.fact.bookmark_id)
    if kept is not None and (found := open_post(kept.post_id)):
        post, _, audience = found
        yield Telling("reminder", ("post", post.id), audience, (kept.member_id,))


def commented(event: Event) -> Iterator[Telling]:
    """Who wrote the post; of a remark that is held back nobody hears until somebody has looked."""
    comment = db.session.get(Comment, event.fact.comment_id)
    if (found := open_post(event.fact.post_id)) and comment is not None and comment.is_shown:
        post, _, audience = found
        if post.author_id not in called_members(post.id, event.fact.comment_id):
            yield Telling("comment", ("post", post.id), audience, (post.author_id,))


def mentioned(event: Event) -> Iterator[Telling]:
    """Who was called by name, unless they muted the topic."""
    found, comment_id = open_post(event.fact.post_id), event.fact.comment_id
    comment = db.session.get(Comment, comment_id) if comment_id else None
    if found and (comment_id is None or (comment is not None and comment.is_shown)):
        post, topic, audience = found
        subject = ("comment", comment_id) if comment_id else ("post", post.id)
        yield Telling("mention", subject, audience, tuple(event.fact.member_ids), (("topic", topic.id),), NOBODY_ELSE)


def thanked(event: Event) -> Iterator[Telling]:
    """Who wrote what helped somebody."""
    if event.fact.on and (found := open_post(event.fact.post_id)):
        post, _, audience = found
        yield Telling(event.fact.kind, ("post", post.id), audience, (post.author_id,))


def verified(event: Event) -> Iterator[Telling]:
    """Who gave the answer, and who follows the topic. Nobody when that was taken back since."""
    found = open_post(event.fact.post_id)
    if found and found[0].verified_at:
        post, topic, audience = found
        yield Telling("verified", ("post", post.id), audience, (post.author_id,))
        followed = (("topic", topic.id),)
        yield Telling("verified_here", ("post", post.id), audience, (topic.author_id,), followed, TURNING_POINTS)


def unverified(event: Event) -> Iterator[Telling]:
    """Who verified an answer that says something else now."""
    if event.fact.edited and (found := open_post(event.fact.post_id)):
        post, _, audience = found
        yield Telling("verified_edited", ("post", post.id), audience, (event.fact.verifier_id,))


def edited(event: Event) -> Iterator[Telling]:
    """Who wrote what somebody else changed; not of tags, nor of a suggestion that they took over themselves."""
    found = open_post(event.fact.post_id)
    if found and {"title", "body"} & set(event.fact.parts) and not _took_over(found[0], event.fact.revision):
        yield Telling("edited", ("post", found[0].id), found[2], (found[0].author_id,))


def _took_over(post: Post, revision: int) -> bool:
    own = EditSuggestion.post_id == post.id, EditSuggestion.accepted, EditSuggestion.decided_by_id == post.author_id
    taken = select(EditSuggestion.id).where(*own, EditSuggestion.revision == revision - 1)
    return db.session.scalar(taken.limit(1)) is not None


def merged(event: Event) -> Iterator[Telling]:
    """Who asked what was merged into another, and who follows it: where it goes on."""
    if found := open_topic(event.fact.into_id):
        topic, audience = found
        asker = db.session.scalar(select(Topic.author_id).where(Topic.id == event.fact.topic_id))
        followed = (("topic", event.fact.topic_id),)
        yield Telling("merged", ("topic", topic.id), audience, (asker,), followed, TURNING_POINTS)


def disputed(event: Event) -> Iterator[Telling]:
    """Who had closed it as asked before, and who follows it."""
    if found := open_topic(event.fact.topic_id):
        topic, audience = found
        closed = select(FactRow.by_id).where(
            FactRow.kind == "TopicClosed", FactRow.payload["topic_id"].as_integer() == topic.id, FactRow.id < event.id
        )
        closer = db.session.scalar(closed.order_by(FactRow.id.desc()).limit(1))
        yield Telling("disputed", ("topic", topic.id), audience, (closer,), (("topic", topic.id),))


def closed(event: Event) -> Iterator[Telling]:
    """Who asked: why it takes no more answers, which its page says. Nobody when it was opened again since."""
    found = open_topic(event.fact.topic_id)
    if not (found and found[0].closed_at):
        return
    if (along := decisions.closed_with_many(event)) is not None:
        yield from along
    else:
        topic, audience = found
        kind = "duplicate" if topic.duplicate_of_id else "closed"
        yield Telling(kind, ("topic", topic.id), audience, (topic.author_id,))


def moved(event: Event) -> Iterator[Telling]:
    """Who wrote the posts that stand in another topic now."""
    if found := open_topic(event.fact.into_id):
        topic, audience = found
        authors = db.session.scalars(select(Post.author_id).where(Post.id.in_(event.fact.post_ids)).distinct())
        yield Telling("moved", ("topic", topic.id), audience, tuple(authors))


def needed(event: Event) -> Iterator[Telling]:
    """The asker: somebody needs to know more, still needs it, or it closed for want of it."""
    if found := open_topic(event.fact.topic_id):
        topic, audience = found
        yield Telling(NEEDED[type(event.fact)], ("topic", topic.id), audience, (topic.author_id,))


NEEDED = {
    forum.AskedBack: "information_needed",
    forum.InformationStillNeeded: "information_still_needed",
    forum.QuestionLapsed: "lapsed",
}


def information_given(event: Event) -> Iterator[Telling]:
    """Who asked for it."""
    if found := open_topic(event.fact.topic_id):
        topic, audience = found
        yield Telling("information_given", ("topic", topic.id), audience, (event.fact.helper_id,))


def claimed(event: Event) -> Iterator[Telling]:
    """Who was on it until somebody took over."""
    if event.fact.taken_from_id and (found := open_topic(event.fact.topic_id)):
        topic, audience = found
        yield Telling("taken_over", ("topic", topic.id), audience, (event.fact.taken_from_id,))


def routed(event: Event) -> Iterator[Telling]:
    """The helper it was brought to, while it is with them."""
    turn, found = db.session.get(Routing, event.fact.routing_id), open_topic(event.fact.topic_id)
    if turn is not None and turn.ended_at is None and found:
        topic, audience = found
        yield Telling("routed", ("topic", topic.id), audience, (event.fact.helper_id,))


def passed_on(event: Event) -> Iterator[Telling]:
    """Who may know something about it, while nobody has answered."""
    found = open_topic(event.fact.topic_id)
    if found and not found[0].answer_count:
        yield Telling("passed_on", ("topic", found[0].id), found[1], (event.fact.member_id,))


def suggested(event: Event) -> Iterator[Telling]:
    """Who wrote the post, while the suggestion waits."""
    found, suggestion = open_post(event.fact.post_id), db.session.get(EditSuggestion, event.fact.suggestion_id)
    if found and suggestion is not None and suggestion.decided_at is None:
        yield Telling("suggested", ("suggestion", suggestion.id), found[2], (found[0].author_id,))


def suggestion_decided(event: Event) -> Iterator[Telling]:
    """Who suggested it."""
    if found := open_post(event.fact.post_id):
        kind = "suggestion_accepted" if isinstance(event.fact, forum.SuggestionAccepted) else "suggestion_declined"
        yield Telling(kind, ("suggestion", event.fact.suggestion_id), found[2], (event.fact.suggester_id,))


RECEIVERS: dict[type, Callable[[Event], Iterator[Telling]]] = {
    forum.AnswerAccepted: accepted,
    forum.AnswerPosted: answered,
    forum.AnswerVerified: verified,
    forum.Mentioned: mentioned,
    forum.PostEdited: edited,
    forum.PostThanked: thanked,
    **dict.fromkeys(NEEDED, needed),
    forum.CommentPosted: commented,
    forum.CommentUnhidden: shown_at_last,
    forum.PostUnhidden: shown_at_last,
    forum.InformationGiven: information_given,
    forum.TopicClaimed: claimed,
    forum.QuestionPassedOn: passed_on,
    forum.EditSuggested: suggested,
    forum.PostVoted: voted,
    forum.ReminderCame: reminded,
    forum.DuplicateDisputed: disputed,
    forum.SuggestionAccepted: suggestion_decided,
    forum.SuggestionDeclined: suggestion_decided,
    forum.PostsMoved: moved,
    forum.TopicClosed: closed,
    forum.TopicsMerged: merged,
    forum.VerificationWithdrawn: unverified,
    QuestionRouted: routed,
}
