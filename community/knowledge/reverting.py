"""Going back to an earlier wording of an article; the later ones stay in its history."""

from community.accounts.models import Member
from community.core.db import atomic
from community.core.errors import Conflict, NotFound
from community.knowledge.models import Article
from community.knowledge.queries import revision_of
from community.knowledge.revising import revise_article


def revert_article(article: Article, number: int, *, by: Member) -> None:
    """Let an article say again what it said in revision `number`, as a revision of its own; its place stays.

    Whoever may revise may revert. Raises NotFound for no such revision, Conflict when it says so already.
    """
    with atomic():
        wanted = revision_of(article, number)
        if wanted is None:
            raise NotFound("There is no such wording of this article.")
        before = article.revision
        revise_article(
            article,
            title=wanted.title,
            summary=wanted.summary,
            source=wanted.source,
            service=article.service,
            reason=f"Back to the wording of {wanted.at:%d %B %Y, %H:%M} UTC",
            by=by,
        )
        if article.revision == before:
            raise Conflict("It says so already.")
