"""Lists of questions say which ones stand at the desk, and who solved the solved ones."""

from community.bridges.escalating import escalate_question
from community.forum.accepting import accept_answer
from tests import people
from tests.factories import a_question, an_answer


def test_a_list_names_the_open_ticket_and_the_solver(app, client, as_):
    asha, ben, sam = people.asha(), people.ben(), people.sam()
    handed, solved = a_question(by=asha), a_question(by=asha, title="Where do I find the new printer?")
    ref = escalate_question(handed, "incident", "", by=sam).ref
    accept_answer(an_answer(solved, by=ben), by=asha)
    for address in ("/", "/questions", "/c/remote-access"):
        page = client().get(address).text
        assert ref in page and "solved by" in page and ben.display_name in page


def test_it_costs_one_statement_for_the_whole_list(app, client, statements):
    asha, sam = people.asha(), people.sam()
    escalate_question(a_question(by=asha), "incident", "", by=sam)
    client().get("/questions")
    with statements() as few:
        client().get("/questions")
    for number in range(6):
        escalate_question(a_question(by=asha, title=f"Broken thing number {number}"), "incident", "", by=sam)
    with statements() as many:
        client().get("/questions")
    assert len(many) == len(few)
