"""Answering, accepting, and the part of the page that holds the answers."""

from flask import redirect, render_template, request

from community.core.errors import Gone, Moved, NotFound, require
from community.core.text import row_number
from community.core.web import answer, open_to_guests, viewer
from community.forum.accepting import accept_answer, withdraw_acceptance
from community.forum.answering import post_answer
from community.forum.models import Post
from community.forum.queries import find_post, find_topic
from community.forum.quoting import quote_of
from community.forum.reading import answers_of
from community.forum.stretches import Wanted, place_of
from community.forum.views.blueprint import blueprint
from community.forum.views.forms import AnswerForm


@blueprint.get("/q/<int:ident>/answers")
@open_to_guests
def answers(ident: int):
    """The answers as they are now: what a live page fetches again."""
    try:
        topic = find_topic(ident, viewer())
    except Moved as moved:  # what is on the page stays there, with a line that leads on
        return render_template("forum/answers/_moved.html", moved=moved), {"HX-Reswap": "none"}
    known = row_number(request.args.get("known", ""))
    shown = answers_of(topic, viewer(), request.args.get("order", "helpful"), known, wanted_stretch())
    return render_template("forum/answers/_list.html", **shown)


def wanted_stretch() -> Wanted:
    """The stretch of a long topic that the address asks for: ?first= and ?size=, or ?at= with the number of a post."""
    args = request.args
    return Wanted(*(args.get(name, type=row_number) for name in ("first", "size", "at")))


@blueprint.route("/q/<int:ident>/answers/new", methods=["GET", "POST"])
def new_answer(ident: int):
    """Post an answer or reply; ?reply_to= says to which post, ?quote=1 begins with its words."""
    parent = _replied_to(request.values.get("reply_to", type=int))
    form = AnswerForm(body=quote_of(parent) if parent and request.args.get("quote") else "")
    try:
        topic = find_topic(ident, viewer())
    except Moved as moved:
        return _offer_there(form, moved, parent)
    official = bool(form.official.data and viewer().is_staff)
    if form.attempt(lambda: post_answer(topic, form.body.data, by=viewer(), official=official, reply_to=parent)):
        return redirect(place_of(topic, form.result.id), 303)
    return form.page("forum/answers/new.html", topic=topic, parent=parent)


def _offer_there(form: AnswerForm, moved: Moved, parent: Post | None):
    """The topic was merged while somebody wrote: other people may read along there, so they decide once more."""
    if not form.is_submitted():
        raise moved
    form.refusal, form.status = f"{moved.sentence} Your words are below; post them there if they still fit.", 409
    return form.page("forum/answers/new.html", topic=find_topic(moved.ident, viewer()), parent=parent)


def _replied_to(ident: int | None) -> Post | None:
    """The post that is replied to; None when it was taken down meanwhile, so that nothing typed is lost for it."""
    try:
        return find_post(ident, viewer()) if ident and ident < 2**31 else None
    except (NotFound, Gone):
        return None


@blueprint.post("/posts/<int:ident>/acceptance")
def acceptance(ident: int):
    """The asker chooses this answer (value=1) or takes that back (value=0); a second press changes nothing."""
    post = find_post(ident, viewer())
    if request.form.get("value", "0" if post.topic.accepted_id == post.id else "1") == "0":
        require(post.topic.accepted_id in (post.id, None) or "Another answer was chosen meanwhile.")
        withdraw_acceptance(post.topic, by=viewer())
    else:
        accept_answer(post, by=viewer())
    topic = find_topic(post.topic_id, viewer())
    return answer(
        "forum/answers/_list.html",
        f"{topic.path}#answer-{post.id}",
        **answers_of(topic, viewer(), wanted=Wanted(around=post.id)),
    )
