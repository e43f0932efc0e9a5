"""The same words sent twice are said once: a second press of the button, or a retry after the network failed."""

from datetime import timedelta

from sqlalchemy import select

from community.accounts.models import Member
from community.core import clock
from community.core.db import db
from community.forum.models import Comment, Post, Topic

SOON = timedelta(minutes=2)


def asked_just_now(title: str, source: str, by: Member) -> Topic | None:
    """The topic that this member posted with the same words within two minutes. The member must be locked."""
    return db.session.scalar(
        select(Topic)
        .join(Post, Post.id == Topic.opening_id)
        .where(Topic.author_id == by.id, Topic.created_at > clock.now() - SOON, Topic.is_shown)
        .where(Topic.title == title, Post.source == source)
        .limit(1)
    )


def answered_just_now(topic: Topic, source: str, by: Member) -> Post | None:
    """The answer that this member gave in the same words within two minutes. The topic must be locked."""
    return db.session.scalar(
        select(Post)
        .where(Post.topic_id == topic.id, Post.author_id == by.id, Post.source == source, Post.id != topic.opening_id)
        .where(Post.created_at > clock.now() - SOON, Post.is_shown)
        .limit(1)
    )


def remarked_just_now(post: Post, source: str, by: Member) -> Comment | None:
    """The comment that this member made in the same words within two minutes. The post must be locked."""
    return db.session.scalar(
        select(Comment)
        .where(Comment.post_id == post.id, Comment.author_id == by.id, Comment.source == source)
        .where(Comment.created_at > clock.now() - SOON)
        .limit(1)
    )
