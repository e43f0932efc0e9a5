"""Filing a topic rightly: what kind it is, in which place it belongs, under which tags."""

from sqlalchemy.orm.attributes import set_committed_value

from community.accounts.models import Member
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, require
from community.forum.accepting import withdraw_acceptance
from community.forum.changes import change_state, state_of
from community.forum.editing import store_edit
from community.forum.facts import TopicKindChanged, TopicRelocated
from community.forum.models import KINDS, Category, Post, Topic
from community.forum.rearranging import check_audiences
from community.forum.rights import may_moderate
from community.forum.steering import may_arrange_topic
from community.forum.tagging import tag_names


def may_make(by: Member | None, topic: Topic, kind: str) -> bool | str:
    """Those who look after the place say what kind a topic is; announcements are the provider's."""
    if "announcement" in (kind, topic.kind) and not (by and by.is_staff):
        return "Announcements are made by provider staff."
    return may_arrange_topic(by, topic)


def change_kind(topic: Topic, kind: str, *, by: Member) -> None:
    """Make a question a discussion, and so on. What is no question any more has no accepted answer."""
    if kind not in KINDS:
        raise Invalid(f"The kind must be one of: {', '.join(KINDS)}.", "kind")
    if kind == topic.kind:
        return
    require(may_make(by, topic, kind))
    with atomic():
        lock(topic)
        old, before = topic.kind, state_of(topic)
        if old != kind:
            if old == "question":
                withdraw_acceptance(topic, by=by, forced=True)
            change_state(topic, TopicKindChanged(topic.id, old, kind), by=by, before=before, kind=kind)


def may_relocate(by: Member | None, topic: Topic, place: Category) -> bool | str:
    """Those who look after both places."""
    allowed = may_arrange_topic(by, topic)
    return may_moderate(by, place) if allowed is True else allowed


def relocate_topic(topic: Topic, place: Category, *, by: Member, aware: bool = False) -> None:
    """Move a topic to another place. `aware`: `by` knows that it gets other readers. Raises Invalid, NotAllowed."""
    if place.id == topic.category_id:
        return
    require(may_relocate(by, topic, place))
    check_audiences(topic, place.audience, aware)
    with atomic():
        lock(topic)
        old = topic.category_id
        if old != place.id:
            set_committed_value(topic, "category", place)
            change_state(topic, TopicRelocated(topic.id, old, place.id), by=by, category_id=place.id)


def retag_topic(topic: Topic, words: str | list[str], *, by: Member) -> None:
    """File a topic under other tags; its history has the earlier ones. Raises Invalid for what can’t be a tag."""
    require(may_arrange_topic(by, topic))
    names = tag_names(words)
    with atomic():
        lock(topic)
        opening = lock(db.session.get(Post, topic.opening_id))
        if {tag.name for tag in topic.tags} != set(names):
            store_edit(opening, opening.source, by=by, tags=names, reason="Tags", form=opening.form)


def file_topic(topic: Topic, *, kind: str, place: Category, tags: str, by: Member, aware: bool = False) -> None:
    """All of it at once, or nothing of it."""
    with atomic():
        retag_topic(topic, tags, by=by)
        change_kind(topic, kind, by=by)
        relocate_topic(topic, place, by=by, aware=aware)
