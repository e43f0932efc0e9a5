"""Findings of fair play: who sees them, what is decided, and that taking it back leaves no trace."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from community.accounts.models import Member
from community.core.db import db
from community.core.errors import Conflict, Invalid, NotAllowed
from community.events.facts import FactRow, Owed
from community.events.table import name_of
from community.forum.deleting import delete_post, restore_post
from community.forum.models import Post, Topic, Vote
from community.forum.queries import find_post
from community.forum.voting import vote_on
from community.gamification.choosing import choose_favourites
from community.gamification.fairplay.consequences import consequences_of
from community.gamification.fairplay.deciding import invalidate_finding, leave_finding, reinstate_finding
from community.gamification.fairplay.keeping import keep
from community.gamification.fairplay.looking import begin_looking, look, look_tonight
from community.gamification.fairplay.models import Finding, WithdrawnAward
from community.gamification.fairplay.suspicion import Suspicion
from community.gamification.models import Award, ReputationLine
from community.gamification.queries import ledger_of
from community.gamification.rebuild import rebuild_badges, rebuild_reputation
from community.moderation.appealing import appeal, may_appeal
from community.moderation.models import Act
from community.notifications.models import Notification
from tests import people
from tests.factories import a_question, an_answer
from tests.gamification.ledger import events, owe_again, points

WHY = "These votes went round in a ring, so they don’t count for now."


class Ring:
    """Three who vote for each other, and Asha, who votes for one of them as well."""

    def __init__(self, clock):
        self.asha, self.dora, self.omar = people.asha(), people.dora(), people.omar()
        self.members = [people._person(f"Ringer{number}", "superuser") for number in range(3)]
        topics = [a_question(by=self.asha, title=f"Why does door {number} stay open") for number in range(6)]
        self.posts = [an_answer(topic, by=self.members[number % 3]) for number, topic in enumerate(topics)]
        for post in self.posts:
            for voter in self.members:
                if voter.id != post.author_id:
                    vote_on(find_post(post.id, voter), 1, by=voter)
            clock.forward(hours=9)
        for post in self.posts[:3]:
            vote_on(find_post(post.id, self.asha), 1, by=self.asha)
        ringers = [member.id for member in self.members]
        self.votes = list(db.session.scalars(select(Vote.id).where(Vote.voter_id.in_(ringers))))

    def found(self, votes=None) -> Finding:
        """A finding about them."""
        ids = frozenset(self.votes if votes is None else votes)
        figures = {"inside": len(ids), "expected": 0.5, "given": 20, "got": 25, "chance": -40.0}
        with db_turn():
            keep(Suspicion("ring", tuple(sorted(member.id for member in self.members)), ids, figures))
        return db.session.scalars(select(Finding).order_by(Finding.id.desc())).first()


def db_turn():
    """One action."""
    from community.core.db import atomic

    return atomic()


@pytest.fixture
def ring(app, clock):
    """They have voted."""
    return Ring(clock)


def dump() -> dict:
    """Everything that votes lead to, as the database has it; of the ledger what stands."""
    line = ReputationLine
    stands = select(line.member_id, line.rule, line.subject_kind, line.subject_id, line.day, line.other_id,
                    func.sum(line.value), func.sum(line.points))  # fmt: skip
    by = stands.selected_columns[:6]
    stands = stands.group_by(*by).having((func.sum(line.value) != 0) | (func.sum(line.points) != 0))
    kept = (
        Member.id,
        Member.reputation,
        Member.outcomes,
        Member.level,
        Member.level_progress,
        Member.level_at_risk_until,
        Member.favourites,
        Member.shield_title,
    )
    queries = {
        "votes": select(*Vote.__table__.c).order_by(Vote.id),
        "posts": select(Post.id, Post.score).order_by(Post.id),
        "topics": select(Topic.id, Topic.score).order_by(Topic.id),
        "members": select(*kept).order_by(Member.id),
        "awards": select(*Award.__table__.c).order_by(Award.id),
        "ledger": stands.order_by(*by),
        "aside": select(func.count()).select_from(WithdrawnAward),
    }
    return {name: [tuple(row) for row in db.session.execute(query)] for name, query in queries.items()}


def test_invalidated_votes_count_nowhere_and_the_facts_give_the_same(ring, deliver):
    before = points(ring.members[0])
    invalidate_finding(ring.found(), WHY, by=ring.dora)
    deliver()
    scores = dict(db.session.execute(select(Post.id, Post.score)).all())
    assert [scores[post.id] for post in ring.posts] == [1, 1, 1, 0, 0, 0]
    assert (before, points(ring.members[0])) == (50, 10)
    assert rebuild_reputation(check=True) == [] and rebuild_badges(check=True) == []
    marked = db.session.scalar(select(func.count()).where(Vote.invalidated_at.is_not(None)))
    assert marked == len(ring.votes) == 12


def test_taken_back_everything_is_as_it_was_bit_for_bit(ring, deliver):
    deliver()
    member = ring.members[0]
    choose_favourites(member, ["first-vote", "kind-word"], "first-vote", by=member)
    before = dump()
    assert before["awards"]
    finding = ring.found()
    invalidate_finding(finding, WHY, by=ring.dora)
    deliver()
    changed = dump()
    assert changed["awards"] != before["awards"] and changed["members"] != before["members"]
    assert (member.favourites, member.shield_title) == (["kind-word"], "")
    told = {who.id: {line.words for line in ledger_of(member, who).items} for who in (member, ring.asha)}
    assert "Votes that count no longer" in told[member.id] - told[ring.asha.id]  # it is nobody else's business
    reinstate_finding(finding, by=ring.omar)
    deliver()
    assert dump() == before
    assert db.session.get(Finding, finding.id).state == "reinstated"
    assert rebuild_reputation(check=True) == [] and rebuild_badges(check=True) == []


def test_any_votes_in_any_state_come_back_as_they_were(ring, deliver):
    deliver()

    @settings(max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck),
              database=None)  # fmt: skip
    @given(st.sets(st.integers(0, 11), min_size=1), st.lists(st.integers(0, 5), max_size=3), st.booleans())
    def undone(which, down, meanwhile):
        for number in set(down):
            delete_post(find_post(ring.posts[number].id, ring.dora), "for now", by=ring.dora)
        deliver()
        before = dump()
        finding = ring.found(ring.votes[number] for number in which)
        invalidate_finding(finding, WHY, by=ring.dora)
        if meanwhile:  # posts go down and come back between the two
            for number in set(down):
                restore_post(find_post(ring.posts[number].id, ring.dora), by=ring.dora)
            deliver()
            assert rebuild_reputation(check=True) == []
            for number in set(down):
                delete_post(find_post(ring.posts[number].id, ring.dora), "for now", by=ring.dora)
        deliver()
        assert rebuild_reputation(check=True) == [] and rebuild_badges(check=True) == []
        reinstate_finding(finding, by=ring.dora)
        deliver()
        after = dump()
        for part in ("votes", "posts", "topics", "members", "awards"):
            assert after[part] == before[part], part
        assert rebuild_reputation(check=True) == [] and rebuild_badges(check=True) == []
        with db_turn():
            for each in db.session.scalars(select(Finding)):
                each.state = "invalidated"  # so that the next example is a finding of its own
        for number in set(down):
            restore_post(find_post(ring.posts[number].id, ring.dora), by=ring.dora)
        deliver()

    undone()


def test_what_it_would_change_is_what_it_changes_and_looking_changes_nothing(ring, deliver):
    deliver()
    finding, before = ring.found(), dump()
    told = {each.member.id: (each.before, each.after) for each in consequences_of(finding, by=ring.dora).members}
    assert dump() == before
    invalidate_finding(finding, WHY, by=ring.dora)
    deliver()
    assert told == {member.id: ({row[0]: row[1] for row in before["members"]}[member.id], points(member))
                    for member in ring.members}  # fmt: skip


def test_a_vote_that_does_not_count_stays_as_it_is(ring):
    invalidate_finding(ring.found(), WHY, by=ring.dora)
    ringer = ring.members[1]
    with pytest.raises(NotAllowed, match="does not count"):
        vote_on(find_post(ring.posts[0].id, ringer), 0, by=ringer)
    assert vote_on(find_post(ring.posts[0].id, ring.dora), 1, by=ring.dora) == 2


def test_those_concerned_are_told_once_and_may_appeal_to_somebody_else(ring, deliver, as_):
    deliver()
    invalidate_finding(ring.found(), WHY, by=ring.dora)
    acts = list(db.session.scalars(select(Act).where(Act.kind == "VotesInvalidated")))
    assert sorted(act.member_id for act in acts) == sorted(member.id for member in ring.members)
    act = next(act for act in acts if act.member_id == ring.members[0].id)
    page = as_(ring.members[0]).get(f"/moderation/decisions/{act.id}").text
    assert WHY in page and "Appeal" in page
    assert as_(ring.members[1]).get(f"/moderation/decisions/{act.id}").status_code == 404
    assert may_appeal(ring.members[0], act) is True
    made = appeal(act, "We sit in one office and read each other’s answers.", by=ring.members[0])
    assert as_(ring.members[1]).get(f"/review/{made.item_id}").status_code == 404  # a super-user
    decided = as_(ring.omar).post(
        f"/review/{made.item_id}/decision", data={"verdict": "uphold", "word": "You are right."}
    )
    assert decided.status_code in (200, 303), decided.text[-500:]
    deliver()
    out = set(db.session.scalars(select(Vote.id).where(Vote.invalidated_at.is_not(None))))
    theirs = (
        select(Vote.id).join(Post).where((Vote.voter_id == ring.members[0].id) | (Post.author_id == ring.members[0].id))
    )
    assert not out & set(db.session.scalars(theirs))
    assert points(ring.members[0]) == 50
    assert rebuild_reputation(check=True) == [] and rebuild_badges(check=True) == []


def test_only_staff_know_of_findings(ring, as_, client):
    finding = ring.found()
    sam = people.sam()
    for path in ("/moderation/fairplay", finding.path):
        assert as_(ring.dora).get(path).status_code == 200
        assert as_(sam).get(path).status_code in (403, 404)
        assert client().get(path).status_code == 303
    for verb in ("leaving", "invalidation", "reinstatement"):
        assert as_(sam).post(f"{finding.path}/{verb}", data={"reason": WHY}).status_code == 404
    invalidate_finding(finding, WHY, by=ring.dora)
    assert "Votes count no longer" in as_(ring.dora).get("/moderation/log?view=all").text
    assert "Votes count no longer" not in as_(sam).get("/moderation/log?view=all").text


def test_deciding_on_the_page(ring, as_, deliver):
    finding, dora = ring.found(), as_(ring.dora)
    page = dora.get(finding.path).text
    assert "12 votes" in page and "Ringer1" in page and "Expected" in page
    refused = dora.post(f"{finding.path}/invalidation", data={"reason": "ring"})
    assert refused.status_code == 422 and "Say why" in refused.text and "ring</textarea>" in refused.text
    assert dora.post(f"{finding.path}/invalidation", data={"reason": WHY}).status_code == 303
    assert dora.post(f"{finding.path}/invalidation", data={"reason": WHY}).status_code == 409
    assert "count no longer" in dora.get(finding.path).text
    assert dora.post(f"{finding.path}/reinstatement").status_code == 303
    assert dora.post(f"{finding.path}/reinstatement").status_code == 409
    assert "Taken back" in dora.get("/moderation/fairplay?state=reinstated").text


def test_nobody_decides_about_their_own_votes(ring):
    finding = ring.found()
    with db_turn():
        finding.accounts = f"{finding.accounts},{ring.dora.id}"
    with pytest.raises(NotAllowed, match="somebody else"):
        leave_finding(finding, WHY, by=ring.dora)
    with pytest.raises(Invalid):
        leave_finding(finding, "no", by=ring.omar)


def test_what_was_left_is_not_raised_again_until_much_more_has_come(ring):
    few = ring.votes[:8]
    leave_finding(ring.found(few), WHY, by=ring.dora)
    with pytest.raises(Conflict):
        invalidate_finding(db.session.scalars(select(Finding)).one(), WHY, by=ring.dora)
    ring.found(ring.votes[:11])
    assert [each.state for each in db.session.scalars(select(Finding))] == ["left"]
    assert ring.found(ring.votes[:12]).state == "open"
    ring.found(ring.votes[1:])  # the same one, brought up to date
    assert len(list(db.session.scalars(select(Finding)))) == 2


def test_looking_finds_a_ring_once_however_often(ring, clock, monkeypatch):
    crowd = [people._person(f"Reader{number}") for number in range(12)]
    asked = [a_question(by=each, title=f"How do I book room {each.id}") for each in crowd]
    for each in crowd:
        for topic in asked:
            if topic.author_id != each.id and (topic.id + each.id) % 3:
                vote_on(find_post(topic.opening_id, each), 1, by=each)
        clock.forward(days=2)
    assert look() == 1 and look() == 0
    found = db.session.scalars(select(Finding)).one()
    assert (found.kind, found.member_ids) == ("ring", sorted(member.id for member in ring.members))


def test_the_nightly_look_goes_on_by_itself_once(app, clock, deliver):
    begin_looking()
    begin_looking()
    assert len(events("FairPlayLooked")) == 1
    look()  # by hand, in the afternoon: the chain goes on from here
    assert deliver() == 0
    for _ in range(3):
        clock.forward(days=1)
        deliver()
    assert len(events("FairPlayLooked")) == 5
    first = events("FairPlayLooked")[1]
    owe_again(first, name_of(look_tonight))
    deliver()
    assert len(events("FairPlayLooked")) == 5
    assert db.session.scalar(select(func.count()).where(Owed.reaction == name_of(look_tonight))) == 1


def test_every_reaction_twice_is_once(ring, deliver):
    deliver()
    finding = ring.found()
    invalidate_finding(finding, WHY, by=ring.dora)
    deliver()
    reinstate_finding(finding, by=ring.dora)
    deliver()
    before, told = dump(), db.session.scalar(select(func.count()).select_from(Notification))
    for event in events("VotesInvalidated") + events("VotesReinstated"):
        for reaction in ("gamification.awarding.award", "notifications.telling.tell", "pages.live.refresh_voted"):
            owe_again(event, reaction)
    deliver()
    assert dump() == before
    assert db.session.scalar(select(func.count()).select_from(Notification)) == told
    assert db.session.scalar(select(func.count()).select_from(FactRow)) > 0


def test_the_list_takes_the_same_statements_however_many_findings(ring, as_, statements):
    dora = as_(ring.dora)
    ring.found(ring.votes[:6])
    dora.get("/moderation/fairplay")
    with statements() as few:
        dora.get("/moderation/fairplay")
    with db_turn():
        for finding in db.session.scalars(select(Finding)):
            finding.accounts = "1,2"
    ring.found(ring.votes[6:])
    with statements() as more:
        dora.get("/moderation/fairplay")
    assert len(few) == len(more)
