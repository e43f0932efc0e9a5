"""The improvement log: proposals, their supporters, and the official words on their way."""

from collections.abc import Iterator
from datetime import timedelta

from community.bridges.proposing import propose_from_question
from community.demo.content import read
from community.demo.stage import Scene, Stage
from community.forum.queries import find_topic
from community.improvement.moving import move_stage
from community.improvement.proposing import propose
from community.improvement.queries import find_proposal
from community.improvement.reporting import add_word
from community.improvement.supporting import support
from community.services.keeping import find_service


def scenes(stage: Stage) -> Iterator[Scene]:
    """Everything that happened in the improvement log."""
    for proposal in read("improvements")["proposal"]:
        key, at = proposal["key"], stage.at(proposal["at"])
        yield Scene(at, f"proposal {key}", lambda proposal=proposal: _propose(stage, proposal))
        for who, when in stage.crowd(proposal["supporters"], at):
            yield Scene(when, f"{who} supports {key}", lambda key=key, who=who: _support(stage, key, who))
        for move in proposal.get("stage", []):
            yield Scene(
                stage.at(move["at"], at), f"{key} is {move['to']}", lambda key=key, move=move: _move(stage, key, move)
            )
        for word in proposal.get("progress", []):
            yield Scene(
                stage.at(word["at"], at), f"progress of {key}", lambda key=key, word=word: _tell(stage, key, word)
            )


def _propose(stage: Stage, proposal: dict) -> None:
    by = stage.member(proposal["by"])
    words = {name: proposal[name] for name in ("title", "hard", "better", "value")}
    service = find_service(proposal["service"])
    if "question" in proposal:
        topic = find_topic(stage.id_of("topic", proposal["question"]), by)
        made = propose_from_question(topic, **words, service=service, by=by)
    else:
        made = propose(**words, service=service, by=by)
    stage.keep("proposal", proposal["key"], made)


def _support(stage: Stage, key: str, who: str) -> None:
    by = stage.member(who)
    support(find_proposal(stage.id_of("proposal", key), by), by=by)


def _move(stage: Stage, key: str, move: dict) -> None:
    by = stage.member(move["by"])
    due = stage.now + timedelta(days=move["due"]) if "due" in move else None
    proposal = find_proposal(stage.id_of("proposal", key), by)
    move_stage(proposal, move["to"], move["word"], by=by, reason=move.get("reason", ""), next_word_due=due)


def _tell(stage: Stage, key: str, word: dict) -> None:
    by = stage.member(word["by"])
    add_word(find_proposal(stage.id_of("proposal", key), by), word["text"], by=by)
