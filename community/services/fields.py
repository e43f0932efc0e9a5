"""What a service asks of everybody who asks about it: fields of its own on the form of a question."""

from collections.abc import Mapping
from functools import partial

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from community.accounts.models import Member
from community.core.db import atomic, db, lock
from community.core.errors import Invalid, NotFound, check_together, require
from community.core.text import tidy, tidy_body
from community.events import fact, record
from community.services.keeping import may_keep_services
from community.services.models import Service

KINDS = {"line": "One line", "text": "Several lines", "choice": "One of some choices"}
MOST = 6  # fields of one service: more, and people ask elsewhere
MOST_CHOICES = 12
LONGEST = {"line": 200, "text": 2_000}


class ServiceField(db.Model):
    """One thing that a service needs to know."""

    __tablename__ = "service_fields"
    __table_args__ = (
        UniqueConstraint("service_id", "label"),
        CheckConstraint("kind IN ('line', 'text', 'choice')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(db.ForeignKey("services.id"))
    label: Mapped[str]
    hint: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="line")
    choices: Mapped[list] = mapped_column(JSON, default=list)
    required: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)

    @property
    def name(self) -> str:
        """Its name in forms."""
        return f"field_{self.id}"

    @property
    def kind_word(self) -> str:
        """The kind as people read it."""
        return KINDS[self.kind]


@fact
class ServiceFieldsChanged:
    """What a service asks of those who ask is different now."""

    service_id: int


def fields_of(service_id: int | None) -> list[ServiceField]:
    """The fields of a service in their order; none without a service."""
    if service_id is None:
        return []
    query = select(ServiceField).where(ServiceField.service_id == service_id)
    return list(db.session.scalars(query.order_by(ServiceField.position, ServiceField.id)))


def find_field(ident: int, service: Service) -> ServiceField:
    """The field of a service with this number. Raises NotFound."""
    field = db.session.get(ServiceField, ident)
    if field is None or field.service_id != service.id:
        raise NotFound("There is no such field; perhaps somebody took it away.")
    return field


def keep_field(
    service: Service,
    field: ServiceField | None = None,
    *,
    label: str,
    hint: str = "",
    kind: str = "line",
    choices: str = "",
    required: bool = False,
    by: Member,
) -> ServiceField:
    """Add a field, or change `field`; `choices` stand one on a line. What was asked before keeps its answers.

    Raises Invalid with the part that can't be used.
    """
    require(may_keep_services(by))
    label = tidy(label).rstrip(":")[:80]
    if len(label) < 2:
        raise Invalid("Say what you need to know.", "label")
    if kind not in KINDS:
        raise Invalid(f"The kind must be one of: {', '.join(KINDS)}.", "kind")
    offered = list(dict.fromkeys(filter(None, (tidy(line)[:80] for line in choices.splitlines()))))
    if kind == "choice" and not 2 <= len(offered) <= MOST_CHOICES:
        raise Invalid(f"Offer 2 to {MOST_CHOICES} choices, one on a line.", "choices")
    with atomic():
        lock(service)  # two at once would count the same number of fields
        others = [each for each in fields_of(service.id) if field is None or each.id != field.id]
        if any(each.label.lower() == label.lower() for each in others):
            raise Invalid("This service asks for that already.", "label")
        if field is None:
            if len(others) >= MOST:
                raise Invalid(f"{MOST} fields are the most that people fill in. Take one away first.", "label")
            last = select(func.coalesce(func.max(ServiceField.position), 0) + 1)
            field = ServiceField(
                service_id=service.id, position=db.session.scalar(last.where(ServiceField.service_id == service.id))
            )
            db.session.add(field)
        field.label, field.hint, field.kind, field.required = label, tidy(hint)[:200], kind, required
        field.choices = offered if kind == "choice" else []
        record(ServiceFieldsChanged(service.id), by=by)
    return field


def remove_field(field: ServiceField, *, by: Member) -> None:
    """Ask for it no more; the answers that were given stay with their questions."""
    require(may_keep_services(by))
    with atomic():
        db.session.delete(field)
        record(ServiceFieldsChanged(field.service_id), by=by)


def move_field(field: ServiceField, step: int, *, by: Member) -> None:
    """Ask for it earlier (`step` -1) or later (1); nothing happens at the end of the list."""
    require(may_keep_services(by))
    with atomic():
        lock(db.session.get(Service, field.service_id))
        order = fields_of(field.service_id)
        at = order.index(field)
        if 0 <= at + step < len(order) and step in (-1, 1):
            order.insert(at + step, order.pop(at))
            for position, each in enumerate(order, 1):
                each.position = position
            record(ServiceFieldsChanged(field.service_id), by=by)


def check_answers(service_id: int | None, given: Mapping[str, str]) -> list[list[str]]:
    """What was filled in, by label, as (label, value) pairs in the order of the fields; others are left out.

    Raises Invalid with the name of each field that is missing, too long or none of its choices.
    """
    fields, kept = fields_of(service_id), {}
    for field in fields:
        value = given.get(field.label) or ""
        kept[field.label] = tidy_body(value).strip() if field.kind == "text" else tidy(value)
    check_together(*(partial(_check, field, kept[field.label]) for field in fields))
    return [[label, value] for label, value in kept.items() if value]


def _check(field: ServiceField, value: str) -> None:
    if field.required and not value:
        raise Invalid(f"“{field.label}” is needed here, so that somebody can help.", field.name)
    if value and field.kind == "choice" and value not in field.choices:
        raise Invalid(f"“{field.label}” must be one of: {', '.join(field.choices)}.", field.name)
    longest = LONGEST.get(field.kind, 200)
    if len(value) > longest:
        raise Invalid(f"Please shorten this to {longest:,} characters; it has {len(value):,}.", field.name)
