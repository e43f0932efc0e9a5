"""The contents list of an article: its headings, each with an address inside the page."""

import re
from dataclasses import dataclass

from community.core.text import plain, render, slug

HEADING = re.compile(r"<h([23])>(.*?)</h\1>", re.DOTALL)
MARKED = re.compile(r'<h([23]) id="(s-[^"]+)">(.*?)</h\1>', re.DOTALL)


@dataclass(frozen=True)
class Heading:
    """A line of the contents list; `level` is 2 or 3."""

    level: int
    anchor: str
    words: str


def render_article(source: str) -> str:
    """Safe HTML of an article whose headings carry ids of their own, all different."""
    seen: dict[str, int] = {}

    def mark(match: re.Match) -> str:
        anchor = f"s-{slug(plain(match[2]))}"
        seen[anchor] = seen.get(anchor, 0) + 1
        number = f"_{seen[anchor]}" if seen[anchor] > 1 else ""  # a slug has no underscore, so this is nobody else's
        return f'<h{match[1]} id="{anchor}{number}">{match[2]}</h{match[1]}>'

    # The page's own title is the h1, so the author's first level becomes the second.
    html = re.sub(r"(</?)h1>", r"\1h2>", render(source))
    return HEADING.sub(mark, html)


def contents_of(html: str) -> list[Heading]:
    """The headings of a stored article, in order."""
    return [Heading(int(level), anchor, plain(words)) for level, anchor, words in MARKED.findall(html)]
