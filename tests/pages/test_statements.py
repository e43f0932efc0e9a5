"""Every page that is asked for costs the same number of statements, however much there is: found from the URL map.

A new page is walked as soon as it has an address. One with a parameter of a new name fails until it is told here.
"""

import pytest

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
from tests.pages.test_hostile_requests import addresses as walk

ELSEWHERE = ("/confirm/", "/reset/")  # they take a token, not a list
NARROWED = (
    *("/?tab=foryou", "/?tab=unread", "/?tab=following", "/?tab=mine", "/?tab=top&period=all", "/?tab=new"),
    *("/questions?tab=foryou", "/questions?tab=unread", "/questions?tab=unread&fresh=new", "/questions?tab=following"),
    *("/questions?tab=solved", "/questions?tab=unanswered", "/questions?tab=top&period=week", "/questions?tag=vpn"),
    *("/questions?tag=vpn&tag=wi-fi&state=open&kind=question&service={service}", "/questions?state=solved"),
    *("/c/the-service-itself?tab=new", "/c/the-service-itself?tab=mine", "/questions/moved?tab=active&since=0&at=0"),
    *("/search?q=vpn", "/notifications?only=unread", "/desk?view=closed", "/improvements?stage=proposed"),
)


class Crowd:
    """A hall that can be filled further, by people who do a little of everything."""

    def __init__(self):
        self.hall = Hall()
        self.place = self.hall.topic.category
        self.vera = people.vera()
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
    everywhere = [each for each in walk(app, crowd.hall, "GET", handle="testers") if not each.startswith(ELSEWHERE)]
    queues = [f"/questions/queue/{key}" for key in QUEUES]
    return [*everywhere, *queues, *(each.format(service=crowd.hall.service.slug) for each in NARROWED)]


def test_no_page_costs_more_when_there_is_more(app, crowd, as_, deliver, statements):
    crowd.fill(3)
    deliver()
    browsers = {"ada": as_(crowd.hall.ada), "asha": as_(crowd.hall.asha)}

    told: dict[int, set[str]] = {}

    def costs() -> dict[tuple[str, str], int]:
        found = {}
        for who, browser in browsers.items():
            for address in addresses(app, crowd):
                answer = browser.get(address)  # what is remembered between two visits is not counted
                told.setdefault(answer.status_code, set()).add(address)
                with statements() as sent:
                    browser.get(address)
                found[who, address] = len(sent)
        return found

    few = costs()
    crowd.fill(7)
    deliver()
    many = costs()
    print({status: sorted(found) for status, found in told.items() if status != 200})
    grown = {key: (few[key], many[key]) for key in few if many[key] > few[key]}
    assert grown == {}
