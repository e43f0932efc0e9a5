"""What those who look after a place did to its topics: merged, split off, closed as asked before, pinned, tagged."""

from collections.abc import Iterator

from community.demo.content import read
from community.demo.stage import Scene, Stage
from community.forum.closing import close_topic
from community.forum.merging import merge_topics
from community.forum.models import Topic
from community.forum.moving import split_posts
from community.forum.pinning import pin_topic
from community.forum.queries import find_topic
from community.moderation.bulk import apply_batch, preview_batch


def scenes(stage: Stage) -> Iterator[Scene]:
    """One scene for each line of the content."""
    for kind, acts in read("arranging").items():
        for act in acts:
            at, what = stage.at(act["at"]), f"{kind} {act.get('topic', act.get('tag'))}"
            yield Scene(at, what, lambda kind=kind, act=act: DOES[kind](stage, act))


def _topic(stage: Stage, act: dict, name: str = "topic") -> Topic:
    return find_topic(stage.id_of("topic", act[name]), stage.member(act["by"]))


def _merge(stage: Stage, act: dict) -> None:
    by = stage.member(act["by"])
    merge_topics(_topic(stage, act), _topic(stage, act, "into"), act["reason"], by=by)


def _split(stage: Stage, act: dict) -> None:
    ids = [stage.id_of("post", key) for key in act["posts"]]
    split_posts(ids, _topic(stage, act), act["title"], act["reason"], by=stage.member(act["by"]))


def _close(stage: Stage, act: dict) -> None:
    close_topic(_topic(stage, act), "", by=stage.member(act["by"]), duplicate_of=_topic(stage, act, "of"))


def _many(stage: Stage, act: dict) -> None:
    by = stage.member(act["by"])
    chosen = [find_topic(stage.id_of("topic", key), by).opening_id for key in act["topics"]]
    apply_batch(preview_batch(act["verb"], chosen, act["reason"], by=by, tag=act["tag"]), by=by)


def _pin(stage: Stage, act: dict) -> None:
    pin_topic(_topic(stage, act), True, by=stage.member(act["by"]))


DOES = {"merge": _merge, "split": _split, "duplicate": _close, "pin": _pin, "many": _many}
