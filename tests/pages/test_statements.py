"""Every page that is asked for costs the same number of statements, however much there is: found from the URL map.

A new page is walked as soon as it has an address. One with a parameter of a new name fails until it is told here.
"""

import pytest

from community.accounts.grouping import make_group
from community.accounts.tokens import create_token
from community.bridges.escalating import escalate_question
from community.forum.accepting import accept_answer
from community.forum.catching_up import note_reading
from community.forum.commenting import comment_on
from community.forum.metoo import say_me_too
from community.forum.queries import find_topic
from community.forum.queues import QUEUES
from community.forum.voting import store_vote
from community.improvement.moving import move_stage
from community.notifications.watching import watch
from tests import factories, people
from tests.pages.test_hostile_requests import Hall

ELSEWHERE = ("/confirm/", "/reset/", "/questions/queue/<key>")  # they take a token; the queues are all named below
ONE_THING = (  # what there is none of in this hall, or not for this viewer; each shows one thing, not a list
    *("/a/", "/questions/{topic}/", "/users/", "/canned/", "/comments/", "/desk/fields/remote-access/1", "/drafts/"),
    *("/moderation/batches/", "/moderation/decisions/", "/moderation/log/", "/notifications/1", "/review/1"),
    *(
        "/posts/{answer}/poll",
        "/posts/{answer}/suggestions",
        "/posts/{answer}/voters",
        "/q/{topic}/dispute",
        "/honours/",
        "/members/ben/service/",
        "/moderation/fairplay/",
        "/sponsorships/",
        "/superusers/agreements/",
        "/superusers/briefings/",
        "/sanctions/",
        "/suggestions/",
        "/readyz",
    ),
    *("/questions/ask/solved/", "/files/"),
)
ASKS = {"/api/v1/search": "?q=vpn"}  # addresses that say nothing without a question
NARROWED = (
    *("/?tab=foryou", "/?tab=unread", "/?tab=following", "/?tab=mine", "/?tab=top&period=all", "/?tab=new"),
    *("/questions?tab=foryou", "/questions?tab=unread", "/questions?tab=unread&fresh=new", "/questions?tab=following"),
    *("/questions?state=solved", "/questions?tab=unanswered", "/questions?tab=top&period=week", "/questions?tag=vpn"),
    *("/questions?tag=vpn&tag=wi-fi&state=open&kind=question&service={service}", "/questions?state=solved"),
    *("/c/the-service-itself?tab=new", "/c/the-service-itself?tab=mine", "/questions/moved?tab=active&since=0&at=0"),
    *(
        "/search?q=vpn",
        "/notifications?only=unread",
        "/desk?view=closed",
        "/improvements?stage=proposed",
    ),
)


class Crowd:
    """A hall that can be filled further, by people who do a little of everything."""

    def __init__(self):
        self.hall = Hall()
        self.place = self.hall.topic.category
        self.vera = people.vera()
        make_group("Testers", by=self.hall.ada)
        self.number = 0

    def fill(self, count: int) -> None:
        """So much more of everything: topics with what hangs on them, and more on the ones that the addresses name."""
        for _ in range(count):
            self.number += 1
            self._ask(f"Question number {self.number} of the crowd")
            self._answer(self.hall.topic)
            factories.an_article(by=self.hall.sam, title=f"Article number {self.number} on gateways")
            proposal = factories.a_proposal(by=self.hall.asha, title=f"Proposal number {self.number} of the crowd")
            move_stage(proposal, "planned", "Agreed, first quarter.", by=self.hall.dora)
            factories.a_ticket(by=self.hall.dora, title=f"Ticket number {self.number}")

    def _ask(self, title: str) -> None:
        hall = self.hall
        for by, kind in ((hall.asha, "question"), (hall.ada, "question"), (hall.ben, "discussion")):
            topic = factories.a_question(
                by=by, title=f"{title}, by {by.name}", kind=kind, category=self.place, tags=["vpn", "wi-fi"]
            )
            if kind == "question":
                say_me_too(topic, True, by=self.vera)
            watch("topic", topic.id, "watching", by=hall.ada)
            note_reading(find_topic(topic.id, hall.ada), topic.last_post_id, by=hall.ada)
            answer = self._answer(topic)
            if kind == "question" and by is hall.asha:
                accept_answer(answer, by=by)
        escalate_question(
            factories.a_question(by=hall.asha, title=f"{title}, for the desk", category=self.place),
            "incident",
            "",
            by=hall.dora,
        )

    def _answer(self, topic):
        answer = factories.an_answer(topic, by=self.hall.ben)
        comment_on(answer, f"Thank you for looking, {self.number}.", by=self.hall.asha)
        store_vote(answer, 1)
        return answer


@pytest.fixture
def crowd(app):
    return Crowd()


def addresses(app, crowd) -> list[str]:
    """Every address that can be read, with everything in it filled in."""
    urls, found = app.url_map.bind("127.0.0.1"), []
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: each.rule):
        if "GET" in rule.methods and not rule.endpoint.endswith("static") and not rule.rule.startswith(ELSEWHERE):
            known = (
                crowd.hall.values(rule)
                | {"handle": "testers", "kind": "x", "step": "candidate"}
                | _named(rule)
                | (rule.defaults or {})
            )
            missing = rule.arguments - known.keys()
            assert not missing, f"say in this test what {missing} may be in {rule}"
            address = urls.build(rule.endpoint, {name: known[name] for name in rule.arguments})
            found.append(address + ASKS.get(address, ""))
    queues = [f"/questions/queue/{key}" for key in QUEUES]
    return [*found, *queues]


def _named(rule) -> dict:
    """What the name of a hole means at this address."""
    if rule.rule.startswith("/c/"):
        return {"slug": "the-service-itself"}
    return {"key": "topics"} if rule.rule.startswith("/sitemaps/") else {}


def test_no_page_costs_more_when_there_is_more(app, numbered, crowd, as_, deliver, statements):
    ada, asha = as_(crowd.hall.ada), as_(crowd.hall.asha)
    narrowed = [each.format(service=crowd.hall.service.slug) for each in NARROWED]
    asked = [(ada, each) for each in [*addresses(app, crowd), *narrowed]]
    asked += [(asha, each) for each in narrowed if not each.startswith("/desk")]
    token = {"Authorization": f"Bearer {create_token(crowd.hall.ada, ['read', 'write'])}"}
    refused = set()

    def costs() -> list[int]:
        crowd.fill(3)
        deliver()
        found = []
        for browser, address in asked:
            with statements() as sent:
                answer = browser.get(address, headers=token if address.startswith("/api/") else {})
            found.append(len(sent))
            refused.update({address} if answer.status_code >= 400 else ())
        return found

    few, many = costs(), costs()
    assert {address: (a, b) for (_, address), a, b in zip(asked, few, many, strict=True) if b > a} == {}
    numbers = {"topic": crowd.hall.topic.id, "answer": crowd.hall.answer.id}
    shows_one = tuple(each.format(**numbers) for each in ONE_THING)
    assert {each for each in refused if not each.startswith(shows_one)} == set()
