"""Joining what two people made of one post at the same time: its words, and title and tags of an opening one."""

from dataclasses import dataclass

from community.accounts.models import Member
from community.core.errors import Invalid
from community.core.merging import merge
from community.forum.models import Post, Revision, Topic
from community.forum.queries import revisions_of
from community.forum.tagging import tag_names


@dataclass(frozen=True)
class Joined:
    """Both changes as far as they can be joined; `renamed` is what another person called it, when both did."""

    text: str
    conflicts: int
    title: str
    tags: str
    renamed: str | None


def join_wordings(post: Post, topic: Topic, source: str, title: str, tags: str, *, read: int, by: Member) -> Joined:
    """What `by` would save, on top of what others saved since revision `read`. Nothing is written."""
    known = [revision for revision in revisions_of(post, by) if revision.number <= read]
    joined = merge(known[0].source if known else "", post.source, source)
    if not post.is_opening:
        return Joined(joined.text, joined.conflicts, title, tags, None)
    before, now = (known[0].title if known else None) or topic.title, topic.title
    chosen = now if title == before else title
    renamed = now if now not in (before, chosen) else None
    return Joined(joined.text, joined.conflicts, chosen, _all_tags(known, topic, tags), renamed)


def _all_tags(known: list[Revision], topic: Topic, words: str) -> str:
    """What stands there now, with what `words` added and without what it took out."""
    now = [tag.name for tag in topic.tags]
    try:
        mine = tag_names(words)
    except Invalid:
        return words  # saving says what is wrong with it
    before = next((revision.tags for revision in known if revision.tags is not None), " ".join(now)).split()
    kept = [name for name in now if name in mine or name not in before]
    return " ".join(dict.fromkeys((*kept, *(name for name in mine if name not in before))))
