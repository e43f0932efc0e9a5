"""Brakes on posting: for whom, how many, how fast, the same again, watched words; what is held back."""

import pytest
from sqlalchemy import select, update

from community.accounts.models import Member
from community.core.db import db
from community.core.errors import Invalid, TooFast
from community.events.facts import FactRow
from community.forum.answering import post_answer
from community.forum.braking import NEWCOMERS_GAP, PER_DAY, brake_text
from community.forum.commenting import comment_on
from community.forum.editing import edit_post
from community.forum.hiding import hide_post, unhide_post
from community.forum.models import Post
from community.forum.polling import Draft, make_poll
from community.forum.queries import find_post
from community.forum.suggesting import PER_DAY as SUGGESTIONS
from community.forum.suggesting import suggest_edit
from community.forum.words import watch_word
from community.moderation.deciding import decide_item
from community.moderation.items import waiting
from community.notifications.models import Notification
from tests import people
from tests.factories import a_category, a_question, an_answer

TEXT = "Switch to gateway three until the certificate is renewed on Monday evening by the network people."
OTHER = "Since the new tray was built in, paper comes out white, with black in between."
LONG = "It works at home, and the log says that the certificate is too old. I found three pages about it, at "


@pytest.fixture(autouse=True)
def on(brakes):
    """With brakes on."""


def level(member, number: int) -> None:
    db.session.execute(update(Member).where(Member.id == member.id).values(level=number))
    db.session.commit()
    db.session.refresh(member)


def suspected() -> list[str]:
    rows = db.session.scalars(select(FactRow).where(FactRow.kind == "PostSuspected").order_by(FactRow.id))
    return [row.payload["why"] for row in rows]


def posts() -> int:
    return db.session.query(Post).count()


def test_a_newcomers_third_link_is_refused_and_the_text_is_kept(app, as_, clock):
    ben = people.ben()
    topic = a_question(by=people.asha())
    text = LONG + "https://a.example, https://b.example and https://c.example of all places"
    page = as_(ben).post(f"/q/{topic.id}/answers/new", data={"body": text})
    assert page.status_code == 422 and "at most 2 links" in page.text and "c.example of all" in page.text
    level(ben, 2)
    assert as_(ben).post(f"/q/{topic.id}/answers/new", data={"body": text}).status_code == 303


def test_links_are_counted_as_browsers_read_them(app):
    ben = people.ben()
    for start in ("//", "HTTPS://", "https:", "\\\\", "/\\", " https://", "ht\ntps://", "h&#116;tps://"):
        links = " ".join(f'<a href="{start}{name}.example">{name}</a>' for name in "abc")
        with pytest.raises(Invalid, match="at most 2 links"):
            brake_text(ben, None, f"See {links} for all that was said about it before.")


def test_links_to_this_site_are_not_counted(app):
    ben, topic = people.ben(), a_question(by=people.asha())
    base = app.config["GUILDHALL"].public_url
    post_answer(topic, f"See {base}/q/1 and {base}/q/2 and {base}/q/3, which say all of it.", by=ben)
    with pytest.raises(Invalid):
        edit_post(db.session.scalars(select(Post).where(Post.author_id == ben.id)).one(), "x", by=ben)


def test_pictures_of_newcomers_are_counted(app):
    ben, topic = people.ben(), a_question(by=people.asha())
    with pytest.raises(Invalid, match="at most 3 pictures"):
        post_answer(topic, "Here is what I see: " + "![shot](/uploads/1.png) " * 4, by=ben)


def test_posting_too_fast_says_how_many_seconds(app, as_, clock):
    ben, asha = people.ben(), people.asha()
    topic, other = (
        a_question(by=asha),
        a_question(by=people.vera(), title="Printer leaves every second page blank", body=OTHER),
    )
    browser = as_(ben)
    browser.post(f"/q/{topic.id}/answers/new", data={"body": "Gateway three works for me."})
    clock.forward(seconds=5)
    late = browser.post(f"/q/{other.id}/answers/new", data={"body": "Try the other tray of it."})
    wait = NEWCOMERS_GAP - 5
    assert late.status_code == 429 and f"{wait} seconds" in late.text and "Try the other tray" in late.text
    assert late.headers["Retry-After"] == str(wait)
    remark = browser.post(f"/posts/{other.opening_id}/comments", data={"body": "Which tray is it?"})
    assert remark.status_code == 429
    clock.forward(seconds=wait)
    assert browser.post(f"/q/{other.id}/answers/new", data={"body": "Try the other tray."}).status_code == 303


def test_pressing_twice_is_not_posting_too_fast(app, as_):
    ben, topic = people.ben(), a_question(by=people.asha())
    answers = [as_(ben).post(f"/q/{topic.id}/answers/new", data={"body": "Gateway three works."}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303] and posts() == 2


def test_a_newcomer_posts_so_much_a_day(app, clock):
    ben, topic = people.ben(), a_question(by=people.asha())
    for number in range(PER_DAY):
        comment_on(db.session.get(Post, topic.opening_id), f"Thought number {number}", by=ben)
        clock.forward(minutes=1)
    with pytest.raises(TooFast, match="24 hours"):
        comment_on(db.session.get(Post, topic.opening_id), "One more thought", by=ben)
    level(ben, 2)
    comment_on(db.session.get(Post, topic.opening_id), "One more thought", by=ben)


def test_a_newcomer_suggests_so_many_changes_a_day_and_may_reword_them(app, as_, clock):
    ben, sam, topic = people.ben(), people.sam(), a_question(by=people.asha())
    answers = [an_answer(topic, by=sam) for _ in range(SUGGESTIONS + 1)]
    for answer in answers[:-1]:
        suggest_edit(find_post(answer.id, ben), TEXT, "Until when", by=ben)
    suggest_edit(find_post(answers[0].id, ben), OTHER, "Another way", by=ben)
    page = as_(ben).post(f"/posts/{answers[-1].id}/suggestions", data={"body": TEXT, "reason": "Until when"})
    assert page.status_code == 429 and f"{SUGGESTIONS} suggested changes a day" in page.text and TEXT in page.text
    clock.forward(days=1)
    suggest_edit(find_post(answers[-1].id, ben), TEXT, "Until when", by=ben)


def test_the_same_text_elsewhere_is_refused_kindly(app, clock):
    ben, topic = people.ben(), a_question(by=people.asha())
    other = a_question(by=people.vera(), title="Printer leaves every second page blank", body=OTHER)
    an_answer(topic, by=ben, body=TEXT)
    clock.forward(minutes=30)
    with pytest.raises(Invalid, match="same text in “VPN drops"):
        an_answer(other, by=ben, body=TEXT.upper().replace(".", " !"))
    clock.forward(days=1)
    an_answer(other, by=ben, body=TEXT)


def test_trusted_members_say_the_same_to_many(app, clock):
    ben, topic = people.ben(), a_question(by=people.asha())
    other = a_question(by=people.vera(), title="Printer leaves every second page blank", body=OTHER)
    level(ben, 3)
    an_answer(topic, by=ben, body=TEXT)
    clock.forward(minutes=1)
    an_answer(other, by=ben, body=TEXT)


def test_nearly_the_same_from_two_newcomers_is_suspected(app, clock):
    topic = a_question(by=people.asha())
    an_answer(topic, by=people.ben(), body=TEXT)
    assert suspected() == []
    an_answer(topic, by=people.vera(), body=TEXT.replace("Monday", "Tuesday"))
    assert suspected() == ["wave"]


def test_comments_are_part_of_a_wave_as_well(app):
    topic = a_question(by=people.asha())
    opening = find_post(topic.opening_id, None)
    comment_on(opening, TEXT, by=people.ben())
    comment_on(opening, TEXT.replace("Monday", "Tuesday"), by=people.vera())
    assert suspected() == ["wave"]


def test_watched_words_are_found_however_they_are_dressed_up_and_in_polls(app, clock):
    place, asha = a_category(), people.asha()
    watch_word("casino", "refuse", category=None, by=people.dora())
    topic = a_question(by=asha, category=place, kind="discussion")
    clock.forward(minutes=1)
    for disguise in ("ca\u200bsino", "ｃａｓｉｎｏ", "ca\u00adsino"):
        with pytest.raises(Invalid):
            post_answer(topic, f"Come to the {disguise} tonight, everybody.", by=asha)
    with pytest.raises(Invalid) as refused:
        make_poll(find_post(topic.opening_id, asha), Draft("Where to?", ("To the casino", "Home")), by=asha)
    assert refused.value.field == "poll_question"


def test_what_is_suspected_is_seen_by_its_author_alone_and_waits_in_the_queue(app, as_, client, clock):
    ben, sam, topic = people.ben(), people.sam(), a_question(by=people.asha())
    text = "Read https://a.example and https://b.example now"
    browser = as_(ben)
    assert browser.post(f"/q/{topic.id}/answers/new", data={"body": text}).status_code == 303
    assert "Read" in browser.get(topic.path).text and "Somebody looks at it soon" in browser.get(topic.path).text
    assert "a.example" not in client().get(topic.path).text
    (item,) = db.session.scalars(waiting(sam)).all()
    assert (item.kind, item.member_id, item.note) == ("spam", ben.id, "It is mostly links.")
    clock.forward(minutes=1)
    comment_on(db.session.get(Post, topic.opening_id), text.replace("now", "at once"), by=ben)
    assert len(db.session.scalars(waiting(sam)).all()) == 2
    assert "at once" not in client().get(topic.path).text
    assert db.session.get(type(topic), topic.id).answer_count == 0


def test_what_was_held_back_moves_nothing_up_and_is_told_of_once_somebody_found_it_good(app, clock, deliver):
    asha, ben, vera, sam = people.asha(), people.ben(), people.vera(), people.sam()
    topic = a_question(by=asha)
    clock.forward(hours=1)
    held = post_answer(topic, "@vera read https://a.example and https://b.example now", by=ben)
    deliver()
    assert not told(asha) and not told(vera)
    assert (topic.active_at, topic.last_by_id) == (topic.created_at, asha.id)
    item = next(item for item in db.session.scalars(waiting(sam)) if item.kind == "spam")
    decide_item(item, "nothing", by=sam)
    deliver()
    assert told(asha) == [("answer", ben.id)] and told(vera) == [("mention", ben.id)]
    assert (topic.active_at, topic.last_by_id) == (held.created_at, ben.id)
    hide_post(held, "Let me look again.", by=sam)
    unhide_post(held, by=sam)
    deliver()
    assert len(told(asha)) == len(told(vera)) == 1


def test_a_remark_that_is_held_back_is_told_of_once_somebody_found_it_good(app, clock, deliver):
    asha, ben, sam = people.asha(), people.ben(), people.sam()
    topic = a_question(by=asha)
    clock.forward(hours=1)
    comment_on(find_post(topic.opening_id, ben), "See https://a.example and https://b.example now", by=ben)
    deliver()
    assert not told(asha)
    item = next(item for item in db.session.scalars(waiting(sam)) if item.kind == "spam")
    decide_item(item, "nothing", by=sam)
    deliver()
    assert told(asha) == [("comment", ben.id)]


def told(member) -> list[tuple[str, int]]:
    rows = db.session.query(Notification).filter_by(member_id=member.id).filter(Notification.kind != "badge")
    return [(row.kind, row.actor_id) for row in rows]


def test_a_suspected_question_is_in_no_list(app, as_, client):
    ben, place = people.ben(), a_category()
    watch_word("poker", "review", category=place, by=people.dora())
    form = {"kind": "question", "category": place.slug, "title": "Poker on every evening", "body": "Come and see it."}
    page = as_(ben).post("/questions/ask", data=form, follow_redirects=True)
    assert page.status_code == 200 and "Somebody looks at it soon" in page.text
    assert "Poker" not in client().get("/questions").text
    (item,) = db.session.scalars(waiting(people.sam())).all()
    assert item.note.endswith("“poker”")


def test_a_list_of_links_is_suspected(app, clock):
    ben, topic = people.ben(), a_question(by=people.asha())
    post_answer(topic, "Read https://a.example and https://b.example now", by=ben)
    clock.forward(minutes=1)
    post_answer(topic, LONG + "https://a.example and https://b.example; the second one says how to renew it.", by=ben)
    assert suspected() == ["links"]


def test_watched_words_refuse_or_are_suspected(app, as_, clock):
    ben, dora = people.ben(), people.dora()
    place, other = a_category(), a_category("Printers")
    watch_word("casino*", "refuse", category=None, by=dora)
    watch_word("cheap toner", "review", category=other, by=dora)
    topic = a_question(by=people.asha(), category=place)
    page = as_(ben).post(f"/q/{topic.id}/answers/new", data={"body": "The best CASINOS are here for you."})
    assert page.status_code == 422 and "“casinos” can’t be posted here" in page.text
    an_answer(topic, by=ben, body="I use cheap toner and it works.")
    assert suspected() == []
    printers = a_question(
        by=people.vera(), category=other, title="Toner is empty again", body="It says so on the display."
    )
    clock.forward(minutes=1)
    an_answer(printers, by=ben, body="Here is cheap,\ntoner for everyone.")
    assert suspected() == ["words"]
    an_answer(topic, by=people.sam(), body="“casino” is a word we watch, says who looks after this.")


def test_a_watched_word_in_the_title_is_said_beside_the_title(app, as_):
    ben, place = people.ben(), a_category()
    watch_word("casino", "refuse", category=None, by=people.dora())
    form = {"kind": "question", "category": place.slug, "title": "A casino for all of us", "body": "Come and see it."}
    page = as_(ben).post("/questions/ask", data=form)
    assert page.status_code == 422 and "title-error" in page.text and posts() == 0


def test_an_edit_can_not_bring_in_what_a_post_may_not_have(app, as_, clock):
    ben = people.ben()
    watch_word("casino", "refuse", category=None, by=people.dora())
    watch_word("poker", "review", category=None, by=people.omar())
    post = an_answer(a_question(by=people.asha()), by=ben)
    assert as_(ben).post(f"/posts/{post.id}/edit", data={"body": "Now for the casino part."}).status_code == 422
    assert as_(ben).post(f"/posts/{post.id}/edit", data={"body": "Now for the poker part."}).status_code == 303
    assert suspected() == ["words"]


def test_those_who_look_after_the_place_have_no_brakes(app):
    sam, topic = people.sam(), a_question(by=people.asha())
    links = " ".join(f"https://{name}.example" for name in "abcdef")
    for number in range(3):
        post_answer(topic, f"{links} {number}", by=sam)
    assert suspected() == []


def test_the_api_says_when_to_come_again(app, client, clock):
    from community.accounts.tokens import create_token

    ben, topic = people.ben(), a_question(by=people.asha())
    bearer = {"Authorization": f"Bearer {create_token(ben, ['read', 'write'])}"}
    for body in ("Gateway three works.", "And gateway four as well."):
        last = client(csrf=False).post(f"/api/v1/questions/{topic.id}/answers", json={"body": body}, headers=bearer)
    assert last.status_code == 429 and last.headers["Retry-After"] == str(NEWCOMERS_GAP)


def test_the_list_is_kept_by_staff_and_by_those_who_look_after_a_place(app, as_, client):
    a_category()
    sam, dora = people.sam(), people.dora()
    everywhere = {"word": "Casino *", "action": "refuse", "place": ""}
    assert as_(people.ben()).get("/moderation/words").status_code == 403
    assert as_(sam).post("/moderation/words", data=everywhere).status_code == 422
    assert as_(sam).post("/moderation/words", data=everywhere | {"place": "remote-access"}).status_code == 303
    assert as_(dora).post("/moderation/words", data=everywhere).status_code == 303
    tried = as_(sam).get("/moderation/words?text=The+casino+royale")
    assert (
        "It would be refused" in tried.text and "It would go through" in as_(sam).get("/moderation/words?text=x").text
    )
    assert as_(dora).post("/moderation/words", data=everywhere | {"word": "*"}).status_code == 422


def test_who_keeps_no_list_of_everywhere_can_not_shorten_it(app, as_):
    a_category()
    word = watch_word("casino", "refuse", category=None, by=people.dora())
    sam, dora = people.sam(), db.session.query(Member).filter_by(name="dora").one()
    assert as_(sam).post(f"/moderation/words/{word.id}/removal").status_code == 403
    ident = word.id
    db.session.expunge(word)
    answers = [as_(dora).post(f"/moderation/words/{ident}/removal").status_code for _ in range(2)]
    assert answers == [303, 404]
    an_answer(a_question(by=people.asha()), by=people.ben(), body="The casino is closed by now.")
