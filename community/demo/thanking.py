"""What rules can't count: honours by staff, thanks between people, and the shields chosen for beside a name."""

from collections.abc import Iterator

from community.demo.content import read
from community.demo.stage import Scene, Stage
from community.gamification.choosing import choose_favourites
from community.gamification.giving_kudos import give_kudos
from community.gamification.honouring import honour_member


def scenes(stage: Stage) -> Iterator[Scene]:
    """Some are honoured, some thank each other, two choose what stands beside their names."""
    content = read("thanking")
    for play, kind in ((_honour, "honour"), (_thank, "kudos"), (_choose, "chosen")):
        for one in content[kind]:
            yield Scene(stage.at(one["at"]), f"{kind} {one['member']}", lambda play=play, one=one: play(stage, one))


def _honour(stage: Stage, one: dict) -> None:
    honour_member(stage.member(one["member"]), one["honour"], one["reason"], by=stage.member(one["by"]))


def _thank(stage: Stage, one: dict) -> None:
    give_kudos(stage.member(one["member"]), one["words"], by=stage.member(one["by"]))


def _choose(stage: Stage, one: dict) -> None:
    member = stage.member(one["member"])
    choose_favourites(member, [one["first"]], one["title"], by=member)
