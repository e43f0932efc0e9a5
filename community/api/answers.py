"""Answers: posting, voting, accepting."""

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from community.api.guard import caller, scope
from community.api.schemas import PostSchema
from community.core.web import always_open
from community.forum.accepting import accept_answer
from community.forum.answering import post_answer
from community.forum.objections import REASONS
from community.forum.queries import find_post, find_topic
from community.forum.voting import vote_on

blueprint = Blueprint("api_answers", __name__, url_prefix="/api/v1", description="Answers and votes")


class AnswerArgs(Schema):
    """A new answer."""

    body = fields.String(required=True, metadata={"description": "Markdown"})


class VoteArgs(Schema):
    """A voice."""

    value = fields.Integer(required=True, metadata={"description": "1, -1, or 0 to take it back"})
    reason = fields.String(load_default="", metadata={"description": f"With -1, one of: {', '.join(REASONS)}"})
    note = fields.String(load_default="", metadata={"description": "With -1, more words for the author alone"})


class ScoreSchema(Schema):
    """What a post's votes add up to."""

    score = fields.Integer()


@blueprint.post("/questions/<int:ident>/answers")
@always_open
@scope("write")
@blueprint.arguments(AnswerArgs)
@blueprint.response(201, PostSchema)
def answer(args, ident: int):
    """Answer a question."""
    post = post_answer(find_topic(ident, caller()), args["body"], by=caller())
    return find_post(post.id, caller())


@blueprint.put("/posts/<int:ident>/vote")
@always_open
@scope("write")
@blueprint.arguments(VoteArgs)
@blueprint.response(200, ScoreSchema)
def vote(args, ident: int):
    """Give, turn or take back a voice."""
    return {"score": vote_on(find_post(ident, caller()), **args, by=caller())}


@blueprint.put("/posts/<int:ident>/acceptance")
@always_open
@scope("write")
@blueprint.response(204)
def accept(ident: int):
    """Accept an answer to one's own question."""
    accept_answer(find_post(ident, caller()), by=caller())
