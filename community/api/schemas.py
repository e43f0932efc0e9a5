"""What the API says about things. Ids are strings, times are UTC in ISO 8601."""

from marshmallow import Schema, fields

from community.accounts.showing import shows_recognition
from community.api.guard import caller


class OwnNumber(fields.Integer):
    """A number of a member's recognition; null for whom it is not shown to."""

    def serialize(self, attr, obj, accessor=None, **how):
        """The number, for those who may see it."""
        return super().serialize(attr, obj, accessor, **how) if shows_recognition(obj, caller()) else None


class PersonSchema(Schema):
    """A member, in brief."""

    id = fields.String()
    name = fields.String(metadata={"description": "The handle"})
    display_name = fields.String()
    role = fields.String()


class MemberSchema(PersonSchema):
    """A member."""

    title = fields.String()
    level = OwnNumber(
        allow_none=True, metadata={"description": "Null where the member shows it to nobody, or you want none"}
    )
    reputation = OwnNumber(allow_none=True, metadata={"description": "Points; null as with the level"})
    joined_at = fields.AwareDateTime()
    url = fields.String(attribute="path")


class PostSchema(Schema):
    """An answer, or the text of a question."""

    id = fields.String()
    author = fields.Nested(PersonSchema, allow_none=True)
    source = fields.String(metadata={"description": "Markdown, or HTML for some imported posts"})
    html = fields.String()
    score = fields.Integer()
    official = fields.Boolean(metadata={"description": "Speaks for the provider"})
    verified_at = fields.AwareDateTime(allow_none=True, metadata={"description": "When the provider verified it"})
    shown = fields.Boolean(
        attribute="is_shown",
        metadata={"description": "False while it is hidden or taken down, and you see it all the same"},
    )
    thanks_count = fields.Integer(metadata={"description": "How many said that it helped them"})
    reply_to_id = fields.String(allow_none=True)
    created_at = fields.AwareDateTime()
    edited_at = fields.AwareDateTime(allow_none=True)


class QuestionSchema(Schema):
    """A question, discussion or announcement."""

    id = fields.String()
    kind = fields.String()
    title = fields.String()
    state = fields.String()
    category = fields.Pluck("CategorySchema", "slug")
    tags = fields.Pluck("TagSchema", "name", many=True)
    author = fields.Nested(PersonSchema, allow_none=True)
    answer_count = fields.Integer()
    me_too_count = fields.Integer()
    score = fields.Integer()
    accepted_id = fields.String(allow_none=True)
    created_at = fields.AwareDateTime()
    active_at = fields.AwareDateTime()
    url = fields.String(attribute="path")


class CategorySchema(Schema):
    """A place for topics."""

    slug = fields.String()


class PlaceSchema(Schema):
    """A place of the forum; `parent` is the slug of the one above it."""

    name = fields.String()
    slug = fields.String()
    description = fields.String()
    audience = fields.String()
    service = fields.String(attribute="service.slug", allow_none=True)
    parent = fields.String(attribute="parent.slug", allow_none=True)


class TagSchema(Schema):
    """A tag."""

    name = fields.String()


class WholeQuestionSchema(QuestionSchema):
    """A question with its text and answers."""

    body = fields.Nested(PostSchema)
    answers = fields.List(fields.Nested(PostSchema))
    asked_as_well = fields.List(
        fields.Nested(PostSchema), metadata={"description": "What the questions merged into this one began with"}
    )


class ArticleSchema(Schema):
    """A knowledge article."""

    id = fields.String()
    ref = fields.String()
    kind = fields.String()
    title = fields.String()
    summary = fields.String()
    source = fields.String()
    html = fields.String()
    confidence = fields.String()
    audience = fields.String()
    published_at = fields.AwareDateTime(allow_none=True)
    updated_at = fields.AwareDateTime()
    url = fields.String(attribute="path")


class ProposalSchema(Schema):
    """A proposal of the improvement log."""

    id = fields.String()
    ref = fields.String()
    title = fields.String()
    hard = fields.String()
    better = fields.String()
    value = fields.String()
    stage = fields.String()
    stage_at = fields.AwareDateTime()
    next_word_due = fields.AwareDateTime(allow_none=True)
    support_count = fields.Integer()
    created_at = fields.AwareDateTime()
    url = fields.String(attribute="path")


class TicketSchema(Schema):
    """A ticket, as provider staff see it in a list; its conversation stays at the desk."""

    ref = fields.String()
    kind = fields.String()
    title = fields.String()
    state = fields.String()
    priority = fields.Integer()
    next_update_due = fields.AwareDateTime(allow_none=True)
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()
    url = fields.String(attribute="path")


class HitSchema(Schema):
    """Something that was found."""

    kind = fields.String()
    id = fields.String()
    title = fields.String()
    url = fields.String()


class PageArgs(Schema):
    """Which page of a list."""

    after = fields.String(metadata={"description": "`next` of the page before"})


def page_schema(item: type[Schema], name: str) -> type[Schema]:
    """A page of a list: its items and the key of the next page."""
    return Schema.from_dict(
        {"items": fields.List(fields.Nested(item)), "next": fields.String(allow_none=True)}, name=name
    )
