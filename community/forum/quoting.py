"""Quoting a post in another one, with the way back to it."""

from community.core.text import plain
from community.forum.models import Post


def quote_of(post: Post) -> str:
    """The words of a post as a Markdown quote with its author and address; what it quotes itself is left out."""
    source = post.source if post.form == "markdown" else plain(post.html)
    lines = [line for line in source.split("\n") if not line.lstrip().startswith(">")]
    words = "\n".join(lines).strip().split("\n")
    return "\n".join([attribution(post), *(f"> {line}".rstrip() for line in words)]) + "\n\n"


def attribution(post: Post) -> str:
    """The line above a quote: who wrote it, leading to where."""
    name = "".join(f"\\{c}" if c in "\\[]*_`<>" else c for c in post.author_name)
    return f"> [{name} wrote]({post.path}):  "
