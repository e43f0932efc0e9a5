"""What was hidden or objected to and then changed by its author comes back to those who look after the place."""

from sqlalchemy import select

from community.core.db import db
from community.events import Event
from community.forum.hiding import unhide_post
from community.forum.models import Post
from community.moderation.flagging import weigh
from community.moderation.items import open_about, open_item
from community.moderation.models import Act
from community.moderation.things import find_thing

AGAIN = "The author changed it since it was hidden."
SHOWN = "The author changed it after it was flagged, so it is shown again."
RESTORED = "It was put back, and is hidden still."
ASKED = "The author changed it after being asked to."


def look_again(event: Event) -> None:
    """PostEdited, together: what flags hid is shown again the first time its author changes it, else it waits.

    Security concerns and suspected spam stay hidden until somebody has looked.
    """
    if event.origin is not None or event.by_id is None or event.by_id != event.fact.author_id:
        return
    post = find_thing("post", event.fact.post_id)
    item = open_about("flag", ("post", post.id))
    if post.hidden_at is None:
        if item is not None and item.note.startswith("Asked"):
            open_item("flag", post, note=ASKED)
        return
    if item is not None and not post.staff_only and not _held_as_spam(post) and _first_time(post):
        unhide_post(post, by=None)
        weigh(item)
        open_item("flag", post, note=SHOWN)
    elif post.staff_only:
        open_item("security", post, note=AGAIN, staff_only=True)
    else:
        open_item("spam" if _held_as_spam(post) else "flag", post, note=AGAIN)


def look_at_restored(event: Event) -> None:
    """PostRestored, TopicRestored, together: what the rules had hidden is hidden still, so it waits once more."""
    ids = event.fact.post_ids if hasattr(event.fact, "post_ids") else [event.fact.post_id]
    hidden = Post.hidden_at.is_not(None), Post.deleted_at.is_(None)
    for post_id in db.session.scalars(select(Post.id).where(Post.id.in_(ids), *hidden).order_by(Post.id)).all():
        if _hidden_by_rules(post_id):
            post = find_thing("post", post_id)
            open_item("security" if post.staff_only else "flag", post, note=RESTORED, staff_only=post.staff_only)


def _hidden_by_rules(post_id: int) -> bool:
    acts = select(Act.by_id).where(Act.post_id == post_id, Act.kind == "PostHidden", Act.comment_id.is_(None))
    last = db.session.execute(acts.order_by(Act.id.desc()).limit(1)).first()
    return last is not None and last.by_id is None


def _held_as_spam(post: Post) -> bool:
    return open_about("spam", ("post", post.id)) is not None


def _first_time(post: Post) -> bool:
    """Whether the rules hid it, and have not shown it again for an edit before."""
    query = select(Act.kind, Act.by_id).where(Act.post_id == post.id, Act.kind.in_(("PostHidden", "PostUnhidden")))
    acts = db.session.execute(query.where(Act.comment_id.is_(None)).order_by(Act.id)).all()
    return bool(acts) and acts[-1] == ("PostHidden", None) and ("PostUnhidden", None) not in [tuple(a) for a in acts]
