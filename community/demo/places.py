"""The services, and the places of the hall."""

from collections.abc import Iterator
from datetime import timedelta

from community.demo.content import read
from community.demo.stage import Scene, Stage
from community.forum.arranging import add_category
from community.services.fields import keep_field
from community.services.keeping import add_service, change_state, find_service

OPENING = timedelta(days=710)  # the hall is older than all but two of its people


def scenes(stage: Stage) -> Iterator[Scene]:
    """Services and categories are set up; what isn't running normally says so at its time."""
    content = read("services")
    opened = stage.now - OPENING
    for service in content["service"]:
        yield Scene(opened, f"service {service['key']}", lambda service=service: _offer(stage, service))
        for wish in service.get("field", []):
            what = f"{service['key']} asks: {wish['label']}"
            yield Scene(opened, what, lambda service=service, wish=wish: _ask_for(stage, service, wish))
        if service["state"] != "running":
            at = stage.at(service["since"])
            yield Scene(at, f"state of {service['key']}", lambda service=service: _tell_state(stage, service))
    for category in content["category"]:
        yield Scene(opened, f"category {category['key']}", lambda category=category: _open(stage, category))


def _offer(stage: Stage, service: dict) -> None:
    made = add_service(service["name"], description=service["about"], icon=service["icon"], by=stage.member("runa"))
    stage.keep("service", service["key"], made)


def _ask_for(stage: Stage, service: dict, wish: dict) -> None:
    keep_field(
        find_service(service["key"]),
        label=wish["label"],
        hint=wish.get("hint", ""),
        kind=wish.get("kind", "line"),
        choices="\n".join(wish.get("choices", [])),
        by=stage.member("runa"),
    )


def _tell_state(stage: Stage, service: dict) -> None:
    found = find_service(service["key"])
    change_state(found, service["state"], service["state_word"], by=stage.member(service["owner"]))


def _open(stage: Stage, category: dict) -> None:
    service = find_service(category["service"]) if "service" in category else None
    made = add_category(
        category["name"],
        service=service,
        description=category["about"],
        icon=category["icon"],
        audience=category.get("audience", "public"),
        by=stage.member("runa"),
    )
    stage.keep("category", category["key"], made)
