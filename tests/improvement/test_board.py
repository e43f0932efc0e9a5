"""The stair board: counts, order, filters, pages, and a constant number of statements."""

from community.improvement.moving import move_stage
from community.improvement.queries import find_proposal
from community.improvement.supporting import support
from tests import people
from tests.factories import a_proposal, a_service


def test_each_stage_counts_its_proposals_and_shows_the_most_wanted_first(app, client):
    asha, vera, dora = people.asha(), people.vera(), people.dora()
    for number in range(7):
        a_proposal(by=asha, title=f"Quiet proposal {number}")
    wanted = a_proposal(by=asha, title="The wanted proposal")
    support(wanted, by=vera)
    move_stage(a_proposal(by=asha, title="The planned proposal"), "planned", "Agreed, with a quarter.", by=dora)
    page = client().get("/improvements").text
    assert 'aria-label="Proposed, 8"' in page and 'aria-label="Planned, 1"' in page and "3 more" in page
    assert page.index("The wanted proposal") < page.index("Quiet proposal 6") and "Quiet proposal 0" not in page
    assert "Quiet proposal 0" in client().get("/improvements?stage=proposed").text


def test_the_list_at_a_stage_is_paged(app, client):
    asha = people.asha()
    for number in range(35):
        a_proposal(by=asha, title=f"Proposal number {number:02}")
    first = client().get("/improvements?stage=proposed").text
    after = first.split("after=")[1].split("&")[0].split('"')[0]
    second = client().get(f"/improvements?stage=proposed&after={after}").text
    shown = [n for n in range(35) if f"Proposal number {n:02}" in first] + [
        n for n in range(35) if f"Proposal number {n:02}" in second
    ]
    assert sorted(shown) == list(range(35))
    for foreign in ("nonsense", "1_", "1_2_3", "9999999999999_1", "-9999999999999_-1"):
        assert client().get(f"/improvements?stage=proposed&after={foreign}").status_code in (200, 422)


def test_the_filter_narrows_to_a_service(app, client):
    asha = people.asha()
    a_proposal(by=asha, title="About the cars here", service=a_service("Campus cars"))
    a_proposal(by=asha, title="About the rooms here", service=a_service("Meeting rooms"))
    page = client().get("/improvements?service=campus-cars").text
    assert "About the cars here" in page and "About the rooms here" not in page
    assert client().get("/improvements?service=nothing").status_code == 404


def test_an_empty_log_says_what_to_do(app, client):
    page = client().get("/improvements").text
    assert "Nothing is proposed yet" in page and "/improvements/new" in page


def test_my_voice_is_visible_in_the_list(app, as_):
    proposal, vera = a_proposal(by=people.asha()), people.vera()
    support(proposal, by=vera)
    assert 'aria-label="Support, 1 so far"' in as_(vera).get("/improvements").text
    assert 'aria-pressed="true"' in as_(vera).get("/improvements").text.split('class="gh-board"')[1]


def test_the_pages_take_as_many_statements_for_many_as_for_few(app, as_, statements):
    asha, dora, vera = people.asha(), people.dora(), people.vera()
    service = a_service()
    browser = as_(vera)

    def fill(rounds: int):
        for number in range(rounds):
            proposal = a_proposal(by=asha, title=f"Proposal number {number}", service=service)
            support(proposal, by=vera)
            for stage in ("under_review", "planned", "in_progress")[: number % 4]:
                move_stage(proposal, stage, "On its way, as agreed.", by=dora)
        return find_proposal(proposal.id, None).path

    def cost(path: str) -> int:
        with statements() as sent:
            assert browser.get(path).status_code == 200
        return len(sent)

    few = [cost(path) for path in ("/improvements", "/improvements?stage=proposed", fill(4))]
    path = fill(12)
    few[0] = cost("/improvements")
    many = [cost(path) for path in ("/improvements", "/improvements?stage=proposed", path)]
    fill(12)
    assert [cost(path) for path in ("/improvements", "/improvements?stage=proposed", path)] == many
    assert max(many) <= 11
