"""Questions and discussions, with everything that was said to them."""

import re
from collections.abc import Iterator
from datetime import datetime

from community.core.db import find
from community.demo.content import read, read_all
from community.demo.stage import Scene, Stage
from community.forum.accepting import accept_answer
from community.forum.answering import post_answer
from community.forum.asking import post_topic
from community.forum.bookmarking import keep_bookmark
from community.forum.commenting import comment_on
from community.forum.editing import edit_post
from community.forum.metoo import say_me_too
from community.forum.models import Category
from community.forum.polling import Draft, vote_in_poll
from community.forum.polls import find_poll
from community.forum.queries import find_post, find_topic, opening_of
from community.forum.tallying import polls_of
from community.forum.voting import vote_on
from community.knowledge.models import Article

NAMED = re.compile(r"\{article:([\w-]+)\}")


def scenes(stage: Stage) -> Iterator[Scene]:
    """Everything that happened in the forum."""
    for question in read_all("question"):
        yield from _topic(stage, question, "question", "answer")
    for discussion in read("discussions")["discussion"]:
        yield from _topic(stage, discussion, discussion.get("kind", "discussion"), "reply")


def _topic(stage: Stage, topic: dict, kind: str, follow: str) -> Iterator[Scene]:
    key, at = topic["key"], stage.at(topic["at"])
    yield Scene(at, f"{kind} {key}", lambda: _post(stage, topic, kind))
    for who, when in stage.crowd(topic.get("me_too", ""), at):
        yield Scene(when, f"{who}: me too, {key}", lambda who=who: _me_too(stage, key, who))
    yield from _around(stage, f"{key}", topic, at)
    for number, answer in enumerate(topic.get(follow, [])):
        yield from _answer(stage, key, f"{key}/{answer.get('key', number)}", answer, at)


def _answer(stage: Stage, topic: str, key: str, answer: dict, since: datetime) -> Iterator[Scene]:
    at = stage.at(answer["at"], since)
    yield Scene(at, f"answer {key}", lambda: _reply(stage, topic, key, answer))
    if "accepted" in answer:
        yield Scene(stage.at(answer["accepted"], at), f"{key} is accepted", lambda: _accept(stage, topic, key))
    yield from _around(stage, key, answer, at)


def _around(stage: Stage, key: str, post: dict, at: datetime) -> Iterator[Scene]:
    """Comments, edits and votes of one post."""
    for comment in post.get("comment", []):
        yield Scene(
            stage.at(comment["at"], at), f"comment on {key}", lambda comment=comment: _comment(stage, key, comment)
        )
    for edit in post.get("edit", []):
        yield Scene(stage.at(edit["at"], at), f"edit of {key}", lambda edit=edit: _edit(stage, key, edit))
    for kept in post.get("kept", []):
        yield Scene(stage.at(kept["at"], at), f"{kept['by']} keeps {key}", lambda kept=kept: _keep(stage, key, kept))
    for option in post.get("poll", {}).get("option", []):
        for who, when in stage.crowd(option["chosen"], at):
            yield Scene(
                when,
                f"{who} votes in the poll of {key}",
                lambda who=who, words=option["words"]: _choose(stage, key, words, who),
            )
    for value, voters in ((1, post.get("up", "")), (-1, post.get("down", ""))):
        for who, when in stage.crowd(voters, at):
            why = {"reason": post["why"], "note": post.get("why_note", "")} if value == -1 else {}
            yield Scene(
                when, f"{who} votes on {key}", lambda who=who, value=value, why=why: _vote(stage, key, value, who, why)
            )


def _post(stage: Stage, topic: dict, kind: str) -> None:
    made = post_topic(
        kind=kind,
        category=find(Category, stage.id_of("category", topic["category"])),
        title=topic["title"],
        source=topic["text"],
        tags=topic.get("tags", []),
        poll=_poll(topic["poll"]) if "poll" in topic else None,
        by=stage.member(topic["by"]),
    )
    stage.keep("topic", topic["key"], made)
    stage.keep("post", topic["key"], opening_of(made))


def _poll(poll: dict) -> Draft:
    words = tuple(option["words"] for option in poll["option"])
    return Draft(poll["question"], words, several=poll.get("several", False), results=poll.get("results", "always"))


def _choose(stage: Stage, key: str, words: str, who: str) -> None:
    by = stage.member(who)
    post = find_post(stage.id_of("post", key), by)
    poll = find_poll(post)
    before = polls_of([post], by)[post.id].mine
    vote_in_poll(poll, [*before, *(option.id for option in poll.options if option.words == words)], by=by)


def _keep(stage: Stage, key: str, kept: dict) -> None:
    by = stage.member(kept["by"])
    remind_at = stage.promise(kept["remind"], stage.now) if "remind" in kept else None
    keep_bookmark(find_post(stage.id_of("post", key), by), note=kept.get("note", ""), remind_at=remind_at, by=by)


def _reply(stage: Stage, topic: str, key: str, answer: dict) -> None:
    by = stage.member(answer["by"])
    found = find_topic(stage.id_of("topic", topic), by)
    stage.keep("post", key, post_answer(found, _with_addresses(stage, answer["text"]), by=by))


def _with_addresses(stage: Stage, words: str) -> str:
    """The words with the address of each article that they name as {article:key}."""
    return NAMED.sub(lambda name: find(Article, stage.id_of("article", name[1])).path, words)


def _accept(stage: Stage, topic: str, key: str) -> None:
    post = find_post(stage.id_of("post", key), None)
    accept_answer(post, by=find_topic(stage.id_of("topic", topic), None).author)


def _comment(stage: Stage, key: str, comment: dict) -> None:
    by = stage.member(comment["by"])
    comment_on(find_post(stage.id_of("post", key), by), comment["text"], by=by)


def _edit(stage: Stage, key: str, edit: dict) -> None:
    by = stage.member(edit["by"])
    post = find_post(stage.id_of("post", key), by)
    if edit["was"] not in post.source:
        raise ValueError(f"{key} never said {edit['was']!r}")
    edit_post(post, post.source.replace(edit["was"], edit["now"]), by=by, reason=edit["reason"])


def _vote(stage: Stage, key: str, value: int, who: str, why: dict[str, str]) -> None:
    by = stage.member(who)
    vote_on(find_post(stage.id_of("post", key), by), value, by=by, **why)


def _me_too(stage: Stage, key: str, who: str) -> None:
    by = stage.member(who)
    say_me_too(find_topic(stage.id_of("topic", key), by), True, by=by)
