"""What goes along with a question without anybody having to type it: browser, system, the page before, the trail."""

import re
from typing import Any

from community.accounts.models import Member
from community.forum.trail import trail_of

BROWSERS = (  # the first that fits: most say that they are several
    ("Edge", re.compile(r"\bEdg(?:e|A|iOS)?/(\d+)")),
    ("Opera", re.compile(r"\bOPR/(\d+)")),
    ("Samsung Internet", re.compile(r"\bSamsungBrowser/(\d+)")),
    ("Firefox", re.compile(r"\b(?:Firefox|FxiOS)/(\d+)")),
    ("Chrome", re.compile(r"\b(?:Chrome|CriOS)/(\d+)")),
    ("Safari", re.compile(r"\bVersion/(\d+)[\d.]* (?:Mobile/\w+ )?Safari/")),
)
SYSTEMS = (
    ("iPhone", re.compile(r"\biPhone\b")),
    ("iPad", re.compile(r"\biPad\b")),
    ("Android", re.compile(r"\bAndroid\b")),
    ("Windows", re.compile(r"\bWindows\b")),
    ("macOS", re.compile(r"\bMac(?:intosh|_PowerPC)\b")),
    ("ChromeOS", re.compile(r"\bCrOS\b")),
    ("Linux", re.compile(r"\bLinux\b")),
)
THING = re.compile(r"/(q|articles)/(\d{1,9})(?:/[^/]*)?")
KINDS = {"q": "topic", "articles": "article"}
PAGES = {
    "/": "the first page",
    "/questions": "the list of questions",
    "/articles": "the knowledge base",
    "/improvements": "the improvement log",
    "/members": "the list of people",
    "/notifications": "their notifications",
    "/search": "the search page",
}


def browser_of(user_agent: str) -> str:
    """Browser, its main version and the system, such as "Firefox 132 on Windows"; as much as can be told."""
    browser = next((f"{name} {found[1]}" for name, sign in BROWSERS if (found := sign.search(user_agent))), "")
    system = next((name for name, sign in SYSTEMS if sign.search(user_agent)), "")
    return " on ".join(filter(None, (browser, system)))


def page_of_path(path: str) -> str:
    """One of our pages as it may be kept: a thing as "topic:7", or the address of a page that everybody knows.

    Anything else gives "": an address can tell what its reader may see and others may not.
    """
    if found := THING.fullmatch(path):
        return f"{KINDS[found[1]]}:{found[2]}"
    return path if path in PAGES else ""


def capture(member: Member, *, user_agent: str, came_from: str) -> dict[str, Any]:
    """What would go along with a question of this member now; empty parts are left out."""
    trail = trail_of(member)
    parts = {
        "browser": browser_of(user_agent[:500]),
        "page": page_of_path(came_from),
        "searched": list(trail.searched),
        "read": list(trail.read),
    }
    return {name: part for name, part in parts.items() if part}
