"""Reading the forum, always through the viewer: what one may not see can't be got."""

from collections.abc import Collection
from functools import partial

from sqlalchemy import ColumnElement, Select, exists, false, func, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from community.accounts.audiences import audiences_of
from community.accounts.models import Member
from community.core.db import db
from community.core.errors import Gone, Moved, NotFound
from community.core.paging import Page, page_of
from community.forum.gathering import gathered, read_at
from community.forum.models import Category, Comment, MeToo, Post, Revision, Tag, Topic, TopicLink, TopicTag, Vote
from community.forum.rights import may_moderate

LATELY = 2_000  # topics whose tags are counted: what people ask about now, at a cost that doesn't grow
AS_ROW = (joinedload(Topic.author), joinedload(Topic.last_by), selectinload(Topic.tags))


def visible_topics(viewer: Member | None) -> Select[tuple[Topic]]:
    """Every topic this viewer may see, as a query to narrow further; the category comes along."""
    return (
        select(Topic)
        .join(Topic.category)
        .outerjoin(Category.service)
        .options(contains_eager(Topic.category).contains_eager(Category.service))
        .where(Topic.is_shown, Category.audience.in_(audiences_of(viewer)))
    )


def listed_topics(viewer: Member | None) -> Select[tuple[Topic]]:
    """What lists, search, feeds and maps name of it: not the topics that only those with the address find."""
    return visible_topics(viewer).where(Topic.unlisted_at.is_(None))


def find_topic(ident: int, viewer: Member | None) -> Topic:
    """The topic with author, category and tags.

    Raises NotFound, Gone when it was taken down, Moved when it was merged into another where the viewer may follow.
    """
    found = db.session.scalar(
        select(Topic)
        .join(Topic.category)
        .options(contains_eager(Topic.category).joinedload(Category.service), *AS_ROW)
        .where(Topic.id == ident, Category.audience.in_(audiences_of(viewer)))
    )
    if found is None:
        raise NotFound("There is no such question, or it isn’t open to you.")
    if found.merged_into_id:
        _lead_on(found, viewer)
    require_shown(found, found, viewer)
    return found


def _lead_on(merged: Topic, viewer: Member | None) -> None:
    """Raises Moved with the address of a merged topic's first post; NotFound or Gone where the viewer can't follow."""
    into = select(Topic).join(Topic.category).options(contains_eager(Topic.category))
    target = db.session.scalars(into.where(Topic.id == merged.merged_into_id)).one()
    if target.category.audience not in audiences_of(viewer):
        raise NotFound("This went on in a place that isn’t open to you.")
    require_shown(target, target, viewer)
    place = f"?at={merged.opening_id}#answer-{merged.opening_id}" if merged.opening_id else ""
    raise Moved(f"This went on in “{target.title}”.", target.path + place, target.id)


def find_post(ident: int, viewer: Member | None) -> Post:
    """A post with its author, topic, and the place of that. Raises NotFound, or Gone when it was taken down."""
    found = db.session.scalar(
        select(Post)
        .join(Post.topic)
        .join(Topic.category)
        .options(
            contains_eager(Post.topic).contains_eager(Topic.category).joinedload(Category.service),
            joinedload(Post.author),
        )
        .where(Post.id == ident, Category.audience.in_(audiences_of(viewer)))
    )
    if found is None:
        raise NotFound("There is no such answer, or it isn’t open to you.")
    require_shown(found, found.topic, viewer)
    return found


def find_comment(ident: int, viewer: Member | None) -> Comment:
    """A comment with its author, post, topic and place. Raises NotFound, or Gone when it was taken down."""
    found = db.session.scalar(
        select(Comment)
        .join(Comment.post)
        .join(Post.topic)
        .join(Topic.category)
        .options(
            contains_eager(Comment.post)
            .contains_eager(Post.topic)
            .contains_eager(Topic.category)
            .joinedload(Category.service),
            joinedload(Comment.author),
        )
        .where(Comment.id == ident, Category.audience.in_(audiences_of(viewer)))
    )
    if found is None:
        raise NotFound("There is no such comment, or it isn’t open to you.")
    for thing in (found.post, found):  # what is deleted for good is so with its post
        require_shown(thing, found.post.topic, viewer)
    return found


def require_shown(thing: Topic | Post | Comment, topic: Topic, viewer: Member | None) -> None:
    """Raises Gone when a thing was taken down or is hidden; moderators see it, authors see what is hidden."""
    if getattr(thing, "purged_at", None) or topic.purged_at:
        raise Gone(f"This was deleted for good. {thing.deleted_reason or topic.deleted_reason or ''}".strip())
    if may_moderate(viewer, topic.category) is True and (viewer.is_staff or not (thing.staff_only or topic.staff_only)):
        return
    if thing.deleted_at or topic.deleted_at:
        reason = thing.deleted_reason or topic.deleted_reason
        raise Gone(f"This was taken down: {reason or 'no reason was given'}")
    wrote, asked = (viewer is not None and viewer.id == each.author_id for each in (thing, topic))
    if (thing.hidden_at and not wrote) or (topic.hidden_at and not (wrote or asked)):
        raise Gone("This is hidden until somebody has looked at it.")


def posts_of(topic: Topic, viewer: Member | None) -> list[Post]:
    """The opening post, then the answers: accepted, verified, official, by score, by age (discussions by age alone)."""
    seen = partial(_seen, viewer=viewer, keeps=may_moderate(viewer, topic.category) is True)
    with_all = (
        joinedload(Post.author),
        joinedload(Post.edited_by),
        joinedload(Post.verified_by),
        selectinload(Post.comments.and_(seen(Comment))).joinedload(Comment.author),
    )
    query = select(Post).where(Post.topic_id == topic.id, Post.purged_at.is_(None), seen(Post)).options(*with_all)
    posts = list(db.session.scalars(query.order_by(Post.id)))
    if topic.kind != "question":
        return sorted(posts, key=lambda p: (p.id != topic.opening_id, p.created_at, p.id))
    return sorted(
        posts,
        key=lambda p: (
            p.id != topic.opening_id,
            p.id != topic.accepted_id,
            p.verified_at is None,
            not p.official,
            -p.score,
            p.created_at,
            p.id,
        ),
    )


def _seen(model: type[Post] | type[Comment], *, viewer: Member | None, keeps: bool) -> ColumnElement[bool]:
    """What is shown; moderators see everything, authors also what is hidden; what is a security concern only staff."""
    own = model.deleted_at.is_(None) & (model.author_id == viewer.id) if viewer else false()
    if keeps:
        return true() if viewer.is_staff else model.staff_only.is_(False) | own
    return model.is_shown | own


def opening_of(topic: Topic) -> Post:
    """The post that the topic begins with, its author included."""
    return db.session.scalars(select(Post).where(Post.id == topic.opening_id).options(joinedload(Post.author))).one()


def votes_of(viewer: Member | None, posts: list[Post]) -> dict[int, int]:
    """This viewer's voice on each of the posts, in one statement."""
    if viewer is None or not posts:
        return {}
    query = select(Vote.post_id, Vote.value).where(
        Vote.voter_id == viewer.id, Vote.post_id.in_([post.id for post in posts])
    )
    return {row.post_id: row.value for row in db.session.execute(query)}


def said_me_too(viewer: Member | None, topic: Topic) -> bool:
    """Whether this viewer said to have the same problem."""
    said = exists().where(MeToo.member_id == viewer.id, MeToo.topic_id.in_(gathered([topic.id]))) if viewer else None
    return said is not None and bool(db.session.scalar(select(said)))


def linked_topics(topic: Topic, viewer: Member | None) -> list[Topic]:
    """Topics that this one refers to or that refer to it, each where it is read now."""
    here = gathered([topic.id])
    ends = (
        select(TopicLink.to_id)
        .where(TopicLink.from_id.in_(here))
        .union(select(TopicLink.from_id).where(TopicLink.to_id.in_(here)))
        .subquery()
    )
    query = listed_topics(viewer).where(Topic.id.in_(read_at(select(ends.c[0]))), Topic.id != topic.id)
    return list(db.session.scalars(query.order_by(Topic.id).limit(8)).unique())


def visible_categories(viewer: Member | None) -> list[Category]:
    """Categories this viewer may see, each with its service, those below another right after it."""
    known = select(Category).options(joinedload(Category.service), joinedload(Category.parent))
    return _nested(list(db.session.scalars(known.where(Category.audience.in_(audiences_of(viewer))))))


def all_categories() -> list[Category]:
    """Every place with its service, those below another right after it: for whoever arranges them."""
    return _nested(list(db.session.scalars(select(Category).options(joinedload(Category.service)))))


def _nested(places: list[Category]) -> list[Category]:
    """In their order, each right before those that stand below it; whoever sees one sees the one above it."""
    seats = {place.id: (place.position, place.id) for place in places}

    def seat(place: Category) -> tuple:
        own = seats[place.id]
        return seats.get(place.parent_id, own), place.parent_id is not None, own

    return sorted(places, key=seat)


def find_category(slug: str, viewer: Member | None) -> Category:
    """The category with this slug. Raises NotFound."""
    for category in visible_categories(viewer):
        if category.slug == slug:
            return category
    raise NotFound("There is no such place, or it isn’t open to you.")


def find_tag(name: str, viewer: Member | None) -> Tag:
    """The tag of this name, if it is on anything that the viewer may see. Raises NotFound."""
    seen = select(TopicTag.tag_id).where(TopicTag.topic_id.in_(listed_topics(viewer).with_only_columns(Topic.id)))
    tag = db.session.scalar(select(Tag).where(Tag.name == name.lower(), Tag.id.in_(seen)))
    if tag is None:
        raise NotFound("Nothing is filed under that word yet.")
    return tag


def revisions_of(post: Post, viewer: Member | None = None) -> list[Revision]:
    """What a post said over time, newest first; wordings that were a security concern for provider staff alone."""
    query = select(Revision).where(Revision.post_id == post.id).options(joinedload(Revision.editor))
    if viewer is None or not viewer.is_staff:
        query = query.where(~Revision.staff_only)
    return list(db.session.scalars(query.order_by(Revision.number.desc())))


def places_below(place: Category) -> tuple[int, ...]:
    """The places that a place is divided into, whoever may see them; places are nested once."""
    if place.parent_id is not None:
        return ()
    return tuple(db.session.scalars(select(Category.id).where(Category.parent_id == place.id).order_by(Category.id)))


def popular_tags(viewer: Member | None, places: Collection[int] = (), limit: int = 24) -> list[tuple[Tag, int]]:
    """The tags most used on the topics (of some places) that this viewer may see and that moved lately, with counts."""
    count = func.count(TopicTag.topic_id)
    lately = listed_topics(viewer).with_only_columns(Topic.id).order_by(Topic.active_key.desc()).limit(LATELY)
    if places:
        lately = lately.where(Topic.category_id.in_(places))
    query = (
        select(Tag, count)
        .join(TopicTag, TopicTag.tag_id == Tag.id)
        .where(TopicTag.topic_id.in_(select(lately.subquery().c.id)))
        .group_by(Tag.id)
        .order_by(count.desc(), Tag.name)
        .limit(limit)
    )
    return [(tag, used) for tag, used in db.session.execute(query)]


def tags_like(words: str, viewer: Member | None, limit: int = 6) -> list[tuple[Tag, int]]:
    """Tags that begin with these words on topics this viewer may see, the most used first, with their counts."""
    count = func.count(TopicTag.topic_id)
    query = (
        select(Tag, count)
        .join(TopicTag, TopicTag.tag_id == Tag.id)
        .join(Topic, Topic.id == TopicTag.topic_id)
        .join(Category, Category.id == Topic.category_id)
        .where(Topic.is_listed, Category.audience.in_(audiences_of(viewer)))
        .where(Tag.name.startswith(words.lower(), autoescape=True))
        .group_by(Tag.id)
        .order_by(count.desc(), Tag.name)
        .limit(limit)
    )
    return [(tag, used) for tag, used in db.session.execute(query)]


def participants_of(topic: Topic) -> Select[tuple[int]]:
    """Ids of those who wrote what everyone sees in a topic, as a query to put into others."""
    return select(Post.author_id).where(Post.topic_id == topic.id, Post.is_shown, Post.author_id.is_not(None))


def voters_of(post: Post, after: str | None = None) -> tuple[Page, int]:
    """A page of the votes for a post, each with its voter, and how many came without a name.

    A vote from before the place showed names, or from another place, keeps none. Raises NotFound where none are shown.
    """
    if not post.topic.category.named_votes:
        raise NotFound("Votes have no names in this place.")
    given = select(Vote).where(Vote.post_id == post.id, Vote.value == 1, Vote.counts)
    has_name = Vote.named & Vote.voter_id.is_not(None)
    unnamed = select(func.count()).where(Vote.post_id == post.id, Vote.value == 1, Vote.counts, ~has_name)
    named = given.where(has_name).options(joinedload(Vote.voter))
    return page_of(named, by=(Vote.id,), after=after), db.session.scalar(unnamed)
