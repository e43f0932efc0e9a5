"""The @names in Markdown: a rule for its parser, which knows what is code, a link or somebody else's words."""

import re
from collections.abc import Iterator, Mapping

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

Names = Mapping[str, tuple[str, str | None]]  # a name in small letters: how it is shown, and where it leads
NAME = re.compile(r"(?<![\w@/.])@([A-Za-z0-9](?:[\w-]{0,37}[A-Za-z0-9])?)(?![\w@/-])", re.ASCII)
INSIDE = re.compile(r"<(/?)(?:a|code|pre|kbd|samp)[\s>]", re.IGNORECASE)


def find_names(state: StateCore) -> None:
    """Note the names in `env["found"]`, and show those that are in `env["names"]` as links."""
    found, names = state.env.get("found"), state.env.get("names") or {}
    if found is None and not names:
        return
    quoted = 0
    for token in state.tokens:
        quoted += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type == "inline" and token.children and not quoted:
            token.children = list(_shown(token.children, names, found))


def _shown(children: list[Token], names: Names, found: dict[str, None] | None) -> Iterator[Token]:
    depth = 0  # of links and code written as HTML, in which a name is no name
    for child in children:
        depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        if child.type == "html_inline" and (tag := INSIDE.match(child.content)):
            depth += -1 if tag[1] else 1
        if child.type == "text" and depth <= 0:
            yield from _parts(child, names, found)
        else:
            yield child


def _parts(text: Token, names: Names, found: dict[str, None] | None) -> Iterator[Token]:
    end = 0
    for match in NAME.finditer(text.content):
        name = match[1].lower()
        if found is not None:
            found[name] = None
        if name in names:
            yield _words(text, text.content[end : match.start()])
            yield from _name(text, *names[name])
            end = match.end()
    yield _words(text, text.content[end:])


def _name(text: Token, shown: str, path: str | None) -> Iterator[Token]:
    tag, attrs = ("a", {"href": path}) if path else ("strong", {})
    kind = "link" if path else "strong"
    yield Token(f"{kind}_open", tag, 1, attrs=attrs, level=text.level)
    yield _words(text, f"@{shown}")
    yield Token(f"{kind}_close", tag, -1, level=text.level)


def _words(text: Token, content: str) -> Token:
    return Token("text", "", 0, content=content, level=text.level)
