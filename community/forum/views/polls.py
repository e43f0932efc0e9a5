"""Polls: the part of the page, voting, making, changing, closing and taking away."""

from flask import redirect, request

from community.core.errors import Invalid, require
from community.core.text import row_number
from community.core.web import answer, is_fragment, open_to_guests, viewer
from community.forum.models import Post
from community.forum.polling import (
    Draft,
    change_poll,
    close_poll,
    make_poll,
    may_change_poll,
    may_make_poll,
    remove_poll,
    reopen_poll,
    vote_in_poll,
)
from community.forum.polls import Poll, find_poll
from community.forum.queries import find_post
from community.forum.tallying import polls_of
from community.forum.views.blueprint import blueprint
from community.forum.views.poll_forms import PollForm, filled_with


@blueprint.get("/posts/<int:ident>/poll")
@open_to_guests
def poll(ident: int):
    """The poll as it is now: what a live page fetches again."""
    return _shown(_poll(ident))


@blueprint.post("/posts/<int:ident>/poll/votes")
def poll_votes(ident: int):
    """Choose options (option=…), or take one's vote back (withdraw=1). Choosing none is a slip, and is said."""
    found = _poll(ident)
    chosen = [row_number(value) or 0 for value in request.form.getlist("option")]
    try:
        if not chosen and not request.form.get("withdraw"):
            raise Invalid("Please choose an option first.", "option")
        vote_in_poll(found, [] if request.form.get("withdraw") else chosen, by=viewer())
    except Invalid as error:
        if not is_fragment():
            raise
        return _shown(found, slip=error.sentence), error.status
    return _shown(found)


@blueprint.route("/posts/<int:ident>/poll/new", methods=["GET", "POST"])
def poll_making(ident: int):
    """Put a poll under a post."""
    post, form = find_post(ident, viewer()), PollForm()
    require(may_make_poll(viewer(), post))
    if form.attempt(lambda: make_poll(post, _draft(form), by=viewer())):
        return redirect(post.path, 303)
    return form.page("forum/polls/new.html", post=post)


@blueprint.route("/posts/<int:ident>/poll/edit", methods=["GET", "POST"])
def poll_changing(ident: int):
    """Ask it differently, while nobody has voted."""
    found = _poll(ident)
    require(may_change_poll(viewer(), found.post))
    form = PollForm(**filled_with(found, viewer()))
    if form.attempt(lambda: change_poll(found, _draft(form), by=viewer())):
        return redirect(found.post.path, 303)
    return form.page("forum/polls/new.html", post=found.post, poll=found)


@blueprint.post("/posts/<int:ident>/poll/closing")
def poll_closing(ident: int):
    """Take no more votes."""
    found = _poll(ident)
    close_poll(found, by=viewer())
    return _shown(found)


@blueprint.post("/posts/<int:ident>/poll/reopening")
def poll_reopening(ident: int):
    """Take votes again."""
    found = _poll(ident)
    reopen_poll(found, by=viewer())
    return _shown(found)


@blueprint.post("/posts/<int:ident>/poll/removal")
def poll_removal(ident: int):
    """Take the poll away, with its votes."""
    found = _poll(ident)
    remove_poll(found, by=viewer())
    return redirect(found.post.path, 303)


def _poll(ident: int) -> Poll:
    return find_poll(find_post(ident, viewer()))


def _draft(form: PollForm) -> Draft:
    return form.poll(viewer()) or Draft("", ())


def _shown(found: Poll, slip: str = ""):
    """The poll, for the page that asked for it; others are led to its post."""
    post: Post = found.post
    return answer("forum/polls/_poll.html", post.path, post=post, polls=polls_of([post], viewer()), slip=slip)
