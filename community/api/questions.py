"""Questions: lists, one, asking."""

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from community.api.guard import caller, scope
from community.api.schemas import PageArgs, QuestionSchema, WholeQuestionSchema, page_schema
from community.core.web import always_open
from community.forum.asking import post_topic
from community.forum.listing import TABS, Filter, list_topics
from community.forum.queries import find_category, find_tag, find_topic
from community.forum.reading import answers_of

blueprint = Blueprint("api_questions", __name__, url_prefix="/api/v1/questions", description="Questions")


class ListArgs(PageArgs):
    """What narrows the list."""

    tab = fields.String(metadata={"description": f"One of {', '.join(TABS)}, mine"}, load_default="active")
    tag = fields.String()


class AskArgs(Schema):
    """A new question."""

    title = fields.String(required=True)
    body = fields.String(required=True, metadata={"description": "Markdown"})
    category = fields.String(required=True, metadata={"description": "Slug of the place"})
    kind = fields.String(load_default="question")
    tags = fields.List(fields.String(), load_default=list)
    told = fields.Dict(
        fields.String(), fields.String(), load_default=dict, data_key="fields",
        metadata={"description": "Answers to what the service of the place asks, by label"},
    )  # fmt: skip


@blueprint.get("")
@always_open
@blueprint.arguments(ListArgs, location="query")
@blueprint.response(200, page_schema(QuestionSchema, "QuestionPage"))
def questions(args):
    """Questions the caller may see, in the order of their tab."""
    tab = args["tab"] if args["tab"] in {*TABS, "mine"} else "active"
    wanted = Filter(tab=tab, tags=(find_tag(args["tag"], caller()),) if "tag" in args else ())
    page = list_topics(wanted, caller(), after=args.get("after"))
    return {"items": page.items, "next": page.after}


@blueprint.get("/<int:ident>")
@always_open
@blueprint.response(200, WholeQuestionSchema)
def question(ident: int):
    """A question with its text and answers."""
    return _whole(ident)


@blueprint.post("")
@always_open
@scope("write")
@blueprint.arguments(AskArgs)
@blueprint.response(201, WholeQuestionSchema)
def ask(args):
    """Ask."""
    place = find_category(args["category"], caller())
    topic = post_topic(kind=args["kind"], category=place, title=args["title"], source=args["body"],
                       tags=args["tags"], fields=args["told"], by=caller())  # fmt: skip
    return _whole(topic.id)


def _whole(ident: int) -> dict:
    topic = find_topic(ident, caller())
    seen = answers_of(topic, caller())
    shown = {name: getattr(topic, field.attribute or name) for name, field in QuestionSchema().fields.items()}
    return shown | {"path": topic.path, "body": seen["opening"], "answers": seen["answers"],
                    "asked_as_well": seen["asked_as_well"]}  # fmt: skip
