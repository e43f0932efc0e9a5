"""Deleting for good what was taken down, and calling that off."""

from flask import flash, redirect

from community.core.web import viewer
from community.forum.models import Comment, Post, Topic
from community.forum.purging import cancel_purge, plan_purge
from community.forum.queries import find_comment, find_post, find_topic
from community.forum.views.blueprint import blueprint


@blueprint.post("/q/<int:ident>/purge")
def topic_purge(ident: int):
    """Delete a topic for good in a week."""
    topic = find_topic(ident, viewer())
    return _planned(topic, topic.path)


@blueprint.post("/q/<int:ident>/purge/cancellation")
def topic_purge_cancellation(ident: int):
    """Leave it as it is."""
    topic = find_topic(ident, viewer())
    return _called_off(topic, topic.path)


@blueprint.post("/posts/<int:ident>/purge")
def post_purge(ident: int):
    """Delete one answer for good in a week."""
    post = find_post(ident, viewer())
    return _planned(post, f"{post.topic.path}#answer-{post.id}")


@blueprint.post("/posts/<int:ident>/purge/cancellation")
def post_purge_cancellation(ident: int):
    """Leave it as it is."""
    post = find_post(ident, viewer())
    return _called_off(post, f"{post.topic.path}#answer-{post.id}")


@blueprint.post("/comments/<int:ident>/purge")
def comment_purge(ident: int):
    """Delete one comment for good in a week."""
    comment = find_comment(ident, viewer())
    return _planned(comment, f"{comment.post.topic.path}#reply-{comment.id}")


@blueprint.post("/comments/<int:ident>/purge/cancellation")
def comment_purge_cancellation(ident: int):
    """Leave it as it is."""
    comment = find_comment(ident, viewer())
    return _called_off(comment, f"{comment.post.topic.path}#reply-{comment.id}")


def _planned(thing: Topic | Post | Comment, path: str):
    plan_purge(thing, by=viewer())
    flash("It will be deleted for good in a week, unless somebody calls it off.")
    return redirect(path, 303)


def _called_off(thing: Topic | Post | Comment, path: str):
    cancel_purge(thing, by=viewer())
    flash("Called off. It stays taken down, and can be put back.")
    return redirect(path, 303)
