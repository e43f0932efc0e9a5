"""The API acts like the pages: same actions, same refusals, a token instead of a session."""

import pytest

from community.accounts.tokens import create_token, revoke_token
from community.forum.deleting import delete_post
from community.forum.queries import find_topic
from tests import people
from tests.factories import a_category, a_question, an_answer

NEW = {
    "title": "VPN drops after ten minutes",
    "body": "It says error 812.",
    "category": "remote-access",
    "tags": ["vpn"],
}


def token(member, *scopes):
    return {"Authorization": f"Bearer {create_token(member, list(scopes or ('read', 'write')))}"}


def test_a_program_asks_answers_votes_and_accepts(app, client):
    asha, ben = people.asha(), people.ben()
    a_category()
    asking, answering = token(asha), token(ben)
    visitor = client(csrf=False)
    asked = visitor.post("/api/v1/questions", json=NEW, headers=asking)
    assert asked.status_code == 201 and asked.json["tags"] == ["vpn"]
    answer = visitor.post(f"/api/v1/questions/{asked.json['id']}/answers", json={"body": "Use gateway 3 today."},
                          headers=answering)  # fmt: skip
    assert answer.status_code == 201
    ident = answer.json["id"]
    assert visitor.put(f"/api/v1/posts/{ident}/vote", json={"value": 1}, headers=asking).json == {"score": 1}
    refused = visitor.put(f"/api/v1/posts/{ident}/vote", json={"value": -1, "reason": "unclear"}, headers=asking)
    assert refused.status_code == 403
    assert refused.json["detail"].startswith("Voting down opens at Contributor")
    assert visitor.put(f"/api/v1/posts/{ident}/acceptance", headers=asking).status_code == 204
    whole = visitor.get(f"/api/v1/questions/{asked.json['id']}").json
    assert whole["state"] == "solved" and whole["answers"][0]["score"] == 1


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [({"title": "VPN"}, 422, "#/title"), ({"body": None}, 422, "#/body"), ({"category": "nowhere"}, 404, None)],
)
def test_refusals_are_problem_details_with_pointers(app, client, body, status, pointer):
    a_category()
    answer = client(csrf=False).post("/api/v1/questions", json=NEW | body, headers=token(people.asha()))
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert pointer is None or pointer in [error["pointer"] for error in answer.json["errors"]]


def test_a_session_is_no_token(app, as_):
    a_category()
    assert as_(people.asha()).post("/api/v1/questions", json=NEW).status_code == 401


def test_a_token_does_only_what_it_is_for_and_ends_when_revoked(app, client):
    asha = people.asha()
    a_category()
    reading = token(asha, "read")
    assert client().post("/api/v1/questions", json=NEW, headers=reading).status_code == 403
    from community.accounts.models import Token

    revoke_token(Token.query.one(), by=asha)
    assert client().get("/api/v1/me", headers=reading).status_code == 401


def test_private_questions_stay_private(app, client):
    asha, sam = people.asha(), people.sam()
    topic = a_question(by=sam, category=a_category("Lounge", audience="superusers"), title="Whispers in the lounge")
    for headers in ({}, token(asha)):
        assert client().get(f"/api/v1/questions/{topic.id}", headers=headers).status_code == 404
        assert "Whispers" not in client().get("/api/v1/questions", headers=headers).text
    assert client().get(f"/api/v1/questions/{topic.id}", headers=token(sam)).status_code == 200


def test_nobody_else_accepts(app, client):
    asha, ben = people.asha(), people.ben()
    post = an_answer(a_question(by=asha), by=ben)
    refused = client().put(f"/api/v1/posts/{post.id}/acceptance", headers=token(ben))
    assert refused.status_code == 403 and "person who asked" in refused.json["detail"]
    assert find_topic(post.topic_id, None).accepted_id is None


def test_the_description_names_every_address(app, client):
    described = client().get("/api/v1/openapi.json").json
    assert described["openapi"] == "3.1.0"
    served = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1/")}
    assert {path.replace("{", "<").replace("}", ">") for path in described["paths"]} >= {
        rule.replace("<int:", "<") for rule in served if not rule.endswith(("/", "openapi.json"))
    }


def test_what_is_taken_down_is_marked_for_those_who_still_see_it(app, client):
    sam = people.sam()
    topic = a_question(by=people.asha())
    answer = an_answer(topic, by=people.ben())
    delete_post(answer, "It is wrong.", by=sam)
    assert client().get(f"/api/v1/questions/{topic.id}").json["answers"] == []
    seen = client().get(f"/api/v1/questions/{topic.id}", headers=token(sam)).json
    assert [each["shown"] for each in seen["answers"]] == [False] and seen["body"]["shown"] is True
