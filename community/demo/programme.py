"""The super-user programme of Northmere: agreements, who was named, who waits, who has left, a briefing."""

from collections.abc import Iterator
from datetime import timedelta

from community.accounts.queries import find_member
from community.demo.content import read
from community.demo.stage import Scene, Stage
from community.services.keeping import find_service
from community.superusers.agreeing import accept_agreement
from community.superusers.briefings import announce_briefing, find_briefing, note_briefing, reply_to_briefing
from community.superusers.inviting import Terms, invite_superuser
from community.superusers.leaving import leave_programme, thank_superuser
from community.superusers.nominating import nominate
from community.superusers.queries import find_agreement
from community.superusers.sponsoring import confirm_agreement, key_to
from community.superusers.training import review_training, samples_of


def scenes(stage: Stage) -> Iterator[Scene]:
    """Everything in the order in which the content tells it."""
    content = read("programme")
    for one in content["agreement"]:
        yield from _agreement(stage, one)
    for one in content["nomination"]:
        said = f"{one['by']} names {one['member']}"
        yield Scene(stage.at(one["at"]), said, lambda one=one: _nominate(stage, one))
    for one in content["review"]:
        seen = f"{one['by']} coaches {one['member']}"
        yield Scene(stage.at(one["at"]), seen, lambda one=one: _review(stage, one))
    for one in content["briefing"]:
        yield from _briefing(stage, one)


def _agreement(stage: Stage, one: dict) -> Iterator[Scene]:
    """Invited, accepted a day later, confirmed a day after that, as far as the content goes."""
    at, key = stage.at(one["invited"]), one["key"]
    yield Scene(at, f"{key} is invited", lambda: _invite(stage, one))
    if "sponsor" in one:
        yield Scene(at + timedelta(days=1), f"{key} accepts", lambda: _accept(stage, one))
    if one.get("confirmed"):
        yield Scene(at + timedelta(days=2), f"the sponsor of {key} confirms", lambda: _confirm(stage, one))
    if "left" in one:
        yield Scene(stage.at(one["left"]), f"{key} leaves", lambda: _leave(stage, one))


def _invite(stage: Stage, one: dict) -> None:
    backup = find_member(one["backup"]) if "backup" in one else None
    services = tuple(find_service(each) for each in one["services"].split())
    terms = Terms(services, one["hours"], words=one["words"], backup=backup)
    stage.keep("agreement", one["key"], invite_superuser(stage.member(one["member"]), terms, by=stage.member("runa")))


def _found(stage: Stage, one: dict):
    return find_agreement(stage.id_of("agreement", one["key"]), stage.member("runa"))


def _accept(stage: Stage, one: dict) -> None:
    agreement, member = _found(stage, one), stage.member(one["member"])
    email = f"{one['sponsor'].split()[0].lower()}@northmere.example"
    accept_agreement(agreement, sponsor_name=one["sponsor"], sponsor_email=email, backup=agreement.backup, by=member)


def _confirm(stage: Stage, one: dict) -> None:
    confirm_agreement(key_to(_found(stage, one)))


def _leave(stage: Stage, one: dict) -> None:
    leave_programme(_found(stage, one), one["parting"], by=stage.member(one["member"]))
    thank_superuser(_found(stage, one), one["thanks"], by=stage.member("runa"))


def _nominate(stage: Stage, one: dict) -> None:
    nominate(stage.member(one["member"]), one["words"], by=stage.member(one["by"]))


def _review(stage: Stage, one: dict) -> None:
    member, coach = stage.member(one["member"]), stage.member(one["by"])
    samples = [each.key for each in samples_of(member, one["step"], coach)][:4]
    review_training(member, one["step"], samples=samples, ticks=one["ticks"].split(), note=one["note"], by=coach)


def _briefing(stage: Stage, one: dict) -> Iterator[Scene]:
    told = stage.at(one["told"])
    starts = stage.promise(one["starts"], told)
    yield Scene(told, f"briefing {one['key']}", lambda: _announce(stage, one, starts))
    for number, (handle, reply) in enumerate(one["replies"].items(), 1):
        said = f"{handle} answers {one['key']}"
        at = told + timedelta(minutes=40 * number)
        yield Scene(at, said, lambda handle=handle, reply=reply: _reply(stage, one, handle, reply))
    if "notes" in one:
        yield Scene(starts + timedelta(hours=4), f"notes of {one['key']}", lambda: _note(stage, one))


def _announce(stage: Stage, one: dict, starts) -> None:
    said = {"title": one["title"], "place": one["place"], "about": one["about"]}
    stage.keep("briefing", one["key"], announce_briefing(**said, starts_at=starts, by=stage.member(one["by"])))


def _reply(stage: Stage, one: dict, handle: str, reply: str) -> None:
    reply_to_briefing(_the(stage, one), reply, by=stage.member(handle))


def _note(stage: Stage, one: dict) -> None:
    note_briefing(_the(stage, one), one["notes"], by=stage.member(one["by"]))


def _the(stage: Stage, one: dict):
    return find_briefing(stage.id_of("briefing", one["key"]), stage.member(one["by"]))
