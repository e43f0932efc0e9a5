"""Merging a whole topic into another: what readers see of it, what is counted, and the way back."""

import threading

import pytest
from sqlalchemy import select

from community.accounts.models import Member
from community.bridges.escalating import attach_question, escalate_question
from community.core.db import db
from community.core.errors import Conflict, Invalid, Moved, NotAllowed
from community.desk.answering import answer_ticket
from community.forum.accepting import accept_answer, withdraw_acceptance
from community.forum.chronicle import find_rearrangement
from community.forum.commenting import comment_on
from community.forum.deleting import delete_post, delete_topic
from community.forum.merging import merge_topics, unmerge_topics
from community.forum.metoo import say_me_too
from community.forum.models import Post, Topic
from community.forum.moving import move_back, move_posts
from community.forum.queries import find_post, find_topic
from community.forum.rearrangements import Rearrangement
from community.forum.voting import vote_on
from community.gamification.rebuild import rebuild_reputation
from community.moderation.flagging import flag_thing
from community.notifications.models import Notification
from tests import people
from tests.factories import a_category, a_question, an_answer
from tests.gamification.ledger import points


@pytest.fixture
def hall(app):
    """Two people asked the same, and a super-user is there."""
    asha, vera = people.asha(), people.vera()
    old = a_question(by=asha, tags=["vpn"])
    new = a_question(by=vera, title="The tunnel closes again and again", tags=["tunnel"])
    return old, new, people.ben(), people.sam()


def told(member) -> list[str]:
    return list(
        db.session.scalars(
            select(Notification.kind).where(Notification.member_id == member.id).order_by(Notification.id)
        )
    )


def test_posts_keep_all_they_have_and_the_old_address_leads_on(hall, client):
    old, new, ben, sam = hall
    answer = an_answer(new, by=ben)
    merge_topics(new, old, by=sam)
    post = db.session.get(Post, answer.id)
    assert (post.topic_id, post.moved_from_id, post.kind) == (old.id, new.id, "answer")
    page = client().get(new.path)
    assert page.status_code == 301 and page.headers["Location"].endswith(f"{old.path}?at={new.opening_id}")
    assert client().get(f"/posts/{answer.id}").headers["Location"].startswith(old.path)
    page = client().get(old.path).text
    assert answer.html in page and "asked as well: “The tunnel closes again and again”" in page
    found = find_topic(old.id, None)
    assert found.answer_count == 1 and {tag.name for tag in found.tags} == {"vpn", "tunnel"}
    assert new.title not in client().get("/questions").text


def test_what_somebody_writes_meanwhile_is_not_lost(hall, as_):
    old, new, ben, sam = hall
    merge_topics(new, old, by=sam)
    writer, typed = as_(ben), {"body": "I was still typing this answer.", "reply_to": new.opening_id}
    page = writer.post(f"/q/{new.id}/answers/new", data=typed)
    assert page.status_code == 409 and "This went on in" in page.text and typed["body"] in page.text
    assert f'action="/q/{old.id}/answers/new"' in page.text and find_topic(old.id, None).answer_count == 0
    assert writer.get(f"/q/{new.id}/answers/new").status_code == 301
    beside = writer.get(f"/q/{new.id}/answers")
    leads_to = f"{old.path}?at={new.opening_id}#answer-{new.opening_id}"
    assert beside.headers["HX-Reswap"] == "none" and f'href="{leads_to}"' in beside.text
    assert writer.get(f"/q/{new.id}.atom").headers["Location"].endswith(f"/q/{old.id}.atom")
    delete_topic(find_topic(old.id, sam), "It was wrong.", by=sam)
    gone = writer.get(new.path)
    assert gone.status_code == 410 and "It was wrong." in gone.text
    assert as_(sam).get(new.path).headers["Location"].startswith(old.path)


def test_the_form_shows_what_will_happen_and_undo_stands_beside(hall, as_):
    old, new, ben, sam = hall
    an_answer(new, by=ben)
    keeper = as_(sam)
    assert old.title in keeper.get(f"/q/{new.id}/others?for=merging&q={old.id}").text
    assert "2 posts go along" in keeper.get(f"/q/{new.id}/merging?into={old.id}").text
    page = keeper.post(
        f"/q/{new.id}/merging", data={"into": old.id, "reason": "The same cause."}, follow_redirects=True
    )
    row = db.session.scalar(select(Rearrangement))
    assert f"/rearrangements/{row.id}/undoing" in page.text
    assert "The same cause." in keeper.get(f"/q/{old.id}/doings").text
    keeper.post(f"/rearrangements/{row.id}/undoing")
    assert as_(ben).get(new.path).status_code == 200 and find_topic(new.id, None).answer_count == 1


def test_only_those_who_look_after_both_places_merge(hall, as_):
    old, new, ben, sam = hall
    assert as_(ben).get(f"/q/{new.id}/merging?into={old.id}").status_code == 403
    kept = a_question(by=people.dora(), title="Only for staff to read", category=a_category("Staff", audience="staff"))
    assert as_(sam).get(f"/q/{new.id}/merging?into={kept.id}").status_code == 404
    with pytest.raises(NotAllowed):
        merge_topics(new, old, by=ben)
    with pytest.raises(Invalid):
        merge_topics(new, new, by=sam)


def test_other_readers_must_be_meant_and_nothing_leaks(hall, as_, client, deliver):
    _, new, ben, sam = hall
    inner = a_question(by=ben, title="Where the spare keys hang", category=a_category("Inside", audience="members"))
    answer = an_answer(new, by=ben, body="The canary is in the words of this answer.")
    page = as_(sam).post(f"/q/{new.id}/merging", data={"into": inner.id})
    assert page.status_code == 422 and "Other people will be able to read" in page.text
    as_(sam).post(f"/q/{new.id}/merging", data={"into": inner.id, "aware": "y"})
    deliver()
    assert find_post(answer.id, ben).topic_id == inner.id
    assert "a place that isn’t open to you" in client().get(new.path).text
    for path in (new.path, f"/posts/{answer.id}", inner.path):
        page = client().get(path)
        assert page.status_code == 404 and "spare-keys" not in str(page.headers)
    assert "in the words of this answer" not in client().get("/search?q=canary+words").text


def test_people_are_counted_once_over_both(hall):
    old, new, ben, sam = hall
    say_me_too(old, True, by=ben)
    say_me_too(new, True, by=ben)
    say_me_too(new, True, by=sam)
    row = merge_topics(new, old, by=sam)
    assert find_topic(old.id, None).me_too_count == 3  # ben, sam, and whoever asked the other
    with pytest.raises(Conflict):  # on a page from before: it would be counted where nobody reads it
        say_me_too(new, True, by=people.dora())
    unmerge_topics(row, new, old, by=sam)
    assert (find_topic(old.id, None).me_too_count, find_topic(new.id, None).me_too_count) == (1, 2)


def test_both_keep_what_was_accepted(hall):
    old, new, ben, sam = hall
    mine, theirs = an_answer(old, by=sam), an_answer(new, by=ben)
    accept_answer(theirs, by=db.session.get(type(ben), new.author_id))
    row = merge_topics(new, old, by=sam)
    assert find_topic(old.id, None).accepted_id is None
    accept_answer(find_post(mine.id, None), by=db.session.get(type(ben), old.author_id))
    unmerge_topics(row, new, old, by=sam)
    assert (find_topic(old.id, None).accepted_id, find_topic(new.id, None).accepted_id) == (mine.id, theirs.id)
    assert rebuild_reputation(check=True) == []


def test_an_answer_accepted_in_both_loses_one_choice_at_a_time(hall):
    old, new, ben, sam = hall
    asha, vera = (db.session.get(type(ben), topic.author_id) for topic in (old, new))
    theirs = an_answer(new, by=ben)
    accept_answer(theirs, by=vera)
    row = merge_topics(new, old, by=sam)
    accept_answer(find_post(theirs.id, None), by=asha)
    assert (points(ben), points(vera), points(asha)) == (30, 2, 2)
    withdraw_acceptance(find_topic(old.id, None), by=asha)
    assert (points(ben), points(vera), points(asha)) == (15, 2, 0)
    unmerge_topics(row, new, old, by=sam)
    withdraw_acceptance(find_topic(new.id, None), by=vera)
    assert (points(ben), points(vera)) == (0, 0)
    assert rebuild_reputation(check=True) == []


def test_what_was_chosen_where_it_went_is_no_choice_there_when_it_goes_back(hall):
    old, new, ben, sam = hall
    asha, theirs = db.session.get(type(ben), old.author_id), an_answer(new, by=ben)
    row = merge_topics(new, old, by=sam)
    accept_answer(find_post(theirs.id, None), by=asha)
    unmerge_topics(row, new, old, by=sam)
    assert find_topic(old.id, None).accepted_id is None and points(ben) == points(asha) == 0
    moved = move_posts([theirs.id], find_topic(new.id, sam), find_topic(old.id, sam), by=sam)
    accept_answer(find_post(theirs.id, None), by=asha)
    move_back(moved, find_topic(new.id, sam), find_topic(old.id, sam), by=sam)
    assert find_topic(old.id, None).accepted_id is None and points(ben) == points(asha) == 0
    assert rebuild_reputation(check=True) == []


def test_who_asked_what_it_went_into_does_not_take_down_anothers_question(hall, as_):
    old, new, ben, sam = hall
    merge_topics(new, old, by=sam)
    asha = as_(db.session.get(type(ben), old.author_id))
    refused = asha.post(f"/q/{old.id}/deletion", data={"reason": "Never mind"})
    assert refused.status_code == 403 and find_topic(old.id, None).deleted_at is None


def test_what_was_remarked_among_fewer_is_not_shown_to_more_by_undoing(hall, as_):
    _, new, _, sam = hall
    inner = a_question(by=sam, title="What we know of the tunnel", category=a_category("Inner", audience="superusers"))
    row = merge_topics(new, inner, by=sam, aware=True)
    comment_on(find_post(new.opening_id, sam), "She has no contract any more.", by=sam)
    with pytest.raises(Conflict, match="for the readers of “Inner”"):
        unmerge_topics(row, new, inner, by=sam)
    assert db.session.get(Topic, new.id).merged_into_id == inner.id


def test_an_accepted_answer_that_is_taken_down_elsewhere_is_no_choice_any_more(hall):
    old, new, ben, sam = hall
    theirs = an_answer(new, by=ben)
    accept_answer(theirs, by=db.session.get(type(ben), new.author_id))
    row = merge_topics(new, old, by=sam)
    delete_post(find_post(theirs.id, sam), "wrong", by=sam)
    unmerge_topics(row, new, old, by=sam)
    assert find_topic(new.id, None).accepted_id is None
    assert rebuild_reputation(check=True) == []


def test_the_followers_of_both_hear_what_is_new(hall, deliver):
    old, new, ben, sam = hall
    vera = db.session.get(type(ben), new.author_id)
    merge_topics(new, old, by=sam)
    deliver()
    an_answer(find_topic(old.id, ben), by=ben)
    deliver()
    assert [kind for kind in told(vera) if kind != "badge"] == ["merged", "answer"]


def test_a_ticket_goes_along_and_answers_once(hall, client, deliver):
    old, new, _, sam = hall
    dora = people.dora()
    ticket = escalate_question(new, "incident", "", by=sam)
    merge_topics(new, old, by=sam)
    assert ticket.ref in client().get(old.path).text
    answer_ticket(ticket, "The certificate was renewed this morning.", by=dora)
    deliver()
    deliver()
    posts = db.session.scalars(select(Post.topic_id).where(Post.official)).all()
    assert posts == [old.id]


def test_what_the_desk_said_in_both_stands_there_once(hall, client, deliver):
    old, new, _, sam = hall
    dora = people.dora()
    ticket = escalate_question(new, "incident", "", by=sam)
    attach_question(find_topic(old.id, dora), ticket, by=dora)
    answer_ticket(ticket, "The certificate was renewed this morning.", by=dora)
    deliver()
    row = merge_topics(find_topic(new.id, sam), find_topic(old.id, sam), by=sam)
    assert find_topic(old.id, None).answer_count == 1
    behind = db.session.scalars(select(Post.id).where(Post.topic_id == new.id)).one()
    assert client().get(f"/posts/{behind}", follow_redirects=True).request.path == old.path
    unmerge_topics(row, new, old, by=sam)
    assert (find_topic(old.id, None).answer_count, find_topic(new.id, None).answer_count) == (1, 1)
    comment_on(find_post(behind, dora), "And it holds until May.", by=dora)
    merge_topics(find_topic(new.id, sam), find_topic(old.id, sam), by=sam)
    assert find_topic(old.id, None).answer_count == 2  # somebody built on it, so it goes along


def test_what_was_merged_before_leads_to_where_all_is(hall, client):
    old, new, ben, sam = hall
    third = a_question(by=ben, title="Everything about the gateways")
    first = merge_topics(new, old, by=sam)
    merge_topics(find_topic(old.id, sam), third, by=sam)
    assert client().get(new.path).headers["Location"].startswith(third.path)
    with pytest.raises(NotAllowed):
        unmerge_topics(first, new, old, by=sam)


@pytest.mark.parametrize("after", ["undone", "taken down", "opening taken down"])
def test_undoing_is_refused_where_something_was_built_on_it(hall, after):
    old, new, _, sam = hall
    row = merge_topics(new, old, by=sam)
    if after == "undone":
        unmerge_topics(row, new, old, by=sam)
    elif after == "taken down":
        delete_topic(find_topic(old.id, sam), "wrong", by=sam)
    else:
        delete_post(find_post(new.opening_id, sam), "wrong", by=sam)
    with pytest.raises((Conflict, NotAllowed)):
        unmerge_topics(row, new, old, by=sam)
    assert db.session.get(Topic, new.id).merged_into_id == (None if after == "undone" else old.id)


def test_merging_while_others_vote_choose_and_flag(hall, app):
    """Whoever comes first: nobody waits in a circle, and everything is counted once."""
    old, new, ben, sam = hall
    asker_id, failures = new.author_id, []
    answer = an_answer(new, by=ben)
    voters = [people._person(f"Voter{number}") for number in range(3)]

    def choose(by):
        for _ in range(3):
            accept_answer(find_post(answer.id, by), by=by)
            withdraw_acceptance(find_topic(new.id, by), by=by)

    def merge_and_back(by):
        row = merge_topics(find_topic(new.id, by), find_topic(old.id, by), by=by)
        again = find_rearrangement(row.id, by)
        unmerge_topics(again, again.source, again.target, by=by)

    doings = [(voter.id, lambda by: vote_on(find_post(answer.id, by), 1, by=by)) for voter in voters]
    doings += [(asker_id, choose), (sam.id, merge_and_back)]
    doings += [(ben.id, lambda by: flag_thing(find_post(new.opening_id, by), "unkind", by=by))]

    def run(member_id, do):
        with app.app_context():
            for _ in range(5):  # a refusal says to look again
                try:
                    do(db.session.get(Member, member_id))
                    break
                except (Conflict, NotAllowed, Moved):
                    db.session.remove()
                except Exception as error:
                    failures.append(error)
                    break
            db.session.remove()

    threads = [threading.Thread(target=run, args=doing) for doing in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    db.session.expire_all()
    post = db.session.get(Post, answer.id)
    assert post.score == 3 and points(ben) == 30 + 15 * (db.session.get(Topic, new.id).accepted_id is not None)
    assert rebuild_reputation(check=True) == []
