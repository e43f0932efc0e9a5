"""Deleting for good what was taken down, and calling that off."""

from flask import flash, redirect

from community.core.web import viewer
from community.forum.purging import cancel_purge, plan_purge
from community.forum.queries import find_comment, find_post, find_topic
from community.forum.views.blueprint import blueprint


@blueprint.post("/q/<int:ident>/purge")
def topic_purge(ident: int):
    """Delete a topic for good in a week."""
    topic = find_topic(ident, viewer())
    plan_purge(topic, by=viewer())
    flash("It will be deleted for good in a week, unless somebody calls it off.")
    return redirect(topic.path, 303)


@blueprint.post("/q/<int:ident>/purge/cancellation")
def topic_purge_cancellation(ident: int):
    """Leave it as it is."""
    topic = find_topic(ident, viewer())
    cancel_purge(topic, by=viewer())
    flash("Called off. It stays taken down, and can be put back.")
    return redirect(topic.path, 303)


@blueprint.post("/posts/<int:ident>/purge")
def post_purge(ident: int):
    """Delete one answer for good in a week."""
    post = find_post(ident, viewer())
    plan_purge(post, by=viewer())
    flash("It will be deleted for good in a week, unless somebody calls it off.")
    return redirect(f"{post.topic.path}#answer-{post.id}", 303)


@blueprint.post("/posts/<int:ident>/purge/cancellation")
def post_purge_cancellation(ident: int):
    """Leave it as it is."""
    post = find_post(ident, viewer())
    cancel_purge(post, by=viewer())
    flash("Called off. It stays taken down, and can be put back.")
    return redirect(f"{post.topic.path}#answer-{post.id}", 303)


@blueprint.post("/comments/<int:ident>/purge")
def comment_purge(ident: int):
    """Delete one comment for good in a week."""
    comment = find_comment(ident, viewer())
    plan_purge(comment, by=viewer())
    flash("It will be deleted for good in a week, unless somebody calls it off.")
    return redirect(f"{comment.post.topic.path}#reply-{comment.id}", 303)


@blueprint.post("/comments/<int:ident>/purge/cancellation")
def comment_purge_cancellation(ident: int):
    """Leave it as it is."""
    comment = find_comment(ident, viewer())
    cancel_purge(comment, by=viewer())
    flash("Called off. It stays taken down, and can be put back.")
    return redirect(f"{comment.post.topic.path}#reply-{comment.id}", 303)
