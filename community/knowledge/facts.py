"""Facts about articles."""

from community.events import fact


@fact
class ArticleDrafted:
    """Somebody began an article."""

    article_id: int
    author_id: int | None


@fact
class ArticleRevised:
    """An article says something else now."""

    article_id: int
    revision: int
    wording_only: bool = False
    author_id: int | None = None


@fact
class ArticlePublished:
    """An article was opened to its readers, for the first time.

    `credited_ids` gave the answers that it was made from, `asker_ids` asked for them; the author is in neither.
    """

    article_id: int
    author_id: int | None
    credited_ids: tuple[int, ...] = ()
    asker_ids: tuple[int, ...] = ()


@fact
class ArticleValidated:
    """Somebody other than the author checked that it is true and works."""

    article_id: int
    author_id: int | None


@fact
class ArticleArchived:
    """An article was taken out of use."""

    article_id: int


@fact
class ArticleRestored:
    """An archived article is in use again."""

    article_id: int


@fact
class ArticleVoted:
    """A reader said whether an article helped (1, -1), or took that back (0)."""

    article_id: int
    author_id: int | None
    old: int
    new: int
