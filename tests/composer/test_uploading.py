"""Pictures and files: what is taken, what is taken out of them, how many, who may see them."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from PIL import Image
from sqlalchemy import select

from community.accounts.profile import change_profile
from community.composer import pictures, uploading
from community.composer.models import Upload, UploadUse
from community.composer.sweeping import sweep
from community.composer.uploading import file_of
from community.core.db import atomic, db
from community.core.text import render
from community.forum.commenting import comment_on
from community.forum.deleting import delete_post
from community.forum.editing import edit_post
from community.forum.hiding import hide_post
from community.forum.queries import find_post
from community.forum.suggesting import accept_suggestion, find_suggestion, suggest_edit
from tests import people
from tests.factories import a_category, a_proposal, a_question, an_answer, an_article


def address(markdown: str) -> str:
    return re.search(r"\((/files/[^)]+)\)", markdown)[1]


def kept(browser, send, content, name="photo.jpg", **more) -> str:
    """Send a file; the address it got."""
    answer = send(browser, content, name, **more)
    assert answer.status_code == 201, answer.json
    return address(answer.json["markdown"])


def a_zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def test_a_photo_is_turned_and_tells_nothing_but_what_is_seen(as_, photo, send):
    asha = as_(people.asha())
    got = asha.get(kept(asha, send, photo), buffered=True)
    assert got.content_type == "image/jpeg"
    assert b"Secret" not in got.data
    assert b"secret" not in got.data
    with Image.open(io.BytesIO(got.data)) as image:
        assert image.size == (40, 60)
        assert not image.getexif()


@pytest.mark.parametrize(("kind", "name"), [("PNG", "a.png"), ("GIF", "a.gif"), ("WEBP", "a.webp"), ("JPEG", "a.txt")])
def test_pictures_are_known_by_what_is_in_them(as_, send, kind, name):
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "navy").save(out, kind)
    answer = send(as_(people.asha()), out.getvalue(), name)
    assert answer.json["kind"] == "image"
    assert "-8x6/" in answer.json["markdown"]


def test_a_moving_picture_keeps_moving(as_, send):
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=80, comment=b"secret")
    asha = as_(people.asha())
    got = asha.get(kept(asha, send, out.getvalue(), "a.gif"), buffered=True)
    assert b"secret" not in got.data
    with Image.open(io.BytesIO(got.data)) as image:
        assert image.n_frames == 3


def test_large_pictures_become_as_large_as_a_screen(monkeypatch, as_, send, photo):
    monkeypatch.setattr(pictures, "LONGEST_SIDE", 30)
    assert "-20x30/" in send(as_(people.asha()), photo).json["markdown"]


def test_a_picture_with_too_many_points_is_refused_before_it_is_decoded(monkeypatch, as_, send, photo):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 2_000)
    answer = send(as_(people.asha()), photo)
    assert answer.status_code == 422
    assert "smaller copy" in answer.json["sentence"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.png", b"\x89PNG\r\n\x1a\n and then nothing of the kind"),
        ("program.exe", b"MZ\x90\0"),
        ("page.html", b"<script>alert(1)</script>"),
        ("drawing.svg", b"<svg onload='alert(1)'/>"),
        ("paper.pdf", b"not a paper"),
        ("letter.docx", a_zip("other.xml")),
        ("sums.xlsx", a_zip("xl/workbook.xml", "xl/vbaProject.bin")),
        ("words.txt", b"\0\1\2"),
        ("empty.txt", b""),
        ("nothing", b"x"),
    ],
)
def test_what_we_do_not_take_is_refused_in_words(app, as_, send, name, content):
    answer = send(as_(people.asha()), content, name)
    assert answer.status_code == 422
    assert len(answer.json["sentence"]) > 20
    assert db.session.scalar(select(Upload)) is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("paper.pdf", b"%PDF-1.7 ..."),
        ("letter.docx", a_zip("[Content_Types].xml", "word/document.xml")),
        ("sums.xlsx", a_zip("xl/workbook.xml")),
        ("all.zip", a_zip("a.txt")),
        ("Protokoll März.log", "Wärme fällt aus".encode("cp1252")),
        ("list.CSV", "a;ü\n".encode()),
    ],
)
def test_documents_are_saved_and_never_shown_in_our_name(as_, send, name, content):
    asha = as_(people.asha())
    got = asha.get(kept(asha, send, content, name), buffered=True)
    assert got.data == content
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["Content-Type"].count("charset") <= 1
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]


def test_so_many_a_day_and_fewer_for_newcomers(monkeypatch, app, as_, clock, send):
    monkeypatch.setattr(uploading, "A_DAY", {True: 1, False: 2})
    asha, ben = people.asha(), people.ben()
    with atomic():
        ben.level = 2
    assert [send(as_(asha), b"one").status_code for _ in range(1)] == [422]  # no picture, no document
    assert [send(as_(asha), b"one", "a.txt").status_code for _ in range(2)] == [201, 403]
    assert [send(as_(ben), b"one", "a.txt").status_code for _ in range(3)] == [201, 201, 403]
    clock.forward(hours=25)
    assert send(as_(asha), b"one", "a.txt").status_code == 201


def test_so_many_for_one_text(app, as_, send):
    asha = as_(people.asha())
    sent = [send(asha, b"one", "a.txt", draft_key="answer:1") for _ in range(uploading.A_TEXT[True] + 1)]
    assert [each.status_code for each in sent] == [201] * uploading.A_TEXT[True] + [403]
    assert "one text" in sent[-1].json["sentence"]
    assert send(asha, b"one", "a.txt", draft_key="answer:2").status_code == 201
    still = " ".join(each.json["markdown"] for each in sent[:-1])
    assert send(asha, b"one", "a.txt", draft_key="answer:1", text=still).status_code == 403
    less = sent[0].json["markdown"]  # the others were taken out again
    assert send(asha, b"one", "a.txt", draft_key="answer:1", text=less).status_code == 201
    assert len(list((file_of("00").parent.parent).rglob("*"))) >= uploading.A_TEXT[True]


def test_too_large_is_413_and_other_pages_take_no_files(monkeypatch, app, as_, client, send):
    monkeypatch.setitem(app.config, "GUILDHALL", replace(app.config["GUILDHALL"], max_upload_bytes=1_000))
    big = b"x" * 200_000
    asha = as_(people.asha())
    assert send(asha, big, "a.txt").status_code == 413
    page = asha.post("/files", data={"file": (io.BytesIO(big), "a.txt")}, content_type="multipart/form-data")
    assert page.status_code == 413 and "a file of up to 0.001 MB" in page.text
    data = {"body": "words", "file": (io.BytesIO(b"x"), "a.txt")}
    assert asha.post("/questions/ask", data=data, content_type="multipart/form-data").status_code == 415
    assert send(client(), b"words", "a.txt").status_code == 401


def test_without_scripts_a_page_gives_the_line_to_copy(as_, send, photo):
    asha = as_(people.asha())
    assert 'type="file"' in asha.get("/files/new").get_data(as_text=True)
    page = send(asha, photo, script=False)
    assert page.status_code == 201
    assert "![photo](/files/" in page.get_data(as_text=True)
    assert "We take" in send(asha, b"MZ", "a.exe", script=False).get_data(as_text=True)
    assert "the file is something else" in send(asha, b"MZ", "a.png", script=False).get_data(as_text=True)


def test_a_picture_keeps_its_room_and_loads_late(as_, send, photo):
    asha = people.asha()
    where = kept(as_(asha), send, photo)
    topic = a_question(by=asha, body=f"It looks like this: ![a car]({where})")
    page = as_(asha).get(topic.path).get_data(as_text=True)
    picture = re.search(r"<img[^>]*/files/[^>]*>", page)[0]
    assert 'width="40"' in picture
    assert 'height="60"' in picture
    assert 'loading="lazy"' in picture


def test_a_picture_wider_than_its_column_leads_to_itself(app):
    wide, narrow = (f"/files/{'0' * 32}-{width}x300/panel.png" for width in (1400, 400))
    assert f'<a href="{wide}"' in render(f"![The panel]({wide})")
    assert "<a " not in render(f"![The panel]({narrow})")
    assert render(f"[![The panel]({wide})](/articles/1)").count("<a ") == 1


def sees(client, as_, member, where) -> bool:
    return (as_(member) if member else client()).get(where, buffered=True).status_code == 200


def test_only_its_owner_sees_it_until_a_text_uses_it(client, as_, send, photo):
    asha, ben = people.asha(), people.ben()
    where = kept(as_(asha), send, photo)
    assert [sees(client, as_, who, where) for who in (asha, ben, people.ada(), None)] == [True, False, False, False]
    a_question(by=asha, body=f"It looks like this: ![a car]({where})")
    assert all(sees(client, as_, who, where) for who in (asha, ben, None))


def test_in_a_private_place_it_is_for_those_inside(client, as_, send, photo):
    sam, dora, ben = people.sam(), people.dora(), people.ben()
    place = a_category("Between us", audience="superusers")
    where = kept(as_(sam), send, photo)
    a_question(by=sam, category=place, body=f"It looks like this: ![a car]({where})")
    assert [sees(client, as_, who, where) for who in (sam, dora, ben, None)] == [True, True, False, False]
    # Who can't see it does not open it to everyone by writing its address down.
    a_question(by=ben, title="What may this be?", body=f"Somebody told me of ![it]({where})")
    assert not sees(client, as_, ben, where)
    assert not sees(client, as_, None, where)


def test_what_is_hidden_for_security_is_for_staff_with_its_pictures(client, as_, send, photo):
    asha, sam, dora = people.asha(), people.sam(), people.dora()
    where = kept(as_(asha), send, photo)
    topic = a_question(by=asha, body=f"It looks like this: ![a car]({where})")
    hide_post(find_post(topic.opening_id, dora), "A way in.", by=None, security=True)
    assert [sees(client, as_, who, where) for who in (asha, dora, sam, None)] == [True, True, False, False]


def test_with_its_text_it_is_taken_down_and_edited_out_and_put_back(client, as_, send, photo):
    asha, ben, sam = people.asha(), people.ben(), people.sam()
    where = kept(as_(ben), send, photo)
    with_it = f"Press here, as in the picture: ![a button]({where})"
    answer = an_answer(a_question(by=asha), by=ben, body=with_it)
    assert sees(client, as_, asha, where)
    edit_post(answer, "Press the button on the left.", by=ben)
    assert not sees(client, as_, asha, where)
    edit_post(answer, with_it, by=ben)
    assert sees(client, as_, asha, where)
    delete_post(answer, "Out of date", by=sam)
    assert [sees(client, as_, who, where) for who in (asha, None, sam, ben)] == [False, False, True, True]


def test_what_is_suggested_shows_its_picture_to_those_concerned_until_everybody_sees_it(client, as_, send, photo):
    asha, ben, vera = people.asha(), people.ben(), people.vera()
    where = kept(as_(vera), send, photo)
    answer = an_answer(a_question(by=asha), by=ben)
    found = suggest_edit(answer, f"Press here, as in the picture: ![a button]({where})", "The place", by=vera)
    sam = people.sam()
    assert [sees(client, as_, who, where) for who in (vera, ben, sam, asha, None)] == [True, True, True, False, False]
    sweep(db.session.scalar(select(Upload.id)))
    assert sees(client, as_, ben, where)
    accept_suggestion(find_suggestion(found.id, ben), by=ben)
    assert sees(client, as_, None, where)


def test_every_kind_of_text_may_use_it(client, as_, send, photo):
    asha, sam = people.asha(), people.sam()
    with atomic():
        asha.level = 2  # newcomers send fewer
    topic = a_question(by=asha)
    words = [f"Look: ![a car]({kept(as_(asha), send, photo)})" for _ in range(4)]
    comment_on(an_answer(topic, by=people.ben()), words[0], by=asha)
    a_proposal(by=asha, hard=words[1])
    change_profile(asha, display_name="Asha", title="", about=words[2], by=asha)
    used = f"## A heading\n\nLook: ![a car]({kept(as_(sam), send, photo)})"
    an_article(by=sam, body=used)
    assert all(sees(client, as_, None, address(each)) for each in (*words[:3], used))
    assert not sees(client, as_, None, address(words[3]))
    kinds = set(db.session.scalars(select(UploadUse.kind)))
    assert kinds == {"comment", "proposal", "member", "article"}


def test_what_no_text_came_to_use_is_swept_after_a_day(app, as_, clock, deliver, send, photo):
    asha = people.asha()
    browser = as_(asha)
    unused, used, waiting = (kept(browser, send, photo) for _ in range(3))
    a_question(by=asha, body=f"It looks like this: ![a car]({used})")
    form = {"content.body": f"not yet sent ![a car]({waiting})", "window": "w", "path": "/q/1/x", "revision": "0"}
    browser.post("/drafts/answer:1", data=form)
    deliver()
    assert browser.get(unused, buffered=True).status_code == 200
    clock.forward(days=1, minutes=1)
    deliver()
    assert [browser.get(where, buffered=True).status_code for where in (unused, used, waiting)] == [404, 200, 200]
    browser.post("/drafts/answer:1/deletion")
    clock.forward(days=7, minutes=1)
    deliver()
    deliver()
    assert [browser.get(where, buffered=True).status_code for where in (used, waiting)] == [200, 404]
    assert len([each for each in (app.config["GUILDHALL"].data_dir / "uploads").rglob("*") if each.is_file()]) >= 1
