"""Filing topics under words."""

import re

from sqlalchemy import delete, select

from community.core.db import db, insert_once
from community.core.errors import Invalid
from community.forum.models import Tag, Topic, TopicTag

MOST = 5
NAME = re.compile(r"[\w+#.-]{1,35}")


def tag_names(words: str | list[str] | None) -> list[str]:
    """Clean names out of what was typed: lower case, spaces and commas part them, at most five.

    Raises Invalid.
    """
    words = words or ""
    parts = re.split(r"[\s,]+", words) if isinstance(words, str) else words
    names = list(dict.fromkeys(part.strip().lower().lstrip("#") for part in parts if part.strip("# \t")))
    for name in names:
        if not NAME.fullmatch(name):
            raise Invalid(f"“{name[:40]}” can’t be a tag: letters, digits, - + # . only, 35 at most.", "tags")
    if len(names) > MOST:
        raise Invalid(f"At most {MOST} tags; the best three say more than ten.", "tags")
    return names


def set_tags(topic: Topic, words: str | list[str]) -> list[str]:
    """File a topic under exactly these tags, making new ones; inside the caller's transaction. Gives their names."""
    names = tag_names(words)
    db.session.execute(delete(TopicTag).where(TopicTag.topic_id == topic.id))
    for name in names:
        insert_once(Tag, name=name, description="")
    ids = db.session.scalars(select(Tag.id).where(Tag.name.in_(names))).all() if names else []
    for ident in ids:
        db.session.add(TopicTag(topic_id=topic.id, tag_id=ident))
    db.session.flush()
    db.session.expire(topic, ["tags"])
    return names
