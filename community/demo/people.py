"""The people arrive."""

from collections.abc import Iterator
from datetime import timedelta

from community.accounts.grouping import join_group, make_group
from community.accounts.joining import change_role, join
from community.core import clock
from community.core.text import render
from community.demo.content import read
from community.demo.stage import Scene, Stage
from community.notifications.marking import mark_all_read

# One person per role, for the demo's sign-in page. Nobody in the demo has a password.
DEMO_SIGN_INS = {"member": "ngozi", "superuser": "tomasz", "staff": "marta", "admin": "runa"}
APPOINTED = timedelta(days=30)  # super-users are members first
LOOKED_IN = timedelta(days=2)  # what people were told before that they have read


def scenes(stage: Stage) -> Iterator[Scene]:
    """Everybody joins; super-users are appointed a month later, some form a group. The day before yesterday all of them
    looked in."""
    for person in read("people")["person"]:
        at = stage.joined[person["handle"]] = stage.at(person["joined"])
        yield Scene(at, f"{person['handle']} joins", lambda person=person: _arrive(stage, person))
        if person["role"] == "superuser":
            appointed = f"{person['handle']} is appointed"
            yield Scene(at + APPOINTED, appointed, lambda person=person: _appoint(stage, person))
        looks_in = f"{person['handle']} looks in"
        yield Scene(stage.now - LOOKED_IN, looks_in, lambda person=person: _look_in(stage, person))
    for group in read("people")["group"]:
        yield Scene(stage.at(group["made"]), f"group {group['name']}", lambda group=group: _gather(stage, group))


def _gather(stage: Stage, group: dict) -> None:
    made = make_group(group["name"], description=group["about"], by=stage.member("runa"))
    for handle in group["members"].split():
        join_group(made, stage.member(handle), by=stage.member("runa"))


def _arrive(stage: Stage, person: dict) -> None:
    member = join(
        name=person["handle"],
        display_name=person["name"],
        email=f"{person['handle']}@northmere.example",
        password_hash=None,  # nobody signs in with a password: the demo has its own door
        role="member" if person["role"] == "superuser" else person["role"],
        title=person["title"],
        about=person["about"],
        about_html=render(person["about"]),
        confirmed_at=clock.now(),
        joined_at=clock.now(),
        recognition=person.get("recognition", "everything"),
        mails=False,  # until the story has been told
    )
    stage.keep("member", person["handle"], member)
    stage.cast.append(member)


def _look_in(stage: Stage, person: dict) -> None:
    mark_all_read(by=stage.member(person["handle"]))


def _appoint(stage: Stage, person: dict) -> None:
    change_role(stage.member(person["handle"]), "superuser", by=stage.member("runa"))
