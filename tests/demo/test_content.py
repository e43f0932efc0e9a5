"""What Northmere's people wrote holds together, before any of it is loaded."""

import json
import re
from collections import Counter

from community.demo.content import HERE, read, read_all

NEVER = re.compile(r"(?<!super-)\b(users?|content|engagement|leaderboard|oops|please be patient|lorem ipsum)\b", re.I)
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u26ff]")


def _topics():
    return read_all("question") + read("discussions")["discussion"]


def _posts():
    """Every post with the handle of its author."""
    for topic in _topics():
        yield topic
        yield from topic.get("answer", [])
        yield from topic.get("reply", [])


def _handles():
    return {person["handle"] for person in read("people")["person"]}


def test_everybody_who_does_something_is_one_of_the_people():
    everything = json.dumps([_topics(), read("articles"), read("improvements"), read("tickets")])
    doing = set(re.findall(r'"(?:by|for)": "([^"]+)"', everything))
    for crowd in re.findall(r'"(?:up|down|me_too|supporters|helped|not_helped)": "([^"]*)"', everything):
        doing.update(crowd.split())
    assert doing == _handles()


def test_nobody_votes_twice_or_on_what_they_wrote():
    for post in _posts():
        voters = Counter(f"{post.get('up', '')} {post.get('down', '')}".split())
        assert post["by"] not in voters, post["text"][:60]
        assert not [name for name, times in voters.items() if times > 1], post["text"][:60]


def test_keys_and_titles_are_unique():
    for entries in (_topics(), read("articles")["article"], read("improvements")["proposal"]):
        for name in ("key", "title"):
            assert not [value for value, times in Counter(entry[name] for entry in entries).items() if times > 1]


def test_answers_are_good_and_weak_accepted_and_missing():
    answers = [answer for question in read_all("question") for answer in question.get("answer", [])]
    assert len(read_all("question")) >= 36
    assert sum("accepted" in answer for answer in answers) >= 20
    assert sum(len(answer.get("down", "").split()) > len(answer.get("up", "").split()) for answer in answers) >= 5
    assert sum(not question.get("answer") for question in read_all("question")) >= 5
    assert sum(bool(question.get("answer")) and not any("accepted" in answer for answer in question["answer"])
               for question in read_all("question")) >= 5  # fmt: skip


def test_the_words_are_those_of_the_hall():
    for file in sorted(HERE.rglob("*.toml")):
        text = file.read_text(encoding="utf-8")
        assert not NEVER.findall(text), file.name
        assert not EMOJI.findall(text), file.name
        assert "northmere.net" not in text, "only reserved names may stand for addresses"
