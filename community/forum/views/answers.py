"""Answering, accepting, and the part of the page that holds the answers."""

from flask import redirect, render_template, request

from community.core.errors import require
from community.core.text import row_number
from community.core.web import answer, open_to_guests, viewer
from community.forum.accepting import accept_answer, withdraw_acceptance
from community.forum.answering import post_answer
from community.forum.queries import find_post, find_topic
from community.forum.reading import answers_of
from community.forum.views.blueprint import blueprint
from community.forum.views.forms import AnswerForm


@blueprint.get("/q/<int:ident>/answers")
@open_to_guests
def answers(ident: int):
    """The answers as they are now: what a live page fetches again."""
    topic = find_topic(ident, viewer())
    known = row_number(request.args.get("known", ""))
    return render_template(
        "forum/answers/_list.html", **answers_of(topic, viewer(), request.args.get("order", "helpful"), known)
    )


@blueprint.route("/q/<int:ident>/answers/new", methods=["GET", "POST"])
def new_answer(ident: int):
    """Post an answer or reply."""
    topic, form = find_topic(ident, viewer()), AnswerForm()
    official = bool(form.official.data and viewer().is_staff)
    if form.attempt(lambda: post_answer(topic, form.body.data, by=viewer(), official=official)):
        return redirect(f"{topic.path}#answer-{form.result.id}", 303)
    return form.page("forum/answers/new.html", topic=topic)


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
    return answer("forum/answers/_list.html", f"{topic.path}#answer-{post.id}", **answers_of(topic, viewer()))
