"""Knowledge: drafted or made of answers, published, checked, revised, put away, and found helpful."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from community.bridges.harvesting import harvest_answer
from community.demo.content import read
from community.demo.stage import Scene, Stage
from community.forum.queries import find_post, find_topic
from community.knowledge.archiving import archive_article
from community.knowledge.drafting import draft_article
from community.knowledge.helping import say_helpful
from community.knowledge.publishing import publish_article, validate_article
from community.knowledge.queries import find_article
from community.knowledge.revising import revise_article
from community.services.keeping import find_service

WORDING = timedelta(minutes=9)  # how long a writer needs to turn an answer into an article


def scenes(stage: Stage) -> Iterator[Scene]:
    """Everything that happened to the articles."""
    for article in read("articles")["article"]:
        key, at = article["key"], stage.at(article["at"])
        if "harvest" in article:
            yield Scene(at, f"article {key} is harvested", lambda article=article: _harvest(stage, article))
            yield Scene(at + WORDING, f"article {key} is worded", lambda article=article: _word(stage, article))
        else:
            yield Scene(at, f"article {key} is drafted", lambda article=article: _draft(stage, article))
        for step in article.get("step", []):
            yield Scene(
                stage.at(step["at"], at),
                f"article {key}: {step['do']}",
                lambda article=article, step=step: STEPS[step["do"]](stage, article, step),
            )
        yield from _readers(stage, article, at)


def _readers(stage: Stage, article: dict, at: datetime) -> Iterator[Scene]:
    published = next((stage.at(step["at"], at) for step in article.get("step", []) if step["do"] == "publish"), at)
    for value, readers in ((1, article.get("helped", "")), (-1, article.get("not_helped", ""))):
        for who, when in stage.crowd(readers, published):
            yield Scene(
                when,
                f"{who} says whether {article['key']} helped",
                lambda key=article["key"], who=who, value=value: _say(stage, key, value, who),
            )


def _draft(stage: Stage, article: dict) -> None:
    by = stage.member(article["by"])
    made = draft_article(
        kind=article["kind"],
        title=article["title"],
        summary=article["summary"],
        source=article["text"],
        service=find_service(article["service"]),
        by=by,
    )
    stage.keep("article", article["key"], made)


def _harvest(stage: Stage, article: dict) -> None:
    by = stage.member(article["by"])
    topic = find_topic(stage.id_of("topic", article["harvest"].split("/")[0]), by)  # held: it brings the service along
    post = find_post(stage.id_of("post", article["harvest"]), by)
    if post.topic is not topic:
        raise ValueError(f"{article['harvest']} is no answer to that question")
    stage.keep("article", article["key"], harvest_answer(post, by=by))


def _word(stage: Stage, article: dict) -> None:
    _rewrite(stage, article, article, reason="Worded as an article", wording_only=False)


def _revise(stage: Stage, article: dict, step: dict) -> None:
    _rewrite(stage, article, {**article, **step}, reason=step["why"], wording_only=step.get("wording_only", False))


def _rewrite(stage: Stage, article: dict, words: dict, *, reason: str, wording_only: bool) -> None:
    by = stage.member(words["by"])
    revise_article(
        _found(stage, article, by),
        title=words["title"],
        summary=words["summary"],
        source=words["text"],
        kind=words["kind"],
        service=find_service(words["service"]),
        reason=reason,
        wording_only=wording_only,
        by=by,
    )


def _publish(stage: Stage, article: dict, step: dict) -> None:
    by = stage.member(step["by"])
    publish_article(_found(stage, article, by), by=by)


def _validate(stage: Stage, article: dict, step: dict) -> None:
    by = stage.member(step["by"])
    validate_article(_found(stage, article, by), by=by)


def _archive(stage: Stage, article: dict, step: dict) -> None:
    by = stage.member(step["by"])
    archive_article(_found(stage, article, by), step["why"], by=by)


def _say(stage: Stage, key: str, value: int, who: str) -> None:
    by = stage.member(who)
    say_helpful(find_article(stage.id_of("article", key), by), value, by=by)


def _found(stage: Stage, article: dict, by):
    return find_article(stage.id_of("article", article["key"]), by)


STEPS = {"publish": _publish, "validate": _validate, "revise": _revise, "archive": _archive}
