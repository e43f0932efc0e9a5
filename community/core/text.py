"""Text that people write: Markdown in, safe HTML out, once, when it is stored."""

import re
from functools import cache
from html import escape, unescape

import nh3
from markdown_it import MarkdownIt
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound
from slugify import slugify

from community.core.naming import Names, find_names

TAGS = frozenset(
    [
        "p",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "strong",
        "em",
        "b",
        "i",
        "s",
        "del",
        "ins",
        "sub",
        "sup",
        "kbd",
        "code",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
        "img",
        "span",
        "div",
        "abbr",
        "details",
        "summary",
    ]
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "abbr": {"title"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
}
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
HIGHLIGHTED = 4_000  # characters of one piece of code that are coloured: some languages take quadratic time
LONGEST_WORD = 1_000  # characters: addresses are looked for only among shorter words, for the same reason
ENDLESS = re.compile(rf"\S{{{LONGEST_WORD}}}")
SIZED = re.compile(r"/files/[0-9a-f]{32}-(\d{1,5})x(\d{1,5})/")
COLUMN = 640  # pixels: wider pictures are shown smaller than they are
CODE_CLASSES = {"pre": {"gh-code"}}
LINK_OR_PICTURE = re.compile(r'<(/?a|img)\b((?:[^>"]|"[^"]*")*)>')


def _highlight(code: str, language: str, _attrs: str) -> str:
    if len(code) > HIGHLIGHTED:
        return ""
    try:
        lexer = get_lexer_by_name(language or "text")
    except ClassNotFound:
        return ""
    return f"<pre class='gh-code'><code>{highlight(code, lexer, HtmlFormatter(nowrap=True))}</code></pre>"


@cache
def _markdown(linkify: bool) -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": True, "linkify": linkify, "highlight": _highlight}).enable(
        ["table", "strikethrough", "linkify"]
    )
    reader.add_render_rule("image", _image)
    reader.core.ruler.push("names", find_names)
    return reader


def _image(renderer, tokens, at, options, env) -> str:
    """A picture of ours says its size in its address, so that the page keeps room for it.

    One that is wider than a text column leads to itself: what is small in it can be read there.
    """
    token = tokens[at]
    size = SIZED.match(source := str(token.attrs.get("src", "")))
    if size:
        token.attrs["width"], token.attrs["height"] = size[1], size[2]
    picture = renderer.image(tokens, at, options, env)
    inside = sum({"link_open": 1, "link_close": -1}.get(each.type, 0) for each in tokens[:at])
    return f'<a href="{source}">{picture}</a>' if size and int(size[1]) > COLUMN and not inside else picture


def render(source: str, form: str = "markdown", *, trusted: bool = False, names: Names | None = None) -> str:
    """Safe HTML of what a person wrote. `form` is "markdown" or "html" (imported posts without their Markdown).

    Search engines follow links only in what `trusted` people wrote, so that nobody joins to plant them.
    `names` says how each @name that means somebody is shown, and where it leads.
    """
    linkify = not ENDLESS.search(source)
    raw = _markdown(linkify).render(source, {"names": names or {}}) if form == "markdown" else source
    rel = "ugc noopener" if trusted else "ugc nofollow noopener"
    clean = nh3.clean(
        raw,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        allowed_classes={**CODE_CLASSES, "span": _token_classes()},
        link_rel=rel,
        url_schemes={"http", "https", "mailto", "tel"},
        set_tag_attribute_values={"img": {"loading": "lazy"}},  # one only: the library orders several by chance
    )
    return _lead_to_pictures(clean, rel)


def _lead_to_pictures(html: str, rel: str) -> str:
    """A picture that lies elsewhere becomes a link: pages load nothing from outside, it would only look broken."""
    inside = False

    def look(found: re.Match[str]) -> str:
        nonlocal inside
        if found[1] != "img":
            inside = found[1] == "a"
            return found[0]
        said = {name: unescape(value) for name, value in re.findall(r'\s(\w+)="([^"]*)"', found[2])}
        if not (source := said.get("src", "")).startswith(("http://", "https://", "//")):
            return found[0]
        words = escape(said.get("alt") or source)
        return words if inside else f'<a href="{escape(source)}" rel="{rel}">{words}</a>'

    return LINK_OR_PICTURE.sub(look, html)


def names_in(source: str) -> list[str]:
    """The @names in Markdown, in small letters, each once: none of those in code, links and quotes."""
    if "@" not in source:
        return []
    found: dict[str, None] = {}
    _markdown(not ENDLESS.search(source)).parse(source, {"found": found})
    return list(found)


@cache
def _token_classes() -> set[str]:
    """The short class names that the highlighter puts on spans."""
    from pygments.token import STANDARD_TYPES

    return {name for name in STANDARD_TYPES.values() if name}


def plain(html: str, limit: int | None = None) -> str:
    """The words of stored HTML without its marks, cut at a word before `limit` characters."""
    words = unescape(nh3.clean(re.sub(r"</(p|li|h\d|pre|div|tr)>|<br ?/?>", " ", html), tags=set()))
    words = " ".join(words.split())
    if limit is None or len(words) <= limit:
        return words
    return words[:limit].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def slug(title: str) -> str:
    """The readable tail of an address; never empty."""
    return slugify(title, max_length=80, word_boundary=True) or "untitled"


def tidy(line: str) -> str:
    """One line as it should be stored: no control characters, single spaces."""
    return " ".join("".join(c for c in line if c.isprintable() or c.isspace()).split())


def row_number(words: str) -> int | None:
    """The number of a row (or of its revision) that somebody sent; None for what can't be one."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 10 else None


def tidy_body(body: str) -> str:
    """A longer text as it should be stored: no null bytes, no halves of characters, unix line ends, no blank edges."""
    return UNSTORABLE.sub("", body).replace("\r\n", "\n").replace("\r", "\n").strip()
