"""The provider says that an answer is right."""

from flask import request

from community.core.web import answer, viewer
from community.forum.queries import find_post, find_topic
from community.forum.reading import answers_of
from community.forum.stretches import Wanted
from community.forum.verifying import unverify_answer, verify_answer
from community.forum.views.blueprint import blueprint


@blueprint.post("/posts/<int:ident>/verification")
def verification(ident: int):
    """Verify an answer (value=1), or take that back (value=0)."""
    post = find_post(ident, viewer())
    act = verify_answer if request.form.get("value", "1") == "1" else unverify_answer
    act(post, by=viewer())
    topic = find_topic(post.topic_id, viewer())
    return answer(
        "forum/answers/_list.html",
        f"{topic.path}#answer-{post.id}",
        **answers_of(topic, viewer(), wanted=Wanted(around=post.id)),
    )
