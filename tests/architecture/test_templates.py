"""Pages obey the strict content policy, and every icon they name is drawn."""

import json
import re
from html.parser import HTMLParser

import pytest

from tests.architecture.reading import ROOT, modules, templates

JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
ICON = re.compile(r"""\bicon\(\s*["']([a-z0-9-]+)["']""")
DATA = {"application/json", "application/ld+json"}  # is read, never run
MAILS = "mails/"  # mail programs know nothing but inline styles


class Inline(HTMLParser):
    """Collects what a strict content policy refuses."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        names = {name for name, _ in attrs}
        self.found += [f"line {self.getpos()[0]}: {name}=" for name in names if _is_inline(name)]
        if tag == "style" or (tag == "script" and "src" not in names and dict(attrs).get("type") not in DATA):
            self.found.append(f"line {self.getpos()[0]}: inline <{tag}>")


def _is_inline(attribute: str) -> bool:
    return attribute == "style" or attribute.startswith(("on", "hx-on"))


@pytest.mark.parametrize(
    ("html", "refused"),
    [
        ('<p style="color: red">', ["line 1: style="]),
        ("<button onclick=go()>", ["line 1: onclick="]),
        ("<script>go()</script>", ["line 1: inline <script>"]),
        ('<script src="/static/app.js"></script><p class="on style">', []),
    ],
)
def test_inline_styles_and_scripts_are_recognised(html, refused):
    assert _inline(html) == refused


def test_no_template_has_inline_styles_or_scripts():
    found = {name: _inline(source) for name, source in templates() if not name.startswith(MAILS)}
    assert {name: lines for name, lines in found.items() if lines} == {}


def _inline(source: str) -> list[str]:
    parser = Inline()
    # What a template computes is replaced by as many line ends as it had, so that line numbers stay right.
    parser.feed(JINJA.sub(lambda match: "\n" * match.group().count("\n") or "x", source))
    parser.close()
    return parser.found


def test_every_named_icon_is_in_the_sheet():
    sheet = set(json.loads((ROOT / "static/src/icons.json").read_text("utf-8")))
    sources = [*templates(), *((name, path.read_text("utf-8")) for name, path in _python())]
    missing = {f"{icon} in {name}" for name, source in sources for icon in ICON.findall(source) if icon not in sheet}
    assert missing == set()


def _python():
    for name, _ in modules():
        stem = ROOT / name.replace(".", "/")
        yield name, stem.with_suffix(".py") if stem.with_suffix(".py").exists() else stem / "__init__.py"
