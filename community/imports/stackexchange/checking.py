"""The checking pass: every file is read to its end and laid out on the stage before anything is written."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from community.imports.progress import progress
from community.imports.stackexchange.broken import BadDump
from community.imports.stackexchange.opening import Dump
from community.imports.stackexchange.ordering import put_in_order
from community.imports.stackexchange.reading import read_rows
from community.imports.stackexchange.rows import Row
from community.imports.stackexchange.stage import Stage

AT_ONCE = 2_000
FIRST_TEXTS = {1: "title", 2: "body", 3: "tags"}
ROLLBACKS = (7, 8, 9)
SUGGESTION_APPLIED = 24
LATER_TEXTS = {4: "title", 5: "body", 6: "tags", 7: "title", 8: "body", 9: "tags"}


@contextmanager
def checked(dump: Dump) -> Iterator[Stage]:
    """The whole dump on a stage, with every step in order. Raises BadDump; nothing was written then."""
    stage = Stage(dump.scratch)
    try:
        size = sum(path.stat().st_size for path in dump.files.values())
        with progress("Checking", size, "B") as advance:
            for name, path in dump.files.items():
                _lay_out(stage, name, read_rows(path, name.lower(), advance))
        for table, words in (("users", "Users.xml holds no members"), ("posts", "Posts.xml holds no posts")):
            if not stage.one(f"SELECT count(*) FROM {table}"):  # noqa: S608
                raise BadDump(f"{words}, so there is nothing to import.")
        put_in_order(stage)
        yield stage
    finally:
        stage.close()


def _lay_out(stage: Stage, name: str, found) -> None:
    statement, values_of = _LAYOUT[name]
    waiting: list[tuple] = []
    for line, values in found:
        row = Row(f"{name}.xml", line, values)
        laid = values_of(row)
        if laid is not None:
            waiting.append(laid)
        if len(waiting) >= AT_ONCE:
            _write(stage, name, statement, waiting)
    _write(stage, name, statement, waiting)


def _write(stage: Stage, name: str, statement: str, waiting: list[tuple]) -> None:
    stage.run("BEGIN")
    try:
        stage.connection.executemany(statement, waiting)
    except sqlite3.IntegrityError as error:
        raise BadDump(f"{name}.xml holds two rows with the same Id, so it is damaged.") from error
    finally:
        stage.run("COMMIT")
    waiting.clear()


def _user(row: Row) -> tuple:
    return (
        row.id,
        row.needed_moment("CreationDate"),
        row.number("AccountId"),
        row.text("DisplayName"),
        row.text("AboutMe"),
    )


def _post(row: Row) -> tuple:
    kind = row.needed_number("PostTypeId")
    if kind == 2 and row.number("ParentId") is None:
        raise BadDump(f"{row.file}, line {row.line}: an answer without ParentId.")
    at = row.needed_moment("CreationDate")
    return (
        row.id, kind, row.number("ParentId"), at, row.number("OwnerUserId"), row.text("OwnerDisplayName"),
        row.number("Score") or 0, row.text("Title"), row.text("Body") or "", row.text("Tags"),
        row.number("AcceptedAnswerId"), row.moment("ClosedDate"), row.moment("LastEditDate"),
        row.number("LastEditorUserId"), row.text("LastEditorDisplayName"), row.moment("LastActivityDate") or at, at,
        row.moment("CommunityOwnedDate"),
    )  # fmt: skip


def _comment(row: Row) -> tuple:
    return (
        row.id, row.needed_number("PostId"), row.needed_moment("CreationDate"), row.number("UserId"),
        row.text("UserDisplayName"), row.text("Text") or "", row.number("Score") or 0,
    )  # fmt: skip


def _vote(row: Row) -> tuple:
    return (
        row.id, row.needed_number("PostId"), row.needed_number("VoteTypeId"), row.needed_moment("CreationDate"),
        row.number("UserId"), row.number("BountyAmount"),
    )  # fmt: skip


def _link(row: Row) -> tuple:
    return (
        row.id, row.needed_number("PostId"), row.needed_number("RelatedPostId"), row.needed_number("LinkTypeId"),
        row.needed_moment("CreationDate"),
    )  # fmt: skip


def _tag(row: Row) -> tuple:
    name = row.text("TagName")
    if not name:
        raise BadDump(f"{row.file}, line {row.line}: TagName is missing.")
    return row.id, name, row.number("ExcerptPostId"), row.number("WikiPostId")


def _history(row: Row) -> tuple:
    """One entry of the history; those of one edit share a mark and are put together on the stage."""
    kind = row.needed_number("PostHistoryTypeId")
    changed = FIRST_TEXTS.get(kind) or LATER_TEXTS.get(kind)
    texts = {changed: row.text("Text") or ""} if changed else {}
    applied = (
        kind == SUGGESTION_APPLIED and row.text("RevisionGUID") is not None
    )  # says of the edit that it was suggested
    mark = (row.text("RevisionGUID") or f"row {row.id}") if changed or applied else f"{kind} {row.id}"
    reason = row.text("Comment") if changed else None if applied else f"{kind} {row.text('Comment') or ''}"
    return (
        row.id, row.needed_number("PostId"), mark, row.needed_moment("CreationDate"), row.number("UserId"),
        row.text("UserDisplayName"), texts.get("title"), texts.get("body"), texts.get("tags"), reason,
        1 if kind in FIRST_TEXTS else 0 if changed else -1, int(applied), int(kind in ROLLBACKS),
    )  # fmt: skip


_LAYOUT = {
    "Users": ("INSERT INTO users VALUES (?, ?, ?, ?, ?)", _user),
    "Posts": ("INSERT INTO posts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _post),
    "Votes": ("INSERT INTO votes VALUES (?, ?, ?, ?, ?, ?)", _vote),
    "Comments": ("INSERT INTO comments VALUES (?, ?, ?, ?, ?, ?, ?)", _comment),
    "Tags": ("INSERT INTO tags (id, name, excerpt, wiki) VALUES (?, ?, ?, ?)", _tag),
    "PostLinks": ("INSERT INTO links VALUES (?, ?, ?, ?, ?)", _link),
    "PostHistory": (
        "INSERT INTO edits (id, post, guid, at, editor, note, title, body, tags, reason, first, suggested,"
        " rolled_back) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (post, guid) DO UPDATE SET"
        " title = coalesce(excluded.title, title), body = coalesce(excluded.body, body),"
        " tags = coalesce(excluded.tags, tags), reason = coalesce(reason, excluded.reason),"
        " first = max(first, excluded.first), suggested = max(suggested, excluded.suggested),"
        " rolled_back = max(rolled_back, excluded.rolled_back),"
        " editor = coalesce(editor, excluded.editor), note = coalesce(note, excluded.note)",
        _history,
    ),
    "Badges": ("INSERT INTO left_out VALUES ('badges', ?, 1)", lambda row: (row.id and EARNED_ANEW,)),
}
EARNED_ANEW = "badges are earned here by what people did"
