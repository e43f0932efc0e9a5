"""Questions and discussions, with everything that was said to them."""

import re
from collections.abc import Iterator
from datetime import datetime

from community.bridges.sparing import spare_question
from community.core.db import find
from community.demo.content import read, read_all
from community.demo.stage import Scene, Stage
from community.forum.accepting import accept_answer
from community.forum.answering import post_answer
from community.forum.asking import post_topic
from community.forum.asking_back import ask_back
from community.forum.bookmarking import keep_bookmark
from community.forum.claiming import claim_topic
from community.forum.commenting import comment_on
from community.forum.editing import edit_post
from community.forum.metoo import say_me_too
from community.forum.models import Category, Post
from community.forum.polling import Draft, vote_in_poll
from community.forum.polls import find_poll
from community.forum.queries import find_post, find_topic, opening_of
from community.forum.tallying import polls_of
from community.forum.thanking import thank_for
from community.forum.thanks import KINDS as THANKS
from community.forum.verifying import verify_answer
from community.forum.voting import vote_on
from community.knowledge.models import Article

KINDS = {"article": Article, "post": Post}
NAMED = re.compile(r"\{(article|post):([\w/-]+)\}")


def scenes(stage: Stage) -> Iterator[Scene]:
    """Everything that happened in the forum."""
    for question in read_all("question"):
        yield from _topic(stage, question, "question", "answer")
    for discussion in read("discussions")["discussion"]:
        yield from _topic(stage, discussion, discussion.get("kind", "discussion"), "reply")


def _topic(stage: Stage, topic: dict, kind: str, follow: str) -> Iterator[Scene]:
    key, at = topic["key"], stage.at(topic["at"])
    yield Scene(at, f"{kind} {key}", lambda: _post(stage, topic, kind))
    yield from _helping(stage, topic, at)
    for who, when in stage.crowd(topic.get("me_too", ""), at):
        yield Scene(when, f"{who}: me too, {key}", lambda who=who: _me_too(stage, key, who))
    yield from _around(stage, f"{key}", topic, at)
    for number, answer in enumerate(topic.get(follow, [])):
        yield from _answer(stage, key, f"{key}/{answer.get('key', number)}", answer, at)


def _helping(stage: Stage, topic: dict, at: datetime) -> Iterator[Scene]:
    """What helpers say about it, and whom it spared a question."""
    key = topic["key"]
    if needs := topic.get("needs"):
        yield Scene(stage.at(needs["at"], at), f"{key} needs more", lambda: _ask_back(stage, key, needs))
    if claim := topic.get("claim"):
        yield Scene(stage.at(claim["at"], at), f"{claim['by']} is on {key}", lambda: _claim(stage, key, claim["by"]))
    for who, when in stage.crowd(topic.get("spared", ""), at):
        yield Scene(when, f"{key} spares {who} a question", lambda who=who: _spare(stage, key, who))


def _answer(stage: Stage, topic: str, key: str, answer: dict, since: datetime) -> Iterator[Scene]:
    at = stage.at(answer["at"], since)
    yield Scene(at, f"answer {key}", lambda: _reply(stage, topic, key, answer))
    if "accepted" in answer:
        yield Scene(stage.at(answer["accepted"], at), f"{key} is accepted", lambda: _accept(stage, topic, key))
    if "verified" in answer:
        yield Scene(stage.at(answer["verified"], at), f"{key} is verified", lambda: _verify(stage, key, answer))
    yield from _around(stage, key, answer, at)


def _around(stage: Stage, key: str, post: dict, at: datetime) -> Iterator[Scene]:
    """Comments, edits, votes and thanks of one post."""
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
    for said in THANKS:
        for who, when in stage.crowd(post.get(said, ""), at):
            yield Scene(when, f"{who}: {said}, {key}", lambda who=who, said=said: _thank(stage, key, said, who))


def _post(stage: Stage, topic: dict, kind: str) -> None:
    made = post_topic(
        kind=kind,
        category=find(Category, stage.id_of("category", topic["category"])),
        title=topic["title"],
        source=topic["text"],
        tags=topic.get("tags", []),
        poll=_poll(topic["poll"]) if "poll" in topic else None,
        fields=topic.get("fields"),
        context=topic.get("context"),
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
    parent = find_post(stage.id_of("post", f"{topic}/{answer['to']}"), by) if "to" in answer else None
    stage.keep("post", key, post_answer(found, _with_addresses(stage, answer["text"]), by=by, reply_to=parent))


def _with_addresses(stage: Stage, words: str) -> str:
    """The words with the address of each article and post that they name as {article:key} or {post:topic/key}."""
    return NAMED.sub(lambda name: find(KINDS[name[1]], stage.id_of(name[1], name[2])).path, words)


def _accept(stage: Stage, topic: str, key: str) -> None:
    post = find_post(stage.id_of("post", key), None)
    accept_answer(post, by=find_topic(stage.id_of("topic", topic), None).author)


def _verify(stage: Stage, key: str, answer: dict) -> None:
    by = stage.member(answer["verified_by"])
    verify_answer(find_post(stage.id_of("post", key), by), by=by)


def _thank(stage: Stage, key: str, kind: str, who: str) -> None:
    by = stage.member(who)
    thank_for(find_post(stage.id_of("post", key), by), kind, by=by)


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


def _ask_back(stage: Stage, key: str, needs: dict) -> None:
    by = stage.member(needs["by"])
    ask_back(find_topic(stage.id_of("topic", key), by), needs["note"], by=by)


def _claim(stage: Stage, key: str, who: str) -> None:
    by = stage.member(who)
    claim_topic(find_topic(stage.id_of("topic", key), by), by=by)


def _spare(stage: Stage, key: str, who: str) -> None:
    spare_question("topic", stage.id_of("topic", key), {}, by=stage.member(who))


def _me_too(stage: Stage, key: str, who: str) -> None:
    by = stage.member(who)
    say_me_too(find_topic(stage.id_of("topic", key), by), True, by=by)
