"""How the hall is kept: watched words, and what was once decided about somebody."""

from collections.abc import Iterator

from community.accounts.sanctioning import silence_member, warn_member
from community.demo.content import read
from community.demo.stage import Scene, Stage
from community.forum.words import watch_word


def scenes(stage: Stage) -> Iterator[Scene]:
    """Words are watched, members warned and silenced."""
    content = read("keeping")
    for word in content["word"]:
        yield Scene(stage.at(word["at"]), f"word {word['word']}", lambda word=word: _watch(stage, word))
    for one in content["sanction"]:
        what = f"{one['kind']} {one['member']}"
        yield Scene(stage.at(one["at"]), what, lambda one=one: _decide(stage, one))


def _watch(stage: Stage, word: dict) -> None:
    watch_word(word["word"], word["action"], category=None, by=stage.member(word["by"]))


def _decide(stage: Stage, one: dict) -> None:
    member, by = stage.member(one["member"]), stage.member(one["by"])
    if one["kind"] == "warn":
        warn_member(member, one["reason"], by=by)
    else:
        silence_member(member, one["reason"], one["days"], by=by)
