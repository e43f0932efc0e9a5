"""Old addresses: what was linked at an imported site's own address leads to the same thing here, for good."""

from flask import Blueprint, redirect, render_template, request

from community.accounts.models import Member
from community.core.db import find
from community.core.errors import NotFound, Refusal
from community.core.text import row_number
from community.core.web import open_to_guests, viewer
from community.forum.queries import find_post, find_topic
from community.imports.foreign import became

blueprint = Blueprint("imports", __name__)


@blueprint.get("/questions/<int:number>")
@blueprint.get("/questions/<int:number>/")
@blueprint.get("/questions/<int:number>/<path:rest>")
@open_to_guests
def question(number: int, rest: str = ""):
    """A question by its old number; an old answer's number may follow the title."""
    last = row_number(rest.rstrip("/").rpartition("/")[2])
    if "/" in rest and last is not None and became(["answer"], last):
        return _lead_to(["answer"], last)
    return _lead_to(["question", "answer"], number)


@blueprint.get("/a/<int:number>")
@blueprint.get("/a/<int:number>/<path:rest>")
@open_to_guests
def answer(number: int, rest: str = ""):
    """An answer by its old number."""
    return _lead_to(["answer", "question"], number)


@blueprint.get("/users/<int:number>")
@blueprint.get("/users/<int:number>/")
@blueprint.get("/users/<int:number>/<path:rest>")
@open_to_guests
def member(number: int, rest: str = ""):
    """A person by the old number."""
    return _lead_to(["member"], number)


def _lead_to(kinds: list[str], number: int):
    """On to the one thing of this number, or a page to choose on when several sites have one."""
    found = became(kinds, number)
    mine = [thing for thing in found if thing[0].host == request.host.partition(":")[0]]
    choices, refusal = [], NotFound("No site that was brought in has anything under that number.")
    for site, kind, ident in mine or found:
        try:
            title, path = _VISIBLE[kind](ident)
        except Refusal as error:
            refusal = error
        else:
            choices.append((site.name, title, path))
    if not choices:
        raise refusal
    if len({path for _, _, path in choices}) == 1:
        return redirect(choices[0][2], 301)
    return render_template("imports/addresses/choice.html", number=number, choices=choices)


def _topic(ident: int) -> tuple[str, str]:
    topic = find_topic(ident, viewer())
    return topic.title, topic.path


def _post(ident: int) -> tuple[str, str]:
    post = find_post(ident, viewer())
    return f"An answer to: {post.topic.title}", f"{post.topic.path}#answer-{post.id}"


def _member(ident: int) -> tuple[str, str]:
    member = find(Member, ident)
    return member.display_name, member.path


_VISIBLE = {"question": _topic, "answer": _post, "member": _member}
