"""What a page says about itself to search engines: its one address, whether to keep it, what it is (schema.org)."""

import re
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, current_app, request

from community.accounts.audiences import PUBLIC
from community.core.text import plain
from community.core.web import is_fragment
from community.forum.listing import OWN_TABS
from community.forum.models import Post, Topic
from community.forum.stretches import place_of
from community.pages.markup import address, stamp

NARROWED_BY = {
    "home.home": ("tab", "period", "state", "kind", "service", "tag"),
    "lists.questions": ("tab", "period", "state", "kind", "service", "tag"),
    "lists.category": ("tab", "period", "state", "kind", "tag"),
    "articles.articles": ("service", "kind", "state"),
    "improvement.improvements": ("service", "stage"),
}
THIN = {"search.results", "forum.history", "knowledge.history", "people.reputation"}
PICTURE = re.compile(r'<img\b[^>]*?\ssrc="(/files/[^"]+)"')
ANSWERS = 20  # that are told besides the accepted one; the page itself has them all


def register(app: Flask) -> None:
    """Let every page's head know its address and whether it is worth keeping."""
    app.context_processor(head)
    app.jinja_env.filters |= {"plain": plain, "address": address, "first_picture": first_picture}


def head() -> dict[str, Any]:
    """Context of the layouts. A page with several filters, or far down a list, has the same things as better ones."""
    if is_fragment():
        return {}
    names = NARROWED_BY.get(request.endpoint or "", ())
    filters = {name: request.args[name] for name in names if request.args.get(name, "") not in ("", "active")}
    view = current_app.view_functions.get(request.endpoint or "")
    thin = (
        not getattr(view, "open_to_guests", False)
        or request.endpoint in THIN
        or len(filters) > 1
        or len(request.args.getlist("tag")) > 1
        or filters.get("tab") in OWN_TABS
        or any(request.args.get(name) for name in ("after", "before", "show", "q"))
    )
    query = f"?{urlencode(filters)}" if filters else ""
    path = "/questions" if request.endpoint == "home.home" and filters else request.path  # home shows the same lists
    return {"thin": thin, "canonical": address(quote(path) + query)}


def first_picture(html: str) -> str:
    """The path of the first picture of ours in a text, for whoever shows a link to it; "" without one."""
    found = PICTURE.search(html)
    return found[1] if found else ""


def canonical_of(target: Topic | None) -> dict[str, str]:
    """For a question that was asked before: where the answers are is the address to keep."""
    if target is None or target.category.audience != PUBLIC:
        return {}
    return {"canonical": address(quote(target.path))}


def structured_topic(topic: Topic, opening: Post | None, answers: list[Post]) -> dict[str, Any] | None:
    """A public topic in schema.org's words: a question with answers, or a discussion; None for any other."""
    if not topic.is_shown or topic.category.audience != PUBLIC or opening is None:
        return None
    standing = [answer for answer in answers if answer.is_shown]
    made = _question(topic, opening, standing) if topic.kind == "question" else _discussion(topic, opening, standing)
    return {"@context": "https://schema.org", **made}


def _question(topic: Topic, opening: Post, answers: list[Post]) -> dict[str, Any]:
    about = {"@type": "Question", "name": topic.title, "answerCount": len(answers), **_voted(topic, opening)}
    accepted = [_answer(topic, post) for post in answers if post.id == topic.accepted_id]
    suggested = [_answer(topic, post) for post in answers if post.id != topic.accepted_id][:ANSWERS]
    if accepted:
        about["acceptedAnswer"] = accepted[0]
    if suggested:
        about["suggestedAnswer"] = suggested
    return {"@type": "QAPage", "mainEntity": about}


def _answer(topic: Topic, post: Post) -> dict[str, Any]:
    return {"@type": "Answer", **_voted(topic, post)}


def _discussion(topic: Topic, opening: Post, replies: list[Post]) -> dict[str, Any]:
    told = [{"@type": "Comment", **_voted(topic, reply)} for reply in replies[:ANSWERS]]
    return {
        "@type": "DiscussionForumPosting",
        "headline": topic.title,
        "commentCount": len(replies),
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/LikeAction",
            "userInteractionCount": max(opening.score, 0),
        },
        **_post(topic, opening),
        **({"comment": told} if told else {}),
    }


def _voted(topic: Topic, post: Post) -> dict[str, Any]:
    """A post of a kind that schema.org knows votes for."""
    return {**_post(topic, post), "upvoteCount": post.score}


def _post(topic: Topic, post: Post) -> dict[str, Any]:
    """What is said of every post."""
    path = place_of(topic, post.id)
    author = {"@type": "Person", "name": post.author_name}
    if post.author:
        author["url"] = address(post.author.path)
    told = {
        "text": plain(post.html),
        "url": address(path),
        "author": author,
        "datePublished": stamp(post.created_at),
    }
    picture = first_picture(post.html)
    return (
        told
        | ({"dateModified": stamp(post.edited_at)} if post.edited_at else {})
        | ({"image": address(picture)} if picture else {})
    )
