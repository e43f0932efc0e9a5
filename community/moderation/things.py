"""Posts and comments alike: what can be flagged, hidden, decided on."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from community.accounts.models import Member
from community.core.db import db
from community.core.errors import NotFound
from community.forum.models import Category, Comment, Post, Topic
from community.forum.queries import find_post
from community.forum.rights import may_moderate
from community.moderation.models import ReviewItem

WHOLE = (joinedload(Post.topic).joinedload(Topic.category).joinedload(Category.service), joinedload(Post.author))


def find_thing(kind: str, ident: int) -> Post | Comment:
    """A post or comment with its topic and place, for rules that act by themselves. Raises NotFound."""
    if kind == "post":
        query = select(Post).where(Post.id == ident).options(*WHOLE)
    else:
        query = select(Comment).where(Comment.id == ident).options(joinedload(Comment.post).options(*WHOLE))
        query = query.options(joinedload(Comment.author))
    found = db.session.scalar(query)  # a query, since what is loaded already may lack its topic
    if found is None:
        raise NotFound("There is no such thing.")
    return found


def find_visible(kind: str, ident: int, viewer: Member | None) -> Post | Comment:
    """The same through the viewer. Raises NotFound, Gone."""
    if kind == "post":
        return find_post(ident, viewer)
    comment = db.session.scalar(select(Comment).where(Comment.id == ident).options(joinedload(Comment.author)))
    if comment is None:
        raise NotFound("There is no such comment, or it isn’t open to you.")
    set_committed_value(comment, "post", find_post(comment.post_id, viewer))
    own = viewer is not None and viewer.id == comment.author_id
    if not comment.is_shown and not own and not _keeps(comment, viewer):
        raise NotFound("There is no such comment, or it isn’t open to you.")
    return comment


def _keeps(comment: Comment, viewer: Member | None) -> bool:
    return may_moderate(viewer, place_of(comment)) is True and (viewer.is_staff or not comment.staff_only)


def place_of(thing: Post | Comment) -> Category:
    """The place that a thing is in."""
    return (thing.post if isinstance(thing, Comment) else thing).topic.category


def thing_of(item: ReviewItem) -> Post | Comment | None:
    """What a matter is about; of a suggestion, an appeal or a comment the thing that these are about."""
    if item.subject_kind == "comment":
        return find_thing("comment", item.subject_id)
    return find_thing("post", item.post_id) if item.post_id else None
