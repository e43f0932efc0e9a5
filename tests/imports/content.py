"""What is in the community after an import, said in the site's own numbers, so that two databases can be compared."""

from sqlalchemy import select

from community.accounts.models import Member
from community.core.db import db
from community.events.facts import FactRow, Owed
from community.forum.models import Comment, Post, Revision, Tag, Topic, TopicLink, TopicTag, Vote
from community.imports.models import ForeignId, ImportedSite, ImportedState


def content() -> dict:
    """Everything that an import wrote; all imported sites together."""
    db.session.rollback()
    db.session.expunge_all()
    theirs = _their_numbers()
    member, topic, answer = theirs["member"].get, theirs["question"].get, theirs["answer"].get
    openings = {p.id: p for p in _all(Post) if p.kind == "opening"}

    def post(ident):
        return topic(openings[ident].topic_id) if ident in openings else answer(ident)

    tags = {tag.id: tag.name for tag in _all(Tag)}
    return {
        "sites": [(s.name, s.fingerprint, s.host) for s in _all(ImportedSite)],
        "members": {
            member(m.id): (m.name, m.display_name, m.email, m.about, m.about_html, m.joined_at, m.reputation, m.level)
            for m in _all(Member)
        },
        "topics": {
            topic(t.id): (
                t.title, member(t.author_id), t.author_note, t.created_at, t.active_at, t.score, answer(t.accepted_id),
                t.answer_count, t.closed_at, t.closed_reason, topic(t.duplicate_of_id),
            )
            for t in _all(Topic)
        },
        "posts": {
            post(p.id): (
                p.kind, p.form, p.source, p.html, member(p.author_id), p.author_note, p.created_at, p.score,
                p.edited_at, member(p.edited_by_id), p.revision, topic(p.topic_id),
            )
            for p in _all(Post)
        },
        "comments": {
            theirs["comment"][c.id]: (
                post(c.post_id), c.source, member(c.author_id), c.author_note, c.created_at, c.score
            )
            for c in _all(Comment)
        },
        "votes": {theirs["vote"].get(v.id): (post(v.post_id), v.value, v.at) for v in _all(Vote)},
        "revisions": [
            (post(r.post_id), r.number, r.title, r.source, r.tags, r.reason, member(r.editor_id), r.editor_note, r.at)
            for r in db.session.scalars(select(Revision).order_by(Revision.post_id, Revision.number))
        ],
        "tags": {tag.name: tag.description for tag in _all(Tag)},
        "tagged": sorted((topic(tt.topic_id), tags[tt.tag_id]) for tt in db.session.scalars(select(TopicTag))),
        "links": sorted((topic(link.from_id), topic(link.to_id)) for link in db.session.scalars(select(TopicLink))),
        "facts": [
            (f.kind, member(f.by_id), f.origin, f.at if f.kind != "CategoryAdded" else None) for f in _all(FactRow)
        ],
        "owed": sorted(db.session.scalars(select(Owed.reaction))),
        "states": sorted((s.kind, s.foreign_id, s.value) for s in db.session.scalars(select(ImportedState))),
    }  # fmt: skip


def _all(model) -> list:
    return list(db.session.scalars(select(model).order_by(model.id)))


def _their_numbers() -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = {kind: {} for kind in ("member", "question", "answer", "comment", "vote")}
    for thing in db.session.scalars(select(ForeignId).order_by(ForeignId.site_id)):
        found.setdefault(thing.kind, {})[thing.local_id] = thing.foreign_id
    return found
