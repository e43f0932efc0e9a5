"""Files and the texts that use them: noting the uses as texts are written, and who may see a file."""

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select

from community.accounts.audiences import audiences_of
from community.accounts.facts import ProfileChanged
from community.accounts.models import Member
from community.accounts.queries import doer_of
from community.composer.models import Upload, UploadUse
from community.composer.sweeping import sweep
from community.composer.uploading import find_upload
from community.composer.using import files_in, forget_uses, note_uses, uploads_of
from community.core.db import db
from community.core.errors import NotFound
from community.events import Event
from community.forum import facts as forum
from community.forum.models import Category, Comment, Post, Topic
from community.forum.rights import moderates
from community.forum.suggesting import EditSuggestion
from community.improvement import facts as improvement
from community.improvement.models import Proposal, ProposalWord
from community.improvement.queries import visible_proposals
from community.knowledge.models import Article
from community.knowledge.queries import readable_articles


def attach_files(event: Event) -> None:
    """Note which files a text uses now, in the transaction that wrote it.

    A use opens a file to the text's readers, so it counts only when whoever wrote may see the file: its owner, or
    somebody who found it in a text that is open to them.
    """
    kind, subject_id, texts = _written(event)
    writer = doer_of(event)
    found = [upload for upload in uploads_of(files_in(*texts)) if may_see_file(writer, upload)]
    if found or _has_uses(kind, subject_id):
        note_uses(kind, subject_id, found)


def detach_files(event: Event) -> None:
    """Purged: the files of texts that are gone for good go as well, unless another text uses them."""
    posts = event.fact.post_ids
    gone = or_(Comment.post_id.in_(posts), Comment.id == event.fact.comment_id)
    comments = db.session.scalars(select(Comment.id).where(gone))
    suggestions = db.session.scalars(select(EditSuggestion.id).where(EditSuggestion.post_id.in_(posts)))
    uses = {"post": posts, "comment": comments, "suggestion": suggestions}
    for ident in {ident for kind, texts in uses.items() for ident in forget_uses(kind, texts)}:
        sweep(ident)


def _written(event: Event) -> tuple[str, int, list[str]]:
    """The text that a fact is about: its kind, its number, its words."""
    fact = event.fact
    if isinstance(fact, forum.CommentPosted | forum.CommentEdited):
        return "comment", fact.comment_id, [db.session.get(Comment, fact.comment_id).source]
    if isinstance(fact, forum.EditSuggested | forum.SuggestionChanged):
        return "suggestion", fact.suggestion_id, [db.session.get(EditSuggestion, fact.suggestion_id).source]
    if isinstance(fact, improvement.Proposed):
        proposal = db.session.get(Proposal, fact.proposal_id)
        return "proposal", proposal.id, [proposal.hard, proposal.better, proposal.value]
    if isinstance(fact, ProfileChanged):
        return "member", fact.member_id, [db.session.get(Member, fact.member_id).about]
    if hasattr(fact, "word_id"):
        word = db.session.get(ProposalWord, fact.word_id) if fact.word_id else None
        return "word", fact.word_id or 0, [word.source] if word else []
    if hasattr(fact, "article_id"):
        return "article", fact.article_id, [db.session.get(Article, fact.article_id).source]
    return "post", fact.post_id, [db.session.get(Post, fact.post_id).source]


def _has_uses(kind: str, subject_id: int) -> bool:
    there = select(UploadUse.upload_id).where(UploadUse.kind == kind, UploadUse.subject_id == subject_id)
    return db.session.scalar(there.limit(1)) is not None


def find_file(key: str, viewer: Member | None) -> Upload:
    """The file of this key, if the viewer may see it. Raises NotFound."""
    upload = find_upload(key)
    if not may_see_file(viewer, upload):
        raise NotFound("There is no such file, or it isn’t open to you.")
    return upload


def may_see_file(viewer: Member | None, upload: Upload) -> bool:
    """Whoever sent it, and those who may see a text that uses it now: one statement."""
    if viewer is not None and viewer.id == upload.member_id:
        return True
    used = select(UploadUse.kind).where(UploadUse.upload_id == upload.id, UploadUse.current, _is_seen_by(viewer))
    return db.session.scalar(used.limit(1)) is not None


def _is_seen_by(viewer: Member | None) -> ColumnElement[bool]:
    """Whether the text of a use is open to the viewer, kind by kind."""
    word_of = ProposalWord.proposal_id.in_(visible_proposals(viewer).with_only_columns(Proposal.id))
    return or_(
        _among("post", _posts(viewer)),
        _among("comment", _posts(viewer, Comment)),
        _among("suggestion", _suggestions(viewer)),
        _among("article", readable_articles(viewer).with_only_columns(Article.id)),
        _among("proposal", visible_proposals(viewer).with_only_columns(Proposal.id)),
        _among("word", select(ProposalWord.id).where(word_of)),
        _among("member", select(Member.id).where(Member.active)),
    )


def _suggestions(viewer: Member | None) -> Select:
    """Ids of the suggested wordings that the viewer made, or may decide on."""
    if viewer is None:
        return select(EditSuggestion.id).where(false())
    concerned = or_(EditSuggestion.author_id == viewer.id, Post.author_id == viewer.id, moderates(viewer))
    query = select(EditSuggestion.id).join(Post, Post.id == EditSuggestion.post_id)
    query = query.join(Topic, Topic.id == Post.topic_id).join(Category, Category.id == Topic.category_id)
    return query.where(Category.audience.in_(audiences_of(viewer)), Post.is_shown, Topic.is_shown, concerned)


def _among(kind: str, texts: Select) -> ColumnElement[bool]:
    ident = texts.selected_columns[0]
    return and_(UploadUse.kind == kind, exists(texts.where(ident == UploadUse.subject_id).correlate(UploadUse)))


def _posts(viewer: Member | None, model: type[Post] | type[Comment] = Post) -> Select:
    """Ids of the posts (or comments) that are open to the viewer, as the pages show them."""
    query = select(model.id)
    if model is Comment:
        query = query.join(Post, Comment.post_id == Post.id)
    shown = and_(Topic.is_shown, Post.is_shown, model.is_shown)
    own = and_(model.author_id == viewer.id, model.deleted_at.is_(None)) if viewer else false()
    restricted = or_(Topic.staff_only, Post.staff_only, model.staff_only)  # hidden for security
    kept = moderates(viewer) if viewer is not None and viewer.is_staff else and_(moderates(viewer), ~restricted)
    return (
        query.join(Topic, Post.topic_id == Topic.id)
        .join(Category, Topic.category_id == Category.id)
        .where(Category.audience.in_(audiences_of(viewer)), or_(shown, own, kept))
    )
